import { isGitHubFailure, ZendriftError } from '#errors.ts';
import type { Hub } from '#issues/read-hub.ts';
import { type Findings, noFindings } from '#issues/trust-alerts.ts';
import { openWriter } from '#issues/write-issue.ts';
import { type LoadedLedger, loadLedger } from '#ledger/load-ledger.ts';
import type { LedgerReading } from '#ledger/read-ledger.ts';
import type { Issues, Zendesk } from '#ports.ts';
import type { TriagedCommand } from '#render/triage/triage-result.ts';
import { type Warning, warning } from '#warning.ts';
import { carryOutAll, type Done, listOwnCommands, toTriagedCommand, turnDown, warningsOf } from './carry-out-all.ts';
import type { TriageRun, TriageStart } from './triage-run.ts';

/** What a command that is not `triage` brings along; the account gives the time. */
export type TakingRun = Omit<TriageStart, 'issues' | 'commands' | 'writeBack' | 'event' | 'zendesk'> & {
  readonly issues: Issues | null;
  readonly zendesk: Pick<Zendesk, 'serverTime' | 'url'>;
};

export interface Taken {
  readonly commands: readonly TriagedCommand[];
  /** What was found when history was read for them. */
  readonly findings: Findings;
  /** Comments that this run was the first to decide by. */
  readonly own: ReadonlySet<string>;
  /** The record is not the one that the run began with any more. */
  readonly isMoved: boolean;
  /** Why commands wait for a later run. */
  readonly failure: ZendriftError | null;
}

const nothingTaken: Taken = { commands: [], findings: noFindings, own: new Set(), isMoved: false, failure: null };

/**
 * What `track` does of triage, before anything else: a comment that no run was started for is not forgotten. Reverts are left
 * to `triage`. GitHub being away keeps nothing from being recorded.
 */
export async function takeCommands(run: TakingRun, hub: Hub | null, { source }: LedgerReading): Promise<Taken> {
  if (hub === null || run.dryRun || source === 'none') return nothingTaken;
  const writer = openWriter(hub.issues);
  const work = { commands: 'decide', writeBack: { type: 'elsewhere' }, event: null } as const;
  const triage: TriageRun = { ...run, ...work, issues: hub.issues, hub, writer };
  let findings = noFindings;
  try {
    const { pending, outsiders } = await listOwnCommands(triage);
    await turnDown(triage, outsiders);
    if (pending.length === 0) return nothingTaken;
    run.progress.stage("Running reviewers' commands");
    const start = await loadLedger(run, run.zendesk.serverTime());
    findings = start.reading;
    const { done } = await carryOutAll(triage, start, pending);
    const troubles = [...writer.problems.values()].map((message) => warning('issue-waits', message));
    for (const one of [...warningsOf(done), ...waitingOf(done), ...troubles]) run.progress.warn(one);
    return { commands: done.map(toTriagedCommand), findings, own: listNew(start, done), isMoved: true, failure: null };
  } catch (error) {
    if (error instanceof ZendriftError && error.code === 'nothing-recorded') return nothingTaken;
    if (!isGitHubFailure(error)) throw error;
    return { ...nothingTaken, findings, isMoved: true, failure: error };
  }
}

function listNew({ ledger }: LoadedLedger, done: readonly Done[]): ReadonlySet<string> {
  const before = new Set(ledger.state.decisions.map(({ comment }) => comment));
  const decided = done.filter(({ handled }) => handled.type === 'decided').map(({ pending }) => pending.comment.id);
  return new Set(decided.filter((id) => !before.has(id)));
}

const waitingOf = (done: readonly Done[]): readonly Warning[] =>
  done.flatMap(({ pending, handled }) =>
    handled.type === 'left' && handled.failed
      ? [warning('command-waits', `Comment on #${pending.issue.number} waits: ${handled.why}`)]
      : [],
  );
