import { isList, isObject, type Json, type JsonObject, objectsIn, sameJson } from './json.ts';
import type { Rule } from './rule.ts';

/** A trigger's earlier state: no position, category or raw title (Triggers, "Trigger revisions"). */
export type Revision = {
  readonly id: number;
  readonly author_id: number;
  readonly created_at: string;
  readonly snapshot: JsonObject;
};

export type RevisionStore = {
  /** Keeps a revision if the snapshot differs from the newest one; moving a trigger alone makes none. */
  readonly add: (trigger: Rule, id: number, authorId: number, at: string) => void;
  /** Newest first: by time, then by id. */
  readonly list: (triggerId: number) => readonly Revision[];
  readonly forget: (triggerId: number) => void;
  /** What the listing sends of a trigger's revisions from now on: doubled, in any order, with any damage. */
  readonly distort: (triggerId: number, change: (held: readonly Revision[]) => readonly JsonObject[]) => void;
  /** The listing as it is sent. */
  readonly sent: (triggerId: number) => readonly JsonObject[];
};

export function openRevisionStore(): RevisionStore {
  const revisions = new Map<number, readonly Revision[]>();
  const list = (triggerId: number) => revisions.get(triggerId) ?? [];
  const distortions = new Map<number, (held: readonly Revision[]) => readonly JsonObject[]>();
  return {
    add: (trigger, id, authorId, at) => {
      const snapshot = toSnapshot(trigger);
      const held = list(trigger.id);
      if (held[0] !== undefined && sameJson(held[0].snapshot, snapshot)) return;
      const all = [{ id, author_id: authorId, created_at: at, snapshot }, ...held];
      revisions.set(
        trigger.id,
        all.sort((left, right) => right.created_at.localeCompare(left.created_at) || right.id - left.id),
      );
    },
    list,
    distort: (triggerId, change) => void distortions.set(triggerId, change),
    sent: (triggerId) => distortions.get(triggerId)?.(list(triggerId)) ?? list(triggerId),
    forget: (triggerId) => {
      revisions.delete(triggerId);
    },
  };
}

function toSnapshot(trigger: Rule): JsonObject {
  return {
    title: trigger.title,
    description: trigger['description'] ?? null,
    active: trigger.active,
    actions: trigger['actions'] ?? [],
    conditions: trigger['conditions'] ?? {},
  };
}

/** What changed from the older revision to the newer one; the first revision has nothing older (`source_id` 0). */
export function toDiff(newer: Revision, older: Revision | undefined): JsonObject {
  const was = older?.snapshot ?? {};
  const is = newer.snapshot;
  const conditions = {
    all: toPartsDiff(partOf(was['conditions'], 'all'), partOf(is['conditions'], 'all'), conditionKeys),
    any: toPartsDiff(partOf(was['conditions'], 'any'), partOf(is['conditions'], 'any'), conditionKeys),
  };
  return {
    source_id: older?.id ?? 0,
    target_id: newer.id,
    title: toChanges(was['title'], is['title']),
    description: toChanges(was['description'], is['description']),
    active: toChanges(was['active'], is['active']),
    actions: toPartsDiff(was['actions'], is['actions'], ['field', 'value']),
    conditions: sameJson(was['conditions'] ?? {}, is['conditions'] ?? {}) ? {} : conditions,
  };
}

const conditionKeys = ['field', 'operator', 'value'];

function partOf(conditions: Json | undefined, part: string): Json {
  return (isObject(conditions) ? conditions[part] : undefined) ?? [];
}

function toChanges(was: Json | undefined, is: Json | undefined): readonly JsonObject[] {
  if (sameJson(was ?? null, is ?? null)) return [];
  return [...(was === undefined ? [] : [toChange('-', was)]), toChange('+', is)];
}

/** The schema has no null content; an empty description stands as the empty text. */
function toChange(change: '-' | '+' | '=', content: Json | undefined): JsonObject {
  return { change, content: content ?? '' };
}

/** Actions or conditions side by side by their index: `=` where one part of a pair is the same. */
function toPartsDiff(was: Json | undefined, is: Json | undefined, keys: readonly string[]): readonly JsonObject[] {
  if (sameJson(was ?? [], is ?? [])) return [];
  const before = objectsIn(was);
  const after = objectsIn(is);
  const rows = Array.from({ length: Math.max(before.length, after.length) }, (_, row) => row);
  return rows.map((row) =>
    Object.fromEntries(keys.map((key) => [key, toPartDiff(before[row]?.[key], after[row]?.[key])])),
  );
}

function toPartDiff(was: Json | undefined, is: Json | undefined): readonly JsonObject[] {
  if (was !== undefined && is !== undefined && sameJson(was, is)) return [toChange('=', flat(is))];
  return [
    ...(was === undefined ? [] : [toChange('-', flat(was))]),
    ...(is === undefined ? [] : [toChange('+', flat(is))]),
  ];
}

function flat(value: Json): Json {
  return isList(value) ? value.map((part) => (isObject(part) ? JSON.stringify(part) : part)) : value;
}
