import {
  holdsMask,
  isOtherKeyAlone,
  namedFields,
  type Redaction,
  redactionFingerprint,
  versionOfFingerprint,
} from '#core/snapshot/redact.ts';
import { snapshotFormat } from '#core/state/state.ts';
import type { Ledger } from '#ledger/publish.ts';
import type { RecordedFiles } from '#ledger/recorded-files.ts';
import { redactingZendesk } from '#ledger/redacting-zendesk.ts';
import { type Warning, warning } from '#warning.ts';
import { adoptingZendesk } from './adopting-zendesk.ts';
import type { TrackRun } from './track-run.ts';

/** The run with an account that is masked under some rules. */
export const underRules = (run: TrackRun, redaction: Redaction): TrackRun => ({
  ...run,
  zendesk: redactingZendesk(run.zendesk, redaction),
});

export interface OldRules {
  readonly run: TrackRun;
  readonly rules: 'same' | 'other';
  readonly warnings: readonly Warning[];
}

const otherKeyWarning =
  'Secrets are masked with a different key than before, so this run cannot detect a changed secret. Set ZENDRIFT_HASH_KEY to keep the key.';

/**
 * The rules that history was written under: what is different under them is real drift, whatever the new rules mask. Masks
 * of another key cannot be made again, so they count as unchanged. What a listing shows counts too, since the baseline that
 * follows would hide it.
 */
export async function underOldRules(run: TrackRun, { state, files }: Ledger): Promise<OldRules> {
  const now = redactionFingerprint(run.redaction);
  const isOtherKey = isOtherKeyAlone(state.redaction, now);
  // Without a mask there is nothing that a key has made.
  const isSameFormat = state.snapshotFormat === snapshotFormat;
  if (isSameFormat && (state.redaction === now || (isOtherKey && !(await isMasked(files))))) {
    return { run: underRules(run, run.redaction), rules: 'same', warnings: [] };
  }
  const redaction = state.redaction === now ? run.redaction : formerRedaction(run.redaction, state.redaction);
  const masked = redactingZendesk(run.zendesk, redaction);
  const zendesk = adoptingZendesk(masked, redaction, run.config.account, files);
  const warnings = isOtherKey ? [warning('redaction-key-changed', otherKeyWarning)] : [];
  // A token that is minted for each run would make a baseline each time.
  if (isSameFormat && isOtherKey && run.redaction.keyMayChange === true)
    return { run: { ...run, zendesk }, rules: 'same', warnings };
  return { run: { ...run, zendesk, sweep: true }, rules: 'other', warnings };
}

function formerRedaction(today: Redaction, fingerprint: string): Redaction {
  const version = versionOfFingerprint(fingerprint);
  return { ...today, fields: namedFields(fingerprint), ...(version === undefined ? {} : { version }) };
}

async function isMasked(files: RecordedFiles): Promise<boolean> {
  const paths = [...files.blobs.keys()].filter((path) => path.endsWith('.json'));
  await files.load(paths);
  return paths.some((path) => holdsMask(files.textOf(path) ?? ''));
}
