import type { DescribedLine, Words } from '#core/words.ts';
import type { Json } from '#json.ts';
import { type Pairs, pairsOf } from './action-parts.ts';
import { changedValue } from './changed-words.ts';
import { jsonKey } from './json-words.ts';
import { matchItems } from './match-items.ts';
import { quoted } from './phrases.ts';
import { isLongText, textChange } from './text-change.ts';

const keys = [(pair: Pairs[number]) => jsonKey(pair), ([key]: Pairs[number]) => key];

const textOf = (value: Json): string => (typeof value === 'string' ? value : jsonKey(value));

/** `id: {{ticket.id}}`, one line for each key of a body. */
export const pairLinesOf = (value: Json): readonly string[] =>
  (pairsOf(value) ?? []).map(([key, item]) => `${key}: ${textOf(item)}`);

/** What changed in a body of keys and values, key by key: `body "q": "x" → "y"`. */
export function describePairs(label: Words, before: Json, after: Json): readonly DescribedLine[] {
  const [old, now] = [pairsOf(before) ?? [], pairsOf(after) ?? []];
  const { pairs, added, removed } = matchItems(old, now, keys);
  const line = (key: string, was: Json | undefined, is: Json | undefined): readonly DescribedLine[] => {
    const start: Words = [...label, ' ', ...quoted(key)];
    if (typeof was === 'string' && typeof is === 'string' && (isLongText(was) || isLongText(is)))
      return textChange(start, was, is);
    return [{ words: [...start, ': ', ...changedValue(was, is)] }];
  };
  const lines = [
    ...pairs.flatMap((pair) => {
      const [was, is] = [old[pair.before], now[pair.after]];
      return was === undefined || is === undefined || jsonKey(was) === jsonKey(is) ? [] : line(is[0], was[1], is[1]);
    }),
    ...added.flatMap((index) => now.slice(index, index + 1).flatMap(([key, value]) => line(key, undefined, value))),
    ...removed.flatMap((index) => old.slice(index, index + 1).flatMap(([key, value]) => line(key, value, undefined))),
  ];
  return lines.length > 0 ? lines : [{ words: [...label, ': the same keys and values in another order'] }];
}
