import { reasonOf, ZendriftError } from '#errors.ts';
import { renderDoctorSummary, renderDoctorText } from '#render/doctor/doctor-text.ts';
import { type Annotation, type CommandOutcome, toExitCode } from './command.ts';
import type { Check, CheckResult } from './doctor/check.ts';
import { checks } from './doctor/checks.ts';
import type { DoctorRun } from './doctor/doctor-run.ts';
import { readTrustFacts } from './doctor/trust-facts.ts';
import { decideTrust } from './doctor/trust-level.ts';

/**
 * `zendrift doctor`: every check runs, whatever the others found; what builds on a failed one is skipped. The trust level comes
 * last, and is no fault: it says what the set-up withstands.
 */
export async function doctor(run: DoctorRun): Promise<CommandOutcome> {
  const results: CheckResult[] = [];
  run.progress.stage('Examining settings, account, clone and repository');
  for (const check of checks) {
    run.progress.detail(`Checking: ${check.title}`);
    results.push(await examine(run, check, results));
  }
  run.progress.detail('Looking at what protects the record');
  const trust = decideTrust(
    await readTrustFacts(
      run,
      results.some((one) => one.id === 'github' && one.status === 'ok'),
    ),
  );
  return {
    exitCode: toExitCode(results.map(({ exitCode }) => exitCode)),
    lines: renderDoctorText(results, trust),
    json: { version: 1, checks: results, trust },
    summary: renderDoctorSummary(results, trust),
    outputs: {},
    annotations: results.flatMap(toAnnotation),
  };
}

async function examine(run: DoctorRun, check: Check, before: readonly CheckResult[]): Promise<CheckResult> {
  const { id, title } = check;
  const lacking = before.filter((one) => check.needs.includes(one.id) && !isSound(one));
  if (lacking.length > 0) {
    const finding = `needs: ${lacking.map((one) => one.title).join(', ')}`;
    return { id, title, status: 'skipped', finding, hint: null, exitCode: 0 };
  }
  try {
    const found = await check.look(run);
    const hint = 'hint' in found ? found.hint : null;
    return { id, title, status: found.status, finding: found.text, hint, exitCode: found.status === 'fault' ? 2 : 0 };
  } catch (error) {
    if (error instanceof ZendriftError && error.code === 'stopped') throw error;
    return { id, title, status: 'fault', ...toFault(error) };
  }
}

const isSound = ({ status }: CheckResult): boolean => status === 'ok' || status === 'warning';

function toFault(error: unknown): Pick<CheckResult, 'finding' | 'hint' | 'exitCode'> {
  const known =
    error instanceof ZendriftError ? error : new ZendriftError('unexpected', { reason: reasonOf(error) }, error);
  return { finding: known.message, hint: known.hint, exitCode: known.exitCode === 1 ? 1 : 2 };
}

const toAnnotation = ({ title, status, finding, hint }: CheckResult): readonly Annotation[] =>
  status === 'fault' || status === 'warning'
    ? [
        {
          level: status === 'fault' ? 'error' : 'warning',
          title,
          message: finding,
          ...(hint === null ? {} : { hint }),
        },
      ]
    : [];
