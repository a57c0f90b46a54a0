import { ZendriftError } from '#errors.ts';
import type { Step } from '#render/init/init-result.ts';
import type { Base } from './find-base.ts';
import type { InitRun } from './init-run.ts';
import { toLeft } from './survey.ts';

export interface Signer {
  /** Line for the file of allowed signers; null = commits are not signed. */
  readonly line: string | null;
  readonly left: readonly Step[];
}

/** Makes the key that was asked for. A history without signatures would no longer count, so that is left to a person. */
export async function makeSigner({ options, workspace, makeKey }: InitRun, base: Base): Promise<Signer> {
  const file = options.newSigningKey;
  if (file === null) return { line: null, left: [] };
  if (base.config !== null || workspace.hasRecord) {
    const what = base.config === null ? 'there is a history' : `${base.config.path} exists`;
    const lines = [`--new-signing-key ${file} was not used: ${what}.`, 'See "Signed commits" in docs/operating.md.'];
    return { line: null, left: [{ title: 'Set up signed commits by hand', lines }] };
  }
  // A dry run makes no key.
  if (options.dryRun) return { line: '(the public key)', left: [] };
  try {
    return { line: await makeKey(file), left: [] };
  } catch (error) {
    if (!(error instanceof ZendriftError) || error.code === 'stopped') throw error;
    return { line: null, left: [toLeft('Make the signing key', error)] };
  }
}
