import { type Done, toTriagedCommand, warningsOf } from '#decisions/carry-out-all.ts';
import type { TriageRun } from '#decisions/triage-run.ts';
import type { ZendriftError } from '#errors.ts';
import type { Projected } from '#issues/project-issues.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';
import type { TriageResult } from '#render/triage/triage-result.ts';
import { renderTriageSummary } from '#render/triage/triage-summary.ts';
import { renderTriageText } from '#render/triage/triage-text.ts';
import { type CommandOutcome, type ExitCode, toExitCode, withError } from '../command.ts';

/** What the run did, for people and programs. */
export function toTriageOutcome(
  run: TriageRun,
  done: readonly Done[],
  { ledger }: LoadedLedger,
  projected: Projected | null,
  failures: readonly ZendriftError[],
): CommandOutcome {
  const result: TriageResult = {
    version: 1,
    account: run.config.account,
    dryRun: run.dryRun,
    commands: done.map(toTriagedCommand),
    issues: { opened: projected?.opened ?? [], updated: projected?.updated ?? [], closed: projected?.closed ?? [] },
    openEpisodes: ledger.state.episodes.size,
    headSha: ledger.tip.branch,
    stateSha: ledger.tip.state,
    warnings: [
      ...warningsOf(done),
      ...(projected?.warnings ?? []),
      ...failures.map(({ code, message, hint }) => ({ code, message: `${message} ${hint}` })),
    ],
  };
  const lines = renderTriageText(result);
  const codes: ExitCode[] = done.map(({ handled }) =>
    handled.type === 'left' && handled.failed ? (handled.fix ? 2 : 1) : 0,
  );
  return {
    exitCode: toExitCode([...codes, ...failures.map(({ exitCode }) => exitCode)]),
    lines,
    failures,
    json: withError(result, failures),
    summary: renderTriageSummary(result),
    outputs: {
      'issues-opened': String(result.issues.opened.length),
      'issues-updated': String(result.issues.updated.length + result.issues.closed.length),
      'head-sha': result.headSha ?? '',
    },
    annotations: done.flatMap(({ pending, handled }) =>
      handled.type === 'left' && handled.failed
        ? [
            {
              level: handled.fix ? 'error' : 'warning',
              title: `Comment on #${pending.issue.number} waits`,
              message: handled.why,
            } as const,
          ]
        : [],
    ),
  };
}
