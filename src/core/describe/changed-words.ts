import { toInert } from '#core/inert.ts';
import type { Words } from '#core/words.ts';
import type { Json } from '#json.ts';
import { escapeUnits, toVisible } from '#text.ts';
import { excerptsOf } from './excerpt.ts';
import { jsonKey, rawWords } from './json-words.ts';
import { bare, listWords, sameWords } from './phrases.ts';
import { type Item, isNone } from './value-words.ts';

/** One side of a change: the value and how it is said. */
export interface Side {
  readonly words: Words;
  readonly value: Json;
}

/** `On-hold (was Pending)`. Two different values never look alike: where their words do, their ids or exact texts follow. */
export function changedWords(now: Side, was: Side): Words {
  if (looksDifferent(now.words, was.words)) return [...now.words, ' (was ', ...withoutBrackets(was.words), ')'];
  const rewritten = rewrittenWords(now.value, was.value);
  if (rewritten !== null) return [...now.words, ` (no change of meaning: ${rewritten})`];
  return exactlyChanged(now, was);
}

/** `(was none)`: brackets in brackets are hard to read. */
const withoutBrackets = (words: Words): Words => (words.length === 1 && words[0] === '(none)' ? ['none'] : words);

/** The same value in another form, said as what it is; null where it is another value. */
function rewrittenWords(now: Json, was: Json): string | null {
  if (isNone(now) && isNone(was)) return 'an empty value is only written in another way';
  if (typeof now === 'object' || typeof was === 'object') {
    const [one, other] = [asTexts(now), asTexts(was)];
    return one !== null && one === other ? 'only numbers are written as text, or text as numbers' : null;
  }
  if (String(now) !== String(was)) return null;
  return typeof now === 'string'
    ? `a ${typeof was} is now written as text`
    : `a text is now written as a ${typeof now}`;
}

const asTexts = (value: Json): string | null =>
  Array.isArray(value) && value.every((item) => item !== null && typeof item !== 'object')
    ? JSON.stringify(value.map(String))
    : null;

function exactlyChanged(now: Side, was: Side): Words {
  const isShort = ({ value }: Side) => typeof value !== 'object' && String(value).length <= 40;
  if (isShort(now) && isShort(was)) {
    const withId = ({ words, value }: Side): Words => [...words, ' (', ...bare(String(value)), ')'];
    if (looksDifferent(withId(now), withId(was))) return [...withId(now), ' (was ', ...withId(was), ')'];
  }
  const [one, other] = excerptsOf(plainKey(now.value), plainKey(was.value));
  return [{ value: one }, ' (was ', { value: other }, ')'];
}

/** Exact, and in characters that no sink writes in another way. */
const plainKey = (value: Json): string => jsonKey(value).replace(/[^ -~]/g, escapeUnits);

/** `"a" → "b"`, of values that no phrase covers; undefined = there is none. Exact where a cut would make them look alike. */
export function changedValue(before: Json | undefined, after: Json | undefined): Words {
  const [was, is] = [rawWords(before), rawWords(after)];
  if (before === undefined || after === undefined || looksDifferent(was, is)) return [...was, ' → ', ...is];
  const [one, other] = excerptsOf(plainKey(before), plainKey(after));
  return [{ value: one }, ' → ', { value: other }];
}

/** Whether two sentences differ where people read them: sinks cut long values and write some characters in another way. */
export const looksDifferent = (a: Words, b: Words): boolean => !sameWords(a.map(asShown), b.map(asShown));

const asShown = (word: Words[number]): Words[number] =>
  typeof word === 'string' ? word : { value: toInert(toVisible(word.value)).slice(0, 190) };

/** Longest lists that are said whole on both sides. */
const mostWhole = 6;

/** What a list gained and lost; whole where it is short, null where both hold the same. */
export function changedItems(now: readonly Item[], was: readonly Item[]): Words | null {
  const rest = (from: readonly Item[], others: readonly Item[]): readonly Item[] => {
    const left = new Map<string, number>();
    for (const { key } of others) left.set(key, (left.get(key) ?? 0) + 1);
    return from.filter(({ key }) => {
      const count = left.get(key) ?? 0;
      left.set(key, count - 1);
      return count <= 0;
    });
  };
  const [added, removed] = [rest(now, was), rest(was, now)];
  if (added.length === 0 && removed.length === 0) return null;
  if (now.length <= mostWhole && was.length <= mostWhole) return null;
  const list = (items: readonly Item[]): Words =>
    listWords(
      items.map(({ words }) => words),
      30,
    );
  // What looks alike is said exactly instead.
  if (!looksDifferent(list(added), list(removed))) return null;
  const said = (verb: string, items: readonly Item[]): readonly Words[] =>
    items.length === 0 ? [] : [[`${verb} `, ...list(items)]];
  return [...said('now with', added), ...said('without', removed)].flatMap((words, index) =>
    index === 0 ? words : ['; ', ...words],
  );
}
