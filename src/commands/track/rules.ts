import { namedFields, type Redaction, redactionFingerprint } from '#drift/redact.ts';
import { adoptingZendesk } from './adopting-zendesk.ts';
import type { Position } from './publish.ts';
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
export function underOldRules(
  run: TrackRun,
  { state, files }: Position,
): { readonly run: TrackRun; readonly rules: 'same' | 'other' } {
  if (state.redaction === redactionFingerprint(run.redaction)) {
    return { run: underRules(run, run.redaction), rules: 'same' };
  }
  const redaction = { ...run.redaction, fields: namedFields(state.redaction) };
  const masked = redactingZendesk(run.zendesk, redaction);
  const zendesk = adoptingZendesk(masked, redaction, run.config.account, files);
  return { run: { ...run, zendesk, sweep: true }, rules: 'other' };
}
