import type { DescribedLine, Words } from '#core/words.ts';
import type { Json } from '#json.ts';
import { changedValue } from './changed-words.ts';
import { isJsonObject, jsonKey, rawWords } from './json-words.ts';
import { count } from './phrases.ts';
import { rawDifference } from './raw-difference.ts';

/** Items of a list that are said one by one; the diff holds the rest. */
const limit = 12;

/** A name: `Name: "a" → "b"`. */
export const describeNamed = (before: Json | undefined, after: Json | undefined): readonly DescribedLine[] => [
  { words: ['Name: ', ...changedValue(before, after)] },
];

/**
 * What changed in a setting that its kind has a word for. The items of a list are told apart by their ids, so that one that
 * comes or goes is no change of all behind it.
 */
export function describeItems(
  word: string,
  before: Json | undefined,
  after: Json | undefined,
): readonly DescribedLine[] {
  if (!Array.isArray(before) || !Array.isArray(after)) return rawDifference([word], before, after);
  const [old, now] = [byKey(before), byKey(after)];
  const lines = [
    ...[...now].flatMap(([key, item]) => (old.has(key) ? [] : said(`${word} added: `, item))),
    ...[...old].flatMap(([key, item]) => (now.has(key) ? [] : said(`${word} removed: `, item))),
    ...[...now].flatMap(([key, item]) =>
      old.has(key) ? rawDifference([`${word} `, ...itemWords(old.get(key) ?? null)], old.get(key), item) : [],
    ),
  ];
  const order = (items: ReadonlyMap<string, Json>, others: ReadonlyMap<string, Json>) =>
    [...items.keys()].filter((key) => others.has(key)).join('\n');
  const moved = order(old, now) === order(now, old) ? [] : [{ words: [`${word}: in another order`] }];
  const all = [...lines, ...moved];
  if (all.length === 0) return rawDifference([word], before, after);
  const rest = all.length - limit;
  return rest > 0 ? [...all.slice(0, limit), { words: [`${word}: ${count(rest)} more changes`] }] : all;
}

const said = (start: string, item: Json): readonly DescribedLine[] => [{ words: [start, ...itemWords(item)] }];

const keys = ['id', 'value', 'key', 'locale_id', 'metric', 'field'] as const;

/** Items by what tells them apart; where two have the same, by all that they are. */
function byKey(items: readonly Json[]): ReadonlyMap<string, Json> {
  const named = new Map(items.map((item) => [keyOf(item), item]));
  return named.size === items.length ? named : new Map(items.map((item, index) => [`${jsonKey(item)} ${index}`, item]));
}

function keyOf(item: Json): string {
  if (!isJsonObject(item)) return jsonKey(item);
  const key = keys.find((one) => item[one] !== undefined && item[one] !== null);
  return key === undefined ? jsonKey(item) : jsonKey(item[key]);
}

/** An option by its name, a variant by its text, anything else as it is. */
function itemWords(item: Json): Words {
  if (!isJsonObject(item)) return rawWords(item);
  const shown = ['name', 'title', 'content', 'value', 'metric']
    .map((key) => item[key])
    .find((text) => typeof text === 'string');
  return rawWords(shown ?? item);
}
