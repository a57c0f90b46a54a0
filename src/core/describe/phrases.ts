import type { Words } from '#core/words.ts';
import { clip } from '#text.ts';

/** Longest text from Zendesk that stands inside a sentence, in code points; the diff shows the rest. */
const sentenceLimit = 160;

export const count = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 line`, `12 lines`. */
export const plural = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`;

/** `1st`, `2nd`, `3rd`, `11th`, `21st`; counts from 1. */
export function ordinal(number: number): string {
  const teen = number % 100 > 10 && number % 100 < 14;
  const ending = teen ? undefined : ['st', 'nd', 'rd'][(number % 10) - 1];
  return `${count(number)}${ending ?? 'th'}`;
}

/** Text from Zendesk in a sentence: always a value, cut where it is long. */
export function quoted(text: string): Words {
  const shown = clip(text, sentenceLimit);
  return shown === text ? [{ value: text }] : [{ value: shown }, ` (${plural(text.length, 'character')})`];
}

/** An id, a number or a day may stand bare; anything else that Zendesk put there is text. */
export const bare = (id: string): Words =>
  /^(?:-?\d{1,20}(?:\.\d{1,9})?|\d{4}-\d\d-\d\d|(?=[0-9A-Z]*\d)[0-9A-Z]{10,32})$/.test(id) ? [id] : quoted(id);

export const joinWords = (parts: readonly Words[], separator: string): Words =>
  parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));

/** At most `limit` parts, then how many more there are. */
export function listWords(parts: readonly Words[], limit: number, separator = ', '): Words {
  const words = joinWords(parts.slice(0, limit), separator);
  return parts.length > limit ? [...words, ` and ${count(parts.length - limit)} more`] : words;
}

export const sameWords = (a: Words, b: Words): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Dictionary look-up that a key like `constructor` cannot fool. */
export const own = <Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
