import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, makeFolder } from './support.ts';

/** ssh-keygen comes with OpenSSH (`apt-get install openssh-client`); without it these tests skip. */
export const hasKeygen = spawnSync('ssh-keygen', ['-?'], { stdio: 'ignore' }).error === undefined;

export interface TestKey {
  readonly secret: string;
  readonly path: string;
  /** A line of an allowed-signers file for the committer of the tests. */
  readonly allowed: string;
}

export const committerEmail = 'zendrift@users.noreply.github.com';

export function makeKey(type: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519', passphrase = ''): TestKey {
  const path = join(makeFolder(), 'key');
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', '', '-f', path], { env: { ...environment } });
  chmodSync(path, 0o600);
  const [kind = '', key = ''] = readFileSync(`${path}.pub`, 'utf8').split(' ');
  return {
    path,
    secret: readFileSync(path, 'utf8'),
    allowed: `${committerEmail} namespaces="git" ${kind} ${key.trim()}\n`,
  };
}
