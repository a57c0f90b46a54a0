import { redactionFingerprint } from '#core/snapshot/redact.ts';
import { addSeconds, toUtcTime, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { bringForward } from '#ledger/bring-forward.ts';
import { type LoadedLedger, loadLedger } from '#ledger/load-ledger.ts';
import type { BackfillResult } from '#render/backfill/backfill-result.ts';
import { renderBackfillSummary, renderBackfillText } from '#render/backfill/backfill-text.ts';
import type { Warning } from '#warning.ts';
import type { BackfillRun } from './backfill/backfill-run.ts';
import { collectPast } from './backfill/collect-past.ts';
import { findStart, type Start } from './backfill/find-start.ts';
import { joinPast } from './backfill/join-past.ts';
import type { ToolContext } from './backfill/plan-tool-commits.ts';
import { openSpool, removeSpool, type Spool } from './backfill/spool.ts';
import type { SpoolTopic } from './backfill/spool-head.ts';
import { type Past, writePast } from './backfill/write-past.ts';
import type { CommandOutcome } from './command.ts';

/**
 * `zendrift backfill`: collect what Zendesk remembers from before the baseline, make commits of it, and join them to the record
 * with one merge that changes nothing.
 */
export async function backfill(run: BackfillRun): Promise<CommandOutcome> {
  const { zendesk, progress } = run;
  progress.stage('Checking credentials');
  await zendesk.readUser();
  progress.stage('Reading history');
  const loaded = await loadLedger(run, zendesk.serverTime());
  const head = loaded.ledger.tip.branch ?? '';
  const { start, joined } = await findStart(run, head, doubtedIn(loaded));
  if (joined?.facts.type === 'backfill') {
    const { from, commits } = joined.facts;
    const merge = joined.record.id;
    if (!run.dryRun) await removeSpool(run);
    return toOutcome(
      toResult(run, start, from, { outcome: 'present', merge, tip: joined.record.parents[1] ?? null, commits }),
    );
  }
  const spool = await openSpool(run, toTopic(run, start), fromOf(run, start));
  if (spool.continued) progress.detail(`Continuing with ${spool.files.size} saved files of an earlier run`);
  await collectPast(run, spool, start);
  const { from, entries } = spool.head();
  const tool: ToolContext = {
    committer: run.config.committer,
    now: toUtcTime(run.clock.now()),
    facts: { account: run.config.account, baseline: start.commit, from, until: start.time, entries },
  };
  progress.stage('Writing the history from before the baseline');
  const past = await writePast(run, spool, { start, tool, head });
  return toOutcome(await finish(run, { loaded, spool, start, tool, past }));
}

const doubtedIn = ({ reading }: LoadedLedger): ReadonlySet<string> =>
  new Set(reading.state.doubted.map(({ commit }) => commit));

const toTopic = ({ settings, redaction, privacy }: BackfillRun, start: Start): SpoolTopic => ({
  ...{ baseline: start.commit, until: start.time, fromText: settings.fromText, entries: settings.entries },
  rules: `${redactionFingerprint(redaction)} ip:${privacy.ip}`,
});

/** Throws where it asks for nothing. */
function fromOf({ settings: { from, fromText }, zendesk }: BackfillRun, { time }: Start): UtcTime | null {
  if (from === null) return null;
  const start = from.type === 'time' ? from.time : addSeconds(zendesk.serverTime(), -from.seconds);
  if (start >= time) throw new ZendriftError('backfill-from', { from: fromText ?? start, until: time });
  return start;
}

interface Made {
  readonly loaded: LoadedLedger;
  readonly spool: Spool;
  readonly start: Start;
  readonly tool: ToolContext;
  readonly past: Past;
}

async function finish(run: BackfillRun, { loaded, spool, start, tool, past }: Made): Promise<BackfillResult> {
  const { problems, unreadable, from } = spool.head();
  const { counts, commits, tip } = past;
  const found = {
    ...{ commits, revisions: counts.states, matched: counts.matched, entries: counts.entries },
    unreadable: unreadable + counts.gaps,
    incomplete: Object.entries(problems).map(([object, reason]) => ({ object, reason })),
  };
  if (run.dryRun) return toResult(run, start, from, { ...found, outcome: tip === null ? 'nothing' : 'planned' });
  if (tip === null) {
    await spool.remove();
    return toResult(run, start, from, { ...found, outcome: 'nothing' });
  }
  run.progress.stage('Pushing');
  const { merge, head } = await joinPast(run, loaded, { tool, tip, commits });
  await spool.remove();
  const warnings: readonly Warning[] = await bringForward(run, loaded.ledger.tip.branch, head);
  return toResult(run, start, from, { ...found, outcome: 'joined', merge, tip, warnings });
}

const toResult = (
  { config, dryRun }: BackfillRun,
  start: Start,
  from: UtcTime | null,
  parts: Pick<BackfillResult, 'outcome'> & Partial<BackfillResult>,
): BackfillResult => ({
  ...{ version: 1, account: config.account, dryRun, baseline: start.commit, from, until: start.time },
  ...{ tip: null, merge: null, commits: 0, revisions: 0, matched: 0, entries: 0, unreadable: 0 },
  ...{ incomplete: [], warnings: [] },
  ...parts,
});

const toOutcome = (result: BackfillResult): CommandOutcome => ({
  exitCode: 0,
  lines: renderBackfillText(result),
  json: result,
  summary: renderBackfillSummary(result),
  outputs: result.outcome === 'joined' && result.merge !== null ? { 'head-sha': result.merge } : {},
  annotations: [],
});
