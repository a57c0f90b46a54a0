import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText, root } from './source-files.ts';

/** Where the project lives. */
export interface Home {
  /** `https://github.com/owner/name` */
  readonly url: string;
  /** `owner/name`, as workflows name the action. */
  readonly name: string;
}

/** `git+https://github.com/owner/name.git` and `https://github.com/owner/name#readme` */
export function parseHome(text: string): Home {
  const [, url = '', name = ''] =
    /^(?:git\+)?(https:\/\/[^/]+\/([\w.-]+\/[\w.-]+?))(?:\.git|#readme)?$/.exec(text) ?? [];
  if (url === '') throw new Error(`no repository: ${text}`);
  return { url, name };
}

const meta = JSON.parse(readText('package.json'));

/** The one place that says it. */
export const home = parseHome(meta.repository.url);

/** Where everything else says that it lives: the same, unless someone has just edited `repository`. */
export const formerHome = parseHome(meta.homepage);

const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&');

/** A text of the project after it has moved from one home to another. */
export function rehost(text: string, from: Home, to: Home): string {
  const name = new RegExp(`(?<![\\w./-])${escapeRegExp(from.name)}(?![\\w-])`, 'g');
  return text
    .replaceAll(new RegExp(`${escapeRegExp(from.url)}(?![\\w-])`, 'g'), () => to.url)
    .replaceAll(name, () => to.name);
}

/** Projects of others that documents and comments link to. */
const others = new Set([
  'actions/runner',
  'elastic/integrations',
  'estuary/connectors',
  'facetoe/zenpy',
  'newren/git-filter-repo',
  'salto-io/salto',
]);

/** GitHub's own actions, and the repository that stands for the reader's. */
const isKnown = (name: string): boolean => others.has(name) || /^(?:actions|acme)\//.test(name);

/** What a text says about where an action or a project lives, other than at home. */
export function findForeign(path: string, text: string, { name, url }: Home): readonly string[] {
  // Tests link to made-up repositories.
  const isTest = path.startsWith('test/');
  const host = escapeRegExp(new URL(url).host);
  const links = new RegExp(`https?://(?:github\\.com|${host})/([\\w.-]+/[\\w.-]*\\w)`, 'g');
  const uses = /(?<![\w./-])([\w.-]+\/[\w.-]+)(?:\/[\w./-]+)?@(?:v\d|[0-9a-f]{40}\b|COMMIT\b)/g;
  const found = [...text.matchAll(uses), ...(isTest ? [] : text.matchAll(links))];
  return found
    .map(([, repository = '']) => repository.replace(/\.git$/, ''))
    .filter((repository) => repository !== name && !isKnown(repository))
    .map((repository) => `${path}: ${repository}`);
}

/** Every text that git tracks, without what programs have written and a test's samples of other homes. */
export const listTexts = (): readonly (readonly [path: string, text: string])[] =>
  execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter(
      (path) =>
        path !== '' && !/^(?:snapshots\/acme\/|package-lock\.json$|test\/contracts\/hosting\.test\.ts$)/.test(path),
    )
    .filter((path) => existsSync(join(root, path)))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const)
    .filter(([, text]) => !text.includes('\0'));
