import type { DescribedLine, Words } from '#core/words.ts';
import type { Json } from '#json.ts';
import { changedValue } from './changed-words.ts';
import { isJsonObject, jsonKey } from './json-words.ts';
import { count } from './phrases.ts';

/** Differences shown for one field; the diff holds the rest. */
const limit = 12;

/** What no phrase covers, as `path: old → new`, so that nothing is left unsaid. Empty only for equal values. */
export function rawDifference(
  path: Words,
  before: Json | undefined,
  after: Json | undefined,
): readonly DescribedLine[] {
  const lines = differences(path, before, after);
  if (lines.length <= limit) return lines;
  return [...lines.slice(0, limit), { words: [...path, `: ${count(lines.length - limit)} more differences`] }];
}

function differences(path: Words, before: Json | undefined, after: Json | undefined): readonly DescribedLine[] {
  return leavesOf([], before, after).map((leaf) => ({
    words: [
      ...path,
      ...leaf.path.flatMap((key) => ['.', { value: key }]),
      ': ',
      ...changedValue(leaf.before, leaf.after),
    ],
  }));
}

export interface Leaf {
  readonly path: readonly string[];
  /** Undefined where a side has no such key. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** The innermost values that differ, in the order of the older value. */
export function leavesOf(path: readonly string[], before: Json | undefined, after: Json | undefined): readonly Leaf[] {
  if (jsonKey(before) === jsonKey(after)) return [];
  const [old, now] = [childrenOf(before), childrenOf(after)];
  if (old === null || now === null) return [{ path, before, after }];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  if (keys.length === 0 || Array.isArray(before) !== Array.isArray(after)) return [{ path, before, after }];
  return keys.flatMap((key) => leavesOf([...path, key], old.get(key), now.get(key)));
}

function childrenOf(value: Json | undefined): ReadonlyMap<string, Json> | null {
  if (Array.isArray(value)) return new Map(value.map((item, index) => [String(index + 1), item]));
  return isJsonObject(value) ? new Map(Object.entries(value)) : null;
}
