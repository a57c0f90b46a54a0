import { accountRoutes } from './account-routes.ts';
import { actionRoutes } from './action-routes.ts';
import { commentRoutes } from './comment-routes.ts';
import type { Route } from './exchange.ts';
import { gitRoutes } from './git-routes.ts';
import { graphqlRoutes } from './graphql-routes.ts';
import { issueRoutes } from './issue-routes.ts';
import { labelRoutes } from './label-routes.ts';
import { pullRoutes } from './pull-routes.ts';
import { reactionRoutes } from './reaction-routes.ts';
import { repositoryRoutes } from './repository-routes.ts';

type Match = { readonly route: Route; readonly params: Readonly<Record<string, string>> };
type Compiled = { readonly route: Route; readonly pattern: RegExp; readonly names: readonly string[] };

const compiled: readonly Compiled[] = [
  ...commentRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...reactionRoutes,
  ...repositoryRoutes,
  ...pullRoutes,
  ...gitRoutes,
  ...actionRoutes,
  ...accountRoutes,
  ...graphqlRoutes,
].map(compile);

/** The first route that fits. Comments stand before issues: `/issues/comments` is no issue number. */
export function findRoute(method: string, path: string): Match | undefined {
  for (const { route, pattern, names } of compiled) {
    const found = route.method === method ? pattern.exec(path) : null;
    if (found === null) continue;
    return { route, params: Object.fromEntries(names.map((name, index) => [name, decode(found[index + 1] ?? '')])) };
  }
  return undefined;
}

function compile(route: Route): Compiled {
  const names = [...route.path.matchAll(/\{(\w+)\+?\}/g)].map((found) => found[1] ?? '');
  const source = route.path.replace(/\{\w+\+\}/g, '(.+)').replace(/\{\w+\}/g, '([^/]+)');
  return { route, names, pattern: new RegExp(`^${source}$`) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
