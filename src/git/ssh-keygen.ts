import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZendriftError } from '#errors.ts';
import { renderReason } from './git-failure.ts';
import type { Git, GitResult } from './spawn-git.ts';

/** What runs a program: a repository's git, or as much of it as is known before there is one. */
export type Surroundings = Pick<Git, 'environment' | 'signal'>;

/**
 * Runs ssh-keygen; a non-zero exit code is a value. A process group of its own has no terminal, so a key with a passphrase
 * fails instead of asking. Throws `signing-unusable` where the program is missing.
 */
export async function runKeygen(
  { environment, signal }: Surroundings,
  args: readonly string[],
  input: Buffer | string = '',
): Promise<GitResult> {
  signal?.throwIfAborted();
  const child = spawn('ssh-keygen', args, {
    // Times of an allowed-signers file without a zone are local ones: here they mean UTC.
    env: { ...environment, SSH_ASKPASS_REQUIRE: 'never', TZ: 'UTC' },
    detached: true,
    windowsHide: true,
    stdio: 'pipe',
    ...(signal === undefined ? {} : { signal, killSignal: 'SIGKILL' as const }),
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = await new Promise<number | Error>((resolve) => {
    child.on('error', resolve);
    child.on('close', (code) => resolve(code ?? -1));
  });
  signal?.throwIfAborted();
  if (ended instanceof Error) {
    const missing = 'code' in ended && ended.code === 'ENOENT';
    const reason = missing ? 'the program ssh-keygen (of OpenSSH) is not installed' : ended.message;
    throw new ZendriftError('signing-unusable', { reason }, ended);
  }
  return { exitCode: ended, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/** A folder that only this user can look into, and that is gone afterwards, also after a failure. */
export async function withPrivateFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'zendrift-signing-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Writes the private key where ssh-keygen can read it. It refuses a key without final line feed, which secrets lose. */
export async function writeKey(folder: string, key: string): Promise<string> {
  const path = join(folder, 'key');
  await writeFile(path, `${key.replaceAll('\r\n', '\n').trim()}\n`, { mode: 0o600, flag: 'wx' });
  return path;
}

/** The armoured signature of a content, as `git commit -S` makes it. Throws `signing-unusable`. */
export async function sign(
  surroundings: Surroundings,
  keyPath: string,
  content: Buffer | string,
  namespace = 'git',
): Promise<string> {
  const { exitCode, stdout, stderr } = await runKeygen(
    surroundings,
    ['-Y', 'sign', '-n', namespace, '-f', keyPath],
    content,
  );
  if (exitCode === 0 && stdout.startsWith('-----BEGIN SSH SIGNATURE-----')) return stdout;
  const reason = `ZENDRIFT_SIGNING_KEY is no SSH private key without passphrase (${renderReason(stderr).replaceAll(keyPath, 'key')})`;
  throw new ZendriftError('signing-unusable', { reason });
}

/** The armoured signature of a text by a key that is not on disk. Its namespace says what it is for. */
export const signText = (surroundings: Surroundings, key: string, text: string, namespace: string): Promise<string> =>
  withPrivateFolder(async (folder) => sign(surroundings, await writeKey(folder, key), text, namespace));
