import { kindOf, type ObjectKey } from '#core/object-key.ts';
import type { Range } from '#core/range.ts';
import { pathOf } from '#core/state/history.ts';
import { titleIn } from '#ledger/titled-objects.ts';
import type { ReportResult } from '#render/report/report-result.ts';
import { describeChanges } from './describe-changes.ts';
import { type KnownChange, type KnownHistory, readChanges } from './read-changes.ts';
import type { HistoryRun } from './report-run.ts';
import { type Selectable, selectChanges } from './select-changes.ts';
import { toOpen } from './to-open.ts';
import { toReport } from './to-report.ts';
import { toReported } from './to-reported.ts';

/** The part of git history that lies in the range. */
export async function reportHistory(run: HistoryRun, range: Range): Promise<ReportResult> {
  const { filters, around } = run.settings;
  const history = await readChanges(run, range.from);
  const wanted = selectChanges(history.changes.map(toSelectable), range, filters, around !== null).map(
    ({ known }) => known,
  );
  const described = await describeChanges(run, history, wanted);
  const titleOf = await readOpenTitles(run, history);
  const changes = wanted.map((known) => {
    const { object } = known.facts;
    const issue = history.issues.get(object) ?? null;
    return toReported(known, described.get(known.commit) ?? { title: '', lines: [] }, issue, run);
  });
  const open = toOpen(history, run, { titleOf, subjectOf: (object) => history.subjects.get(object) ?? null });
  return toReport(run, { head: history.head, range, changes, open, firstSeen: history.firstSeen });
}

const toSelectable = (known: KnownChange): Selectable & { readonly known: KnownChange } => {
  const { object, entries, observed, verdict, risk } = known.facts;
  return {
    known,
    time: known.time,
    times: entries.length === 0 ? [observed] : entries.map(({ time }) => time),
    object,
    kind: kindOf(object),
    actorIds: entries.map(({ actorId }) => actorId),
    verdict: verdict.decision,
    risk: risk?.level ?? null,
  };
};

async function readOpenTitles(
  { account, repository }: HistoryRun,
  { open, recorded, deleted }: KnownHistory,
): Promise<(object: ObjectKey) => string> {
  const blobOf = (object: ObjectKey): string | null => {
    const path = pathOf(account, object);
    return path === null ? null : (recorded.get(path) ?? deleted.get(path) ?? null);
  };
  const texts = await repository.readBlobs([...new Set(open.flatMap(({ object }) => blobOf(object) ?? []))]);
  return (object) => titleIn(texts.get(blobOf(object) ?? '') ?? '');
}
