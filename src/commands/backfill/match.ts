import { secondsBetween, type UtcTime } from '#core/time.ts';
import type { KeptEntry, KeptRevision } from './spool-files.ts';

/** An entry and its revision are written by one edit, seconds apart at most. */
export const skewSeconds = 5;

/** One edit of the past: as a revision shows it, as the log has it, or both. */
export type PastEdit =
  | { readonly revision: KeptRevision; readonly entry: KeptEntry | null }
  | { readonly revision: null; readonly entry: KeptEntry };

export interface Matcher {
  /** Takes revisions and entries in order of time; gives back the edits that nothing later can belong to. */
  add(item: PastEdit): readonly PastEdit[];
  end(): readonly PastEdit[];
}

interface Held {
  readonly time: UtcTime;
  readonly revision: KeptRevision | null;
  entry: KeptEntry | null;
  /** Its entry belongs to a revision that came later. */
  isTaken: boolean;
}

/**
 * Finds the entry of each revision: the same object, the same author, at most some seconds apart, each used once. The first
 * revision without an entry gets the first entry without a revision, so that no pair is lost to another. An edit has its place
 * at the time of its revision: states must follow each other as Zendesk had them, whatever the log says seconds later.
 */
export function openMatcher(): Matcher {
  let held: Held[] = [];
  // What still looks for its other half, by object and author, oldest first.
  const revisions = new Map<string, Held[]>();
  const entries = new Map<string, Held[]>();

  const isOver = (one: Held, now: UtcTime): boolean => secondsBetween(one.time, now) > skewSeconds;
  const take = (from: Map<string, Held[]>, key: string): Held | undefined => {
    const all = from.get(key);
    const first = all?.shift();
    if (all?.length === 0) from.delete(key);
    return first;
  };
  const put = (into: Map<string, Held[]>, key: string, one: Held): void => {
    const all = into.get(key);
    if (all) all.push(one);
    else into.set(key, [one]);
  };

  function release(count: number): readonly PastEdit[] {
    if (count === 0) return [];
    const out = held.slice(0, count);
    held = held.slice(count);
    for (const one of out) {
      if (one.isTaken) continue;
      // Whatever still looks for it does so no longer.
      if (one.revision !== null && one.entry === null) take(revisions, keyOfRevision(one.revision));
      if (one.revision === null && one.entry !== null && canMatch(one.entry)) take(entries, keyOfEntry(one.entry));
    }
    return out.flatMap(({ revision, entry, isTaken }): readonly PastEdit[] =>
      isTaken ? [] : revision !== null ? [{ revision, entry }] : entry === null ? [] : [{ revision, entry }],
    );
  }

  function hold({ revision, entry }: PastEdit): void {
    if (revision !== null) {
      const one: Held = { time: revision.time, revision, entry, isTaken: false };
      const other = entry === null ? take(entries, keyOfRevision(revision)) : undefined;
      if (other) {
        one.entry = other.entry;
        other.isTaken = true;
      } else if (entry === null) put(revisions, keyOfRevision(revision), one);
      held.push(one);
      return;
    }
    const waiting = canMatch(entry) ? take(revisions, keyOfEntry(entry)) : undefined;
    if (waiting) {
      waiting.entry = entry;
      return;
    }
    const one: Held = { time: entry.time, revision, entry, isTaken: false };
    if (canMatch(entry)) put(entries, keyOfEntry(entry), one);
    held.push(one);
  }

  return {
    add(item) {
      const now = (item.revision ?? item.entry).time;
      const count = held.findIndex((one) => !isOver(one, now));
      const out = release(count < 0 ? held.length : count);
      hold(item);
      return out;
    },
    end: () => release(held.length),
  };
}

/** A deletion leaves no revision. */
const canMatch = ({ action }: KeptEntry): boolean => action === 'create' || action === 'update';

const keyOfRevision = ({ trigger, authorId }: KeptRevision): string => `trigger/${trigger} ${authorId ?? ''}`;
const keyOfEntry = ({ object, actorId }: KeptEntry): string => `${object} ${actorId}`;
