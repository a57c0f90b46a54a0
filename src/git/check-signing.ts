import { ZendriftError } from '#errors.ts';
import { isAllowed, type Signers } from './check-signatures.ts';
import { gitEnvironment } from './environment.ts';
import type { Signing } from './sign-commits.ts';
import { type Surroundings, sign, withPrivateFolder, writeKey } from './ssh-keygen.ts';

export interface SigningTrial {
  readonly signing: Signing | null;
  readonly signers: Signers | null;
  /** Address of the committer, as whom the key signs. */
  readonly principal: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

const trial = 'zendrift\n';

/**
 * Whether what a run commits would be signed, and would count. Looked at before anything is read: a history that its own
 * next run does not believe is worse than none. Throws `signing-unusable`.
 */
export async function checkSigning(given: SigningTrial): Promise<void> {
  const { signing, signers, principal, now } = given;
  const surroundings: Surroundings = { environment: gitEnvironment(given.environment), signal: given.signal };
  if (signing === null) {
    if (signers === null) return;
    const reason = '"allowed-signers" is set, but ZENDRIFT_SIGNING_KEY is not, so new commits would not count';
    throw new ZendriftError('signing-unusable', { reason });
  }
  const signature = await withPrivateFolder(async (folder) =>
    sign(surroundings, await writeKey(folder, signing.key), trial),
  );
  if (signers === null) return;
  if (await isAllowed(surroundings, signers, { content: trial, signature, principal, time: now })) return;
  const reason = `the key is not among the allowed signers for ${principal}, so new commits would not count`;
  throw new ZendriftError('signing-unusable', { reason });
}
