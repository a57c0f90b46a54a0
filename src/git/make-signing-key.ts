import { access, readFile, rm } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { ZendriftError } from '#errors.ts';
import { gitEnvironment } from './environment.ts';
import { renderReason } from './git-failure.ts';
import { runKeygen } from './ssh-keygen.ts';

export interface NewKey {
  /** Where the private key goes: a file that is not there yet. */
  readonly file: string;
  /** Folder that git tracks, where a key could be committed by mistake; null = a bare clone. */
  readonly worktree: string | null;
  /** Address as whom the key signs. */
  readonly principal: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Makes a key that signs commits. Returns its line for a file of allowed signers. Throws `signing-unusable`. */
export async function makeSigningKey({ file, worktree, principal, environment, signal }: NewKey): Promise<string> {
  const unusable = (reason: string): ZendriftError => new ZendriftError('signing-unusable', { reason });
  const path = resolve(file);
  if (worktree !== null && !/^\.\.(?:[\\/]|$)/.test(relative(resolve(worktree), path)))
    throw unusable(`${file} is in the clone, where the private key could be committed: name a file outside it`);
  if (await isThere(path)) throw unusable(`${file} exists already: name a file that does not`);
  const surroundings = { environment: gitEnvironment(environment), signal };
  const words = ['-q', '-t', 'ed25519', '-N', '', '-C', 'zendrift', '-f', path];
  const { exitCode, stderr } = await runKeygen(surroundings, words);
  if (exitCode !== 0) throw unusable(`ssh-keygen could not write ${file} (${renderReason(stderr)})`);
  const [type = '', key = ''] = (await readFile(`${path}.pub`, 'utf8')).split(' ');
  await rm(`${path}.pub`);
  return `${principal} namespaces="git" ${type} ${key}`;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
