import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { runBackend } from './git-server/backend.ts';

export { createBareRepository } from '#sandbox/github/git/bare-repository.ts';
export { refuseByRuleset, refuseProtectedBranch, refuseSecret } from './git-server/push-rules.ts';

export type GitServerOptions = {
  /** Folder of bare repositories; `acme/config.git` below it is served with and without `.git`. */
  readonly root: string;
  /** Tokens (a Bearer value, or the password of Basic) and what they allow; without it everybody may do everything. */
  readonly auth?: Readonly<Record<string, 'read' | 'write'>>;
  /** Shell text of a `pre-receive` hook for every repository; see `refuseProtectedBranch` and its like. */
  readonly preReceive?: string;
  /** `uploadpack.allowFilter`: partial clones. On by default, as on GitHub. */
  readonly allowFilter?: boolean;
  /** `uploadpack.allowAnySHA1InWant`. On by default, as on GitHub. */
  readonly allowAnySha1InWant?: boolean;
  /** Prefixes of refs that a push may not touch: "deny updating a hidden ref". */
  readonly hiddenRefs?: readonly string[];
  /** false speaks the oldest protocol alone. */
  readonly protocolV2?: boolean;
};

export type GitRequest = {
  readonly method: string;
  /** `/acme/config.git/git-receive-pack`, without the query. */
  readonly path: string;
  /** Whether this is the request that changes something. */
  readonly isPush: boolean;
  /** How many `Authorization` headers came; GitHub answers two with 400. */
  readonly authorizations: number;
};

/** `drop` kills the connection with nothing done, `lose-answer` after it was done. */
export type GitFault = 'drop' | 'lose-answer' | { readonly status: number; readonly body?: string };

/** Asked before a request is carried out; it may do something first, e.g. let a competitor push. */
export type GitHook = (request: GitRequest) => GitFault | undefined | Promise<GitFault | undefined>;

export type GitServer = {
  /** `http://127.0.0.1:41234`; a repository is below it. */
  readonly url: string;
  readonly requests: ReadonlyArray<GitRequest & { readonly status: number }>;
  readonly onRequest: (hook: GitHook) => () => void;
  /** Replaces the hook of every repository; undefined takes it away. */
  readonly setPreReceive: (script: string | undefined) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A smart-HTTP git server on loopback: `node:http` in front of `git http-backend`. */
export async function openGitServer(options: GitServerOptions): Promise<GitServer> {
  const hooksDirectory = await mkdtemp(join(tmpdir(), 'sandbox-git-hooks-'));
  const hookFile = join(hooksDirectory, 'pre-receive');
  const setPreReceive = async (script: string | undefined): Promise<void> => {
    if (script === undefined) await rm(hookFile, { force: true });
    else await writeFile(hookFile, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  };
  await setPreReceive(options.preReceive);

  const config = toConfig(options, hooksDirectory);
  const requests: (GitRequest & { readonly status: number })[] = [];
  let hooks: readonly GitHook[] = [];

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(message.url ?? '/', 'http://127.0.0.1');
    const request = toGitRequest(message, url);
    const answer = (status: number, body = '', headers: Readonly<Record<string, string>> = {}): void => {
      requests.push({ ...request, status });
      message.resume();
      response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(body);
    };
    let fault: GitFault | undefined;
    for (const hook of hooks) fault ??= await hook(request);
    if (fault === 'drop') {
      requests.push({ ...request, status: 0 });
      response.destroy();
      return;
    }
    if (typeof fault === 'object') return answer(fault.status, fault.body);
    const refusal = checkAuthorization(options.auth, message, url, request);
    if (refusal !== undefined) return answer(refusal.status, refusal.body, refusal.headers);
    const path = await findRepositoryPath(options.root, url.pathname);
    if (path === undefined) return answer(404, 'Repository not found.\n');
    const protocol = options.protocolV2 === false ? undefined : headerOf(message, 'git-protocol');
    const { root, auth } = options;
    const user = auth === undefined ? undefined : 'sandbox';
    const answered = await runBackend(message, { root, path, query: url.search.slice(1), user, config, protocol });
    requests.push({ ...request, status: answered.status });
    if (fault === 'lose-answer') response.destroy();
    else response.writeHead(answered.status, { ...answered.headers }).end(answered.body);
  };

  const server = createServer((message, response) => {
    serve(message, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    onRequest: (hook) => {
      hooks = [...hooks, hook];
      return () => {
        hooks = hooks.filter((other) => other !== hook);
      };
    },
    setPreReceive,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await rm(hooksDirectory, { recursive: true, force: true });
    },
  };
}

function toConfig(options: GitServerOptions, hooksDirectory: string): ReadonlyArray<readonly [string, string]> {
  return [
    ['http.receivepack', 'true'],
    ['core.hooksPath', hooksDirectory],
    // git buffers what a fetch asks for up to this size; the default of 10 MB is soon reached without a length.
    ['http.maxRequestBuffer', '200M'],
    ['uploadpack.allowFilter', String(options.allowFilter ?? true)],
    ['uploadpack.allowAnySHA1InWant', String(options.allowAnySha1InWant ?? true)],
    ...(options.hiddenRefs ?? []).map((prefix) => ['receive.hideRefs', prefix] as const),
    // Repositories may belong to another user than the one who serves them, as in a container.
    ['safe.directory', '*'],
  ];
}

function toGitRequest(message: IncomingMessage, url: URL): GitRequest {
  // `headers` keeps one of two Authorization headers; only the raw list has both.
  const names = message.rawHeaders.filter((_, index) => index % 2 === 0);
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    isPush: message.method === 'POST' && url.pathname.endsWith('/git-receive-pack'),
    authorizations: names.filter((name) => name.toLowerCase() === 'authorization').length,
  };
}

type AuthRefusal = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

function checkAuthorization(
  auth: GitServerOptions['auth'],
  message: IncomingMessage,
  url: URL,
  request: GitRequest,
): AuthRefusal | undefined {
  if (request.authorizations > 1) return { status: 400, body: 'Duplicate header: "Authorization"\n' };
  if (auth === undefined) return undefined;
  const access = auth[readToken(message.headers.authorization ?? '')];
  if (access === undefined) {
    const headers = { 'www-authenticate': 'Basic realm="GitHub"' };
    return { status: 401, body: 'Invalid username or token.\n', headers };
  }
  const writes = request.isPush || url.searchParams.get('service') === 'git-receive-pack';
  if (!writes || access === 'write') return undefined;
  return { status: 403, body: 'Write access to repository not granted.\n' };
}

function readToken(header: string): string {
  const [scheme = '', value = ''] = header.split(/\s+/, 2);
  if (scheme.toLowerCase() !== 'basic') return value;
  const pair = Buffer.from(value, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

/** The path under the name that the folder has: GitHub serves a repository with and without `.git`. */
async function findRepositoryPath(root: string, path: string): Promise<string | undefined> {
  const found = /^(\/.+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack|HEAD|objects\/.+)$/.exec(path);
  const [, name = '', rest = ''] = found ?? [];
  if (name === '' || normalize(name) !== name) return undefined;
  for (const folder of [`${name}.git`, name]) {
    const known = await stat(join(root, folder, 'HEAD')).catch(() => undefined);
    if (known !== undefined) return `${folder}/${rest}`;
  }
  return undefined;
}

function headerOf(message: IncomingMessage, name: string): string | undefined {
  const value = message.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
