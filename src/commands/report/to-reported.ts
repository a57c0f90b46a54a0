import { idsOf } from '#core/entry/audit-entry.ts';
import { idOf, isOrder, kindOf, type ObjectKey } from '#core/object-key.ts';
import { secondsBetween } from '#core/time.ts';
import { findKind } from '#kinds/registry.ts';
import type { ReportedChange } from '#render/report/report-result.ts';
import { oneLineText } from '#render/words-text.ts';
import type { Described } from './describe-changes.ts';
import { isChangeOffHours } from './off-hours.ts';
import type { KnownChange } from './read-changes.ts';
import type { ReportRun } from './report-run.ts';

export type Words = Pick<ReportRun, 'account' | 'policy' | 'logins' | 'webUrl' | 'adminUrl'>;

type Person = ReportedChange['people'][number];

/** A change of history as a row. `issue` = of its episode, where that is open. */
export function toReported(
  { commit, subject, facts, time, followed }: KnownChange,
  { title, lines }: Described,
  issue: number | null,
  words: Words,
): ReportedChange {
  const { object, entries, verdict } = facts;
  const isUnapproved = verdict.decision === 'unapproved';
  const became = isUnapproved ? followed : null;
  const { decision = null, decidedAt = null } = became ?? {};
  const people = entries.map(({ actorId, actorName, ip }) => ({
    ...{ id: actorId, name: actorName, login: words.logins.get(actorId) ?? null, ip },
  }));
  const times = entries.map((entry) => entry.time);
  const isOpen = became?.outcome === 'open' || became?.outcome === 'rejected';
  return {
    ...{ time, object, kind: kindOf(object), title, change: facts.change },
    ...toPersonColumns(people),
    ...{
      verdict: verdict.decision,
      reason: verdict.reason,
      rule: verdict.rule ?? null,
      risk: facts.risk?.level ?? null,
    },
    decision: decision?.facts.decision ?? null,
    decided_by: decision?.facts.by ?? null,
    decided_at: decision?.at ?? null,
    commit,
    issue: decision === null ? (isOpen ? issue : null) : toIssue(decision.facts.issue),
    words: lines.length === 0 ? subject : oneLineText(lines),
    what: subject,
    url: toUrl(words, commit),
    adminUrl: toAdminUrl(words, object),
    lines,
    people: eachOnce(people),
    auditIds: idsOf(entries),
    attribution: facts.attribution,
    riskCodes: facts.risk?.codes ?? [],
    offHours: entries.length === 0 ? null : isChangeOffHours(words.policy, verdict, times),
    outcome: became?.outcome ?? null,
    decisionReason: decision?.facts.reason ?? null,
    secondsToDecision: decidedAt === null ? null : Math.max(0, secondsBetween(time, decidedAt)),
    fourEyes: decision === null ? null : decision.facts.fourEyes === 'yes',
  };
}

/** `0` = decided in no issue. */
const toIssue = (text: string): number | null => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);

const eachOnce = (people: readonly Person[]): readonly Person[] => [
  ...new Map(people.map((person) => [`${person.id} ${person.ip}`, person])).values(),
];

/** Several people stand in one cell, in the order of their first entries, each once and under the newest name. */
export function toPersonColumns(people: readonly Person[]): Pick<ReportedChange, 'actor_name' | 'actor_id' | 'ip'> {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const ips = [...new Set(people.flatMap(({ ip }) => ip ?? []))];
  return {
    actor_name: names.size === 0 ? null : [...names.values()].join('; '),
    actor_id: names.size === 0 ? null : [...names.keys()].join('; '),
    ip: ips.length === 0 ? null : ips.join('; '),
  };
}

export const toUrl = ({ webUrl }: Pick<Words, 'webUrl'>, commit: string): string | null =>
  webUrl === null ? null : `${webUrl}/commit/${commit}`;

function toAdminUrl({ adminUrl }: Words, object: ObjectKey): string | null {
  const kind = findKind(kindOf(object));
  return kind === undefined || isOrder(object) ? null : `${adminUrl}${kind.adminPath(idOf(object))}`;
}
