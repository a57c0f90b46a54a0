import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { kindOf, type ObjectKey } from '#core/object-key.ts';
import type { RecordedChange } from '#core/state/recorded-change.ts';
import type { UtcTime } from '#core/time.ts';
import { findKind } from '#kinds/registry.ts';
import { type Rule, type Window, weekdays } from './rule.ts';
import { toLocalTime } from './window.ts';

/** How often reviewers must have approved before a rule is proposed: twice may be chance. */
export const leastApprovals = 3;

/** Longer lists are no rule that a person would read. */
const mostObjects = 25;

/** A rule, and what speaks for it. */
export interface Suggestion {
  readonly rule: Rule;
  readonly actorName: string;
  readonly approvals: number;
  readonly changes: number;
  /** GitHub logins. */
  readonly reviewers: readonly string[];
  readonly first: UtcTime;
  readonly last: UtcTime;
}

/** Why no rule is proposed although reviewers approved changes. */
export interface Declined {
  readonly actor: string;
  readonly actorName: string;
  readonly kind: string;
  readonly approvals: number;
  readonly why: string;
}

export interface Suggested {
  readonly suggestions: readonly Suggestion[];
  readonly declined: readonly Declined[];
}

/** Changes of one kind by one person. */
interface Group {
  readonly actor: string;
  readonly actorName: string;
  readonly kind: string;
  readonly approved: readonly RecordedChange[];
  readonly refused: number;
}

/**
 * Rules that would have approved what reviewers approved anyway, and nothing else of what is recorded: one for each person
 * and kind, with exactly the objects, days and hours that were approved. Nothing is proposed for a person and kind of
 * which a reviewer rejected or reverted something. `changes` = those that no rule approves.
 */
export function suggestRules(changes: readonly RecordedChange[], timezone: string): Suggested {
  const suggestions: Suggestion[] = [];
  const declined: Declined[] = [];
  for (const group of groupByPerson(changes)) {
    const { actor, actorName, kind, approved } = group;
    if (approved.length === 0) continue;
    const approvals = countApprovals(approved);
    const why = reasonAgainst(group, approvals);
    if (why === null) suggestions.push(toSuggestion(group, approvals, timezone));
    else declined.push({ actor, actorName, kind, approvals, why });
  }
  return { suggestions: suggestions.sort((a, b) => b.approvals - a.approvals), declined };
}

function groupByPerson(changes: readonly RecordedChange[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const recorded of changes) {
    const { object, change, review } = recorded;
    const kind = kindOf(object);
    // What came and went between two runs is of a kind that nobody knows.
    if (!findKind(kind)) continue;
    const isRefused = review !== null && review.decision !== 'approved';
    // A change of several people says nothing about one of them, but a rejected one speaks against each.
    const people = new Map(change.entries.map((entry) => [entry.actorId, entry]));
    if (people.size !== 1 && !isRefused) continue;
    for (const [actor, { actorName }] of people) {
      const key = `${actor} ${kind}`;
      const known = groups.get(key) ?? { actor, actorName, kind, approved: [], refused: 0 };
      const isApproved = review?.decision === 'approved' && isLasting(recorded);
      const approved = isApproved ? [...known.approved, recorded] : known.approved;
      groups.set(key, { ...known, approved, refused: known.refused + (isRefused ? 1 : 0) });
    }
  }
  return [...groups.values()];
}

/** One comment may approve a hundred changes; that is one approval. */
const countApprovals = (approved: readonly RecordedChange[]): number =>
  new Set(approved.map(({ review }) => review?.comment)).size;

function reasonAgainst({ approved, refused }: Group, approvals: number): string | null {
  if (refused > 0) return `reviewers rejected or reverted ${refused} of this person's changes of this kind`;
  if (approvals < leastApprovals) return `fewer than ${leastApprovals} approvals`;
  return objectsOf(approved).length > mostObjects ? `they are about more than ${mostObjects} objects` : null;
}

/** What was created or deleted will not be again: only a rule that is broader than what was approved would match the next one. */
const isLasting = ({ change }: RecordedChange): boolean => change.entries.every(({ action }) => action === 'update');

const objectsOf = (approved: readonly RecordedChange[]): readonly ObjectKey[] => [
  ...new Set(approved.map(({ object }) => object)),
];

function toSuggestion({ actor, actorName, kind, approved }: Group, approvals: number, timezone: string): Suggestion {
  const entries = approved.flatMap(({ change }) => change.entries);
  const window = toWindow(entries, timezone);
  const times = approved.map(({ time }) => time).sort();
  return {
    rule: {
      name: `${kind} changes by ${actor}`,
      actors: [actor],
      kinds: [kind],
      objects: objectsOf(approved),
      actions: ['update'],
      ...(window === null ? {} : { window }),
      decide: 'approved',
    },
    ...{ actorName, approvals, changes: approved.length },
    reviewers: [...new Set(approved.flatMap(({ review }) => review?.by ?? []))].sort(),
    first: times[0] ?? '',
    last: times.at(-1) ?? '',
  };
}

/** The days and whole hours in which all entries are; null where that is all of the week. */
function toWindow(entries: readonly AuditEntry[], timezone: string): Window | null {
  const local = entries.flatMap(({ time }) => toLocalTime(time, timezone) ?? []);
  const days = weekdays.filter((day) => local.some((one) => one.day === day));
  const hours = local.map(({ minute }) => Math.floor(minute / 60));
  const [from, to] = [Math.min(...hours) * 60, (Math.max(...hours) + 1) * 60];
  const isAlways = days.length === weekdays.length && from === 0 && to === 1440;
  return local.length === 0 || isAlways ? null : { days, from, to, timezone };
}
