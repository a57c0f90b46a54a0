import { fieldsOfFingerprint, type Redaction, redactionFingerprint } from '#drift/redact.ts';
import type { State } from '#drift/state.ts';
import { redactingZendesk } from './redacting-zendesk.ts';
import type { TrackRun } from './run.ts';

/** The run with an account that is masked under some rules. */
export const underRules = (run: TrackRun, redaction: Redaction): TrackRun => ({
  ...run,
  zendesk: redactingZendesk(run.zendesk, redaction),
});

/**
 * The rules that history was written under: what is different under them is real drift, whatever the new rules mask. With
 * another key the old masks cannot be made again (`lost`): then only objects with entries are compared, and nothing is swept.
 */
export function underOldRules(
  run: TrackRun,
  { redaction }: State,
): { readonly run: TrackRun; readonly rules: 'same' | 'known' | 'lost' } {
  if (redaction === redactionFingerprint(run.redaction)) return { run: underRules(run, run.redaction), rules: 'same' };
  const fields = fieldsOfFingerprint(redaction, run.redaction);
  return fields === null
    ? { run: underRules(run, run.redaction), rules: 'lost' }
    : { run: underRules(run, { ...run.redaction, fields }), rules: 'known' };
}
