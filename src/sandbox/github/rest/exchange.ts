import type { Actor, Scope } from '#sandbox/github/model/actor.ts';
import type { Access } from '#sandbox/github/model/entities.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import type { Rate } from './rate.ts';

/** Where this sandbox is reached: `api` as GITHUB_API_URL, `web` as GITHUB_SERVER_URL. */
export type Origins = { readonly api: string; readonly web: string };

export type ApiRequest = {
  readonly method: string;
  /** Without the API's prefix and without the query: `/repos/acme/zendesk-config/issues`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON body; undefined where there is none. */
  readonly body: unknown;
};

export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

export type Context = {
  readonly store: Store;
  readonly origins: Origins;
  readonly request: ApiRequest;
  readonly params: Readonly<Record<string, string>>;
  readonly actor: Actor | undefined;
  readonly rate: Rate;
  /** A bare clone to answer contents and commits from, where one is attached. */
  readonly gitDirectory: string | undefined;
};

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{name}` is one path segment, `{name+}` is the rest of the path. */
  readonly path: string;
  /** What the token must allow; left out where reading the metadata is enough. */
  readonly needs?: { readonly scope: Scope; readonly access: Access };
  readonly answer: (context: Context, actor: Actor) => Answer | Promise<Answer>;
};

export const readsIssues = { scope: 'issues', access: 'read' } as const;
export const writesIssues = { scope: 'issues', access: 'write' } as const;
export const readsContents = { scope: 'contents', access: 'read' } as const;
export const readsActions = { scope: 'actions', access: 'read' } as const;
export const readsPulls = { scope: 'pulls', access: 'read' } as const;
export const writesPulls = { scope: 'pulls', access: 'write' } as const;

export function param(context: Context, name: string): string {
  return context.params[name] ?? '';
}

/** The number in the path; text that is no number matches nothing, so it reads as an id that nobody has. */
export function numberParam(context: Context, name: string): number {
  const text = param(context, name);
  return /^\d{1,15}$/.test(text) ? Number(text) : -1;
}
