import { holdsMask, isOtherKeyAlone, namedFields, type Redaction, redactionFingerprint } from '#drift/redact.ts';
import { adoptingZendesk } from './adopting-zendesk.ts';
import type { Position } from './publish.ts';
import type { RecordedFiles } from './recorded-files.ts';
import { redactingZendesk } from './redacting-zendesk.ts';
import type { TrackRun } from './run.ts';

/** The run with an account that is masked under some rules. */
export const underRules = (run: TrackRun, redaction: Redaction): TrackRun => ({
  ...run,
  zendesk: redactingZendesk(run.zendesk, redaction),
});

/**
 * The rules that history was written under: what is different under them is real drift, whatever the new rules mask. Masks
 * of another key cannot be made again, so they count as unchanged. What a listing shows counts too, since the baseline that
 * follows would hide it.
 */
export async function underOldRules(
  run: TrackRun,
  { state, files }: Position,
): Promise<{ readonly run: TrackRun; readonly rules: 'same' | 'other' }> {
  const now = redactionFingerprint(run.redaction);
  // A token that is made for each run is another key each time: without a mask there is nothing that it made.
  const isSame = isOtherKeyAlone(state.redaction, now) && !(await isMasked(files));
  if (state.redaction === now || isSame) {
    return { run: underRules(run, run.redaction), rules: 'same' };
  }
  const redaction = { ...run.redaction, fields: namedFields(state.redaction) };
  const masked = redactingZendesk(run.zendesk, redaction);
  const zendesk = adoptingZendesk(masked, redaction, run.config.account, files);
  return { run: { ...run, zendesk, sweep: true }, rules: 'other' };
}

async function isMasked(files: RecordedFiles): Promise<boolean> {
  const paths = [...files.blobs.keys()].filter((path) => path.endsWith('.json'));
  await files.load(paths);
  return paths.some((path) => holdsMask(files.textOf(path) ?? ''));
}
