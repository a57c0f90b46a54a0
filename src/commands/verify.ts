import { ZendriftError } from '#errors.ts';
import type { Finding } from '#render/verify/finding.ts';
import { inLine, renderVerifySummary, renderVerifyText } from '#render/verify/verify-text.ts';
import type { Annotation, CommandOutcome } from './command.ts';
import { verifyHistory } from './verify/verify-history.ts';
import type { VerifyRun } from './verify/verify-run.ts';

/** `zendrift verify`: reads the whole history and says whether it still is what was written. Changes nothing. Throws `nothing-recorded`. */
export async function verify(run: VerifyRun): Promise<CommandOutcome> {
  const result = await verifyHistory(run);
  // A record that is gone altogether, state and all, must not look like one that is whole.
  if (result.sound && result.counts.own === 0) throw new ZendriftError('nothing-recorded', { account: run.account });
  return {
    exitCode: result.sound ? 0 : 3,
    lines: renderVerifyText(result),
    json: result,
    summary: renderVerifySummary(result),
    outputs: { 'head-sha': result.head ?? '' },
    annotations: [
      ...result.faults.map(toAnnotation('error', 'The history is damaged')),
      ...result.warnings.map(toAnnotation('warning', 'History')),
    ],
  };
}

const toAnnotation =
  (level: Annotation['level'], title: string) =>
  (finding: Finding): Annotation => ({ level, title, message: inLine(finding) });
