import { compareText } from '#core/entry/audit-entry.ts';
import { kindOf } from '#core/object-key.ts';
import type { Range } from '#core/range.ts';
import type { Episode } from '#core/state/episode.ts';
import { secondsBetween } from '#core/time.ts';
import type { OpenEpisode, ReportedChange, ReportResult } from '#render/report/report-result.ts';
import { countKinds, countPeople } from './count.ts';
import { describeHours, isChangeOffHours } from './off-hours.ts';
import type { KnownChange, KnownHistory } from './read-changes.ts';
import type { ReportRun } from './report-run.ts';

type Words = Pick<ReportRun, 'account' | 'policy' | 'logins' | 'webUrl'>;

/** The part of history that lies in the range, counted. */
export function toReport(words: Words, history: KnownHistory, range: Range): ReportResult {
  const { account, policy } = words;
  const known = history.changes.filter(({ time }) => time >= range.from && time <= range.to);
  // Reversed first: of two changes of one second the later in history is the newer.
  const sorted = [...known].reverse().sort((a, b) => compareText(b.time, a.time));
  const changes = sorted.map((change) => toReported(change, words));
  const people = countPeople(changes);
  const delays = known.flatMap(({ time, facts, followed }) => {
    const decidedAt = facts.verdict.decision === 'unapproved' ? (followed?.decidedAt ?? null) : null;
    return decidedAt === null ? [] : [Math.max(0, secondsBetween(time, decidedAt))];
  });
  const open = toOpen(history, words);
  return {
    version: 1,
    account,
    ...range,
    timezone: policy.timezone,
    head: history.head,
    hours: describeHours(policy),
    totals: {
      changes: changes.length,
      people: people.filter(({ id }) => id !== null).length,
      unapproved: changes.filter(({ verdict }) => verdict === 'unapproved').length,
      withoutEntry: changes.filter((change) => change.people.length === 0).length,
      offHours: changes.filter(({ offHours }) => offHours === true).length,
      decided: delays.length,
      medianSecondsToDecision: median(delays),
      open: open.length,
    },
    people,
    kinds: countKinds(changes),
    open,
    changes,
  };
}

function toReported({ commit, subject, facts, time, followed }: KnownChange, words: Words): ReportedChange {
  const { entries, verdict } = facts;
  const isUnapproved = verdict.decision === 'unapproved';
  const people = entries.map(({ actorId, actorName, ip }) => ({
    id: actorId,
    name: actorName,
    login: words.logins.get(actorId) ?? null,
    ip,
  }));
  return {
    commit,
    url: toUrl(words, commit),
    time,
    object: facts.object,
    kind: kindOf(facts.object),
    what: subject,
    change: facts.change,
    people: [...new Map(people.map((person) => [`${person.id} ${person.ip}`, person])).values()],
    auditIds: entries.map(({ id }) => id),
    attribution: facts.attribution,
    offHours:
      entries.length === 0
        ? null
        : isChangeOffHours(
            words.policy,
            verdict,
            entries.map((entry) => entry.time),
          ),
    verdict: verdict.decision,
    reason: verdict.reason,
    rule: verdict.rule ?? null,
    risk: facts.risk?.level ?? null,
    outcome: isUnapproved ? (followed?.outcome ?? null) : null,
    decision: isUnapproved ? (followed?.decision ?? null) : null,
  };
}

function toOpen({ open, changes }: KnownHistory, words: Words): readonly OpenEpisode[] {
  const subjects = new Map(changes.map(({ commit, subject }) => [commit, subject]));
  const rows = open.flatMap((episode) => {
    const [first] = episode.changes;
    const last = episode.changes.at(-1);
    if (!first || !last) return [];
    return {
      object: episode.object,
      what: subjects.get(last.commit) ?? episode.object,
      since: first.entries[0]?.time ?? first.observed,
      commit: last.commit,
      url: toUrl(words, last.commit),
      people: peopleOf(episode),
      risk: riskOf(episode),
      rejectedBy: episode.rejected?.by ?? null,
    };
  });
  return rows.sort((a, b) => compareText(a.since, b.since));
}

const peopleOf = ({ changes }: Episode): readonly string[] => [
  ...new Map(changes.flatMap(({ entries }) => entries.map(({ actorId, actorName }) => [actorId, actorName]))).values(),
];

const riskOf = ({ changes }: Episode): string =>
  (['high', 'medium'] as const).find((level) => changes.some(({ risk }) => risk === level)) ?? 'low';

const toUrl = ({ webUrl }: Words, commit: string): string | null =>
  webUrl === null ? null : `${webUrl}/commit/${commit}`;

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const [low = 0, high = low] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}
