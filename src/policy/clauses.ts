import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { idOf, isOrder, type ObjectKey } from '#core/object-key.ts';
import type { FailedClause } from '#core/verdict.ts';
import { matchesGlob } from './glob.ts';
import { isInRange, parseIpRange } from './ip-range.ts';
import type { Rule } from './rule.ts';
import { isInWindow, renderLocalTime, renderWindow, toLocalTime } from './window.ts';

/** The part of a change that is the same for all its entries. */
export interface ChangedObject {
  readonly object: ObjectKey;
  readonly kind: string;
  /** Titles as stored; null where the object was not there. */
  readonly titleBefore: string | null;
  readonly titleAfter: string | null;
}

const longestText = 80;
const longestList = 5;

/** Clauses about the change that do not hold: kinds, objects, titles. Empty = all that are given hold. */
export function listChangeFailures(rule: Rule, facts: ChangedObject): readonly FailedClause[] {
  const failed: FailedClause[] = [];
  if (rule.kinds !== undefined && !rule.kinds.includes(facts.kind)) {
    failed.push({ rule: rule.name, clause: 'kinds', found: cut(facts.kind), wanted: list(rule.kinds) });
  }
  if (rule.objects !== undefined && !rule.objects.some((it) => it === facts.object || it === idOf(facts.object))) {
    failed.push({ rule: rule.name, clause: 'objects', found: cut(facts.object), wanted: list(rule.objects) });
  }
  if (rule.titles !== undefined) {
    const offending = findOffendingTitle(rule.titles, facts);
    if (offending !== null) {
      failed.push({ rule: rule.name, clause: 'titles', found: cut(offending), wanted: list(rule.titles) });
    }
  }
  return failed;
}

/** Clauses about one entry that do not hold: actors, actions, ips, window. Empty = all that are given hold. */
export function listEntryFailures(rule: Rule, entry: AuditEntry, accountTimezone: string): readonly FailedClause[] {
  const failed: FailedClause[] = [];
  if (rule.actors !== undefined && !rule.actors.includes(entry.actorId)) {
    failed.push({ rule: rule.name, clause: 'actors', found: cut(entry.actorId), wanted: list(rule.actors) });
  }
  if (rule.actions !== undefined && !rule.actions.includes(entry.action)) {
    failed.push({
      rule: rule.name,
      clause: 'actions',
      found: cut(entry.action) || 'unknown',
      wanted: list(rule.actions),
    });
  }
  if (rule.ips !== undefined && !rule.ips.some((text) => isInIps(text, entry.ip))) {
    // A verdict is stored and shown; the address is shown elsewhere, as `privacy.ip` allows it, and never here.
    const found = entry.ip === null ? 'none' : entry.ip === 'unknown' ? entry.ip : 'another address';
    failed.push({ rule: rule.name, clause: 'ips', found, wanted: list(rule.ips) });
  }
  if (rule.window !== undefined) {
    const timezone = rule.window.timezone ?? accountTimezone;
    const local = toLocalTime(entry.time, timezone);
    if (local === null || !isInWindow(rule.window, local)) {
      const found = local === null ? 'unknown' : renderLocalTime(local, timezone);
      failed.push({ rule: rule.name, clause: 'window', found, wanted: renderWindow(rule.window, timezone) });
    }
  }
  return failed;
}

function isInIps(text: string, address: string | null): boolean {
  const range = parseIpRange(text);
  return range !== null && isInRange(range, address);
}

/** A title that no glob matches, or `none` where there is no title to match: an order has none. */
function findOffendingTitle(
  globs: readonly string[],
  { object, titleBefore, titleAfter }: ChangedObject,
): string | null {
  const titles = isOrder(object) ? [] : [titleBefore, titleAfter].filter((title) => title !== null);
  if (titles.length === 0) return 'none';
  return titles.find((title) => !globs.some((glob) => matchesGlob(glob, title))) ?? null;
}

function cut(text: string): string {
  const characters = [...text.slice(0, 2 * (longestText + 1))];
  return characters.length > longestText ? `${characters.slice(0, longestText - 1).join('')}…` : text;
}

const list = (items: readonly string[]): string =>
  items.length > longestList
    ? `${items.slice(0, longestList).join(', ')} or ${items.length - longestList} more`
    : items.join(', ');
