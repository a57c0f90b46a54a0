import type { Range } from '#core/range.ts';
import type { FirstSeen, OpenEpisode, ReportedChange, ReportResult } from '#render/report/report-result.ts';
import { countActivity, countDays, countKinds, countObjects, countPeople, countTotals } from './count.ts';
import { findUnexpected } from './find-unexpected.ts';
import { describeHours } from './off-hours.ts';
import type { ReportRun } from './report-run.ts';

interface Found {
  readonly head: string | null;
  readonly range: Range;
  /** In the order in which they are shown. */
  readonly changes: readonly ReportedChange[];
  readonly open: readonly OpenEpisode[];
  readonly firstSeen: readonly FirstSeen[];
}

/** What was found, counted. */
export function toReport(run: ReportRun, { head, range, changes, open, firstSeen }: Found): ReportResult {
  const { account, policy, settings } = run;
  const { timezone, around, input, filters } = settings;
  const isIn = ({ time, id }: FirstSeen): boolean =>
    time >= range.from && time <= range.to && (filters.actors.length === 0 || filters.actors.includes(id));
  return {
    version: 1,
    ...{ account, input, ...range, timezone },
    around: around?.time ?? null,
    filters: {
      actor: filters.actors,
      kind: filters.kinds,
      verdict: filters.verdicts,
      risk: filters.risks,
      object: filters.objects,
    },
    head,
    hours: describeHours(policy),
    totals: countTotals(changes, open.length),
    people: countPeople(changes),
    kinds: countKinds(changes),
    days: countDays(changes, timezone),
    activity: countActivity(changes, timezone),
    objects: countObjects(changes),
    deletions: changes
      .filter(({ change }) => change === 'deleted')
      .map(({ time, object, title, actor_name, actor_id, verdict, decision, commit }) => ({
        ...{ time, object, title, actor_name, actor_id, verdict, decision, commit },
      })),
    unexpected: findUnexpected(changes, run),
    firstSeen: firstSeen.filter(isIn).sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)),
    open,
    changes,
  };
}
