import type { GitHubSandbox } from '#sandbox/github/open-github.ts';

export type Reply = { readonly status: number; readonly headers: Headers; readonly body: unknown };

export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

/** Speaks plain HTTP with the sandbox; an empty token sends no Authorization. */
export function toCall(github: GitHubSandbox, token = github.token): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${github.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
}

/** The path below the sandbox's repository. */
export function at(github: GitHubSandbox, path = ''): string {
  return `/repos/${github.repository}${path}`;
}
