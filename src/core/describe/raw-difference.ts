import type { DescribedLine, Words } from '#core/words.ts';
import { canonicalText, isObject, type Json } from '#json.ts';
import { count, quoted } from './phrases.ts';

/** Differences shown for one field; the diff holds the rest. */
const limit = 12;

/** A value that no phrase covers, as JSON. */
export const rawWords = (value: Json | undefined): Words =>
  value === undefined ? ['(absent)'] : typeof value === 'string' ? quoted(value) : quoted(jsonKey(value));

/** Equal for equal values: a snapshot from git has its keys sorted, one from the API has not. */
export const jsonKey = (value: Json | undefined): string =>
  value === undefined ? '' : canonicalText(value).replace(/\n */g, '');

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
  if (jsonKey(before) === jsonKey(after)) return [];
  const [old, now] = [childrenOf(before), childrenOf(after)];
  if (old === null || now === null) return [leaf(path, before, after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  if (keys.length === 0 || Array.isArray(before) !== Array.isArray(after)) return [leaf(path, before, after)];
  return keys.flatMap((key) => differences([...path, '.', { value: key }], old.get(key), now.get(key)));
}

const leaf = (path: Words, before: Json | undefined, after: Json | undefined): DescribedLine => ({
  words: [...path, ': ', ...rawWords(before), ' → ', ...rawWords(after)],
});

function childrenOf(value: Json | undefined): ReadonlyMap<string, Json> | null {
  if (Array.isArray(value)) return new Map(value.map((item, index) => [String(index + 1), item]));
  return isJsonObject(value) ? new Map(Object.entries(value)) : null;
}

export const isJsonObject = (value: Json | undefined): value is { readonly [key: string]: Json } => isObject(value);
