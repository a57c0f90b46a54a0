import { spawn } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { cleanGitEnvironment } from '#sandbox/github/git/bare-repository.ts';

export type BackendRequest = {
  readonly root: string;
  /** Path below the root with the repository's real folder name: `/acme/config.git/info/refs`. */
  readonly path: string;
  readonly query: string;
  readonly user: string | undefined;
  readonly config: ReadonlyArray<readonly [string, string]>;
  readonly protocol: string | undefined;
};

export type BackendAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/**
 * Runs `git http-backend` on one request and returns its whole answer. The answer is held back on purpose: once this
 * resolves, a push is applied, and the caller may still lose what was said about it.
 */
export async function runBackend(message: IncomingMessage, request: BackendRequest): Promise<BackendAnswer> {
  const child = spawn('git', ['http-backend'], { env: toEnvironment(message, request) });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  // git may answer and close its input before a refused pack has arrived whole.
  child.stdin.on('error', () => undefined);
  message.pipe(child.stdin);
  message.once('close', () => child.stdin.end());
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const answer = parseCgi(Buffer.concat(output));
  if (answer !== undefined) return answer;
  const body = Buffer.from(`git http-backend ended with ${code}: ${Buffer.concat(errors).toString()}`);
  return { status: 500, headers: { 'content-type': 'text/plain' }, body };
}

/** CGI: header lines, an empty line, the body; the status is a header. */
function parseCgi(output: Buffer): BackendAnswer | undefined {
  const end = output.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const headers = output
    .subarray(0, end)
    .toString('latin1')
    .split('\r\n')
    .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const);
  const { status = '200', ...rest } = Object.fromEntries(headers);
  return { status: Number.parseInt(status, 10), headers: rest, body: output.subarray(end + 4) };
}

function toEnvironment(message: IncomingMessage, request: BackendRequest): Record<string, string> {
  const config = request.config.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key] as const,
    [`GIT_CONFIG_VALUE_${index}`, value] as const,
  ]);
  const optional: ReadonlyArray<readonly [string, string | undefined]> = [
    // Absent for a chunked body: git then reads to the end of its input.
    ['CONTENT_LENGTH', message.headers['content-length']],
    ['CONTENT_TYPE', message.headers['content-type']],
    ['HTTP_CONTENT_ENCODING', message.headers['content-encoding']],
    ['GIT_PROTOCOL', request.protocol],
    ['REMOTE_USER', request.user],
  ];
  const given = optional.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return {
    ...cleanGitEnvironment,
    ...Object.fromEntries(config),
    ...Object.fromEntries(given),
    GIT_CONFIG_COUNT: String(request.config.length),
    GIT_PROJECT_ROOT: request.root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: request.path,
    QUERY_STRING: request.query,
    REQUEST_METHOD: message.method ?? 'GET',
    REMOTE_ADDR: '127.0.0.1',
  };
}
