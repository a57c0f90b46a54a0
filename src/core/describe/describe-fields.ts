import { switchIn } from '#core/snapshot/known-as.ts';
import type { DescribedLine, Words } from '#core/words.ts';
import type { Json, JsonObject } from '#json.ts';
import { changedValue, changedWords } from './changed-words.ts';
import { isJsonObject, jsonKey, rawWords } from './json-words.ts';
import { findItemMoves, matchItems } from './match-items.ts';
import { bare, listWords, ordinal, quoted } from './phrases.ts';
import { categoryWords, groupWords, type Speech } from './term-words.ts';
import { isLongText, textChange } from './text-change.ts';

/** Says what changed in one field of a snapshot; nothing where it has no phrase for it. */
export type DescribeField = (speech: Speech, before: JsonObject, after: JsonObject) => readonly DescribedLine[];

const line = (...words: Words): readonly DescribedLine[] => [{ words }];

export const describeTitle: DescribeField = (_speech, before, after) => {
  const [old, now] = [before['title'], after['title']];
  if (typeof old !== 'string' || typeof now !== 'string') return [];
  return isLongText(old) && isLongText(now) && (old.length > 160 || now.length > 160)
    ? textChange(['Title'], old, now)
    : line('Title: ', ...changedValue(old, now));
};

export const describeText: DescribeField = (_speech, before, after) => {
  const [old, now] = [before['description'] ?? '', after['description'] ?? ''];
  if (typeof old !== 'string' || typeof now !== 'string') return [];
  if (isLongText(old) || isLongText(now)) return textChange(['Description'], old, now);
  if (old === now) return [];
  const said = (text: string): Words => (text === '' ? ['(none)'] : quoted(text));
  return line('Description is ', ...changedWords({ words: said(now), value: now }, { words: said(old), value: old }));
};

/** Kinds whose objects run by themselves, or are used by hand. */
const rules: ReadonlySet<string> = new Set(['trigger', 'automation', 'macro', 'view']);

export const describeActive: DescribeField = ({ kind }, before, after) => {
  const runs = kind.name === 'trigger' || kind.name === 'automation';
  const [was, is] = [switchIn(before), switchIn(after)];
  if (!rules.has(kind.name))
    return was === is || is === null
      ? []
      : line(is ? 'Activated: it can be used from now on' : 'Deactivated: it is no longer used');
  if (after['active'] === true) return line(runs ? 'Activated: it runs from now on' : 'Activated: agents see it');
  if (after['active'] === false)
    return line(runs ? 'Deactivated: it no longer runs' : 'Deactivated: agents no longer see it');
  return [];
};

const textOrNull = (value: Json | undefined): string | null | undefined =>
  value === null || value === undefined ? null : typeof value === 'object' ? undefined : String(value);

export const describeCategory: DescribeField = ({ names }, before, after) => {
  const [old, now] = [textOrNull(before['category_id']), textOrNull(after['category_id'])];
  if (old === undefined || now === undefined) return [];
  return line(
    'Category is ',
    ...changedWords({ words: categoryWords(names, now), value: now }, { words: categoryWords(names, old), value: old }),
  );
};

/** `everyone`, `group "Support"`, `one agent (user 1001)`. */
export function audienceWords({ names }: Speech, restriction: Json | undefined): Words {
  if (restriction === null || restriction === undefined) return ['everyone'];
  if (!isJsonObject(restriction)) return rawWords(restriction);
  const { type, id, ids } = restriction;
  const many = (Array.isArray(ids) ? [...ids] : [id]).map((one) => textOrNull(one));
  const known = many.filter((one) => typeof one === 'string');
  if (known.length !== many.length || known.length === 0) return rawWords(restriction);
  if (type === 'Group')
    return [
      known.length === 1 ? 'group ' : 'groups ',
      ...listWords(
        known.map((one) => groupWords(names, one)),
        20,
      ),
    ];
  if (type === 'User' && known.length === 1) return ['one agent (user ', ...bare(known[0] ?? ''), ')'];
  return rawWords(restriction);
}

export const describeRestriction: DescribeField = (speech, before, after) => {
  const [old, now] = [before['restriction'] ?? null, after['restriction'] ?? null];
  const [was, is] = [audienceWords(speech, old), audienceWords(speech, now)];
  if (jsonKey([...was]) !== jsonKey([...is])) return line('Available to ', ...is, ' (was: ', ...was, ')');
  return jsonKey(old) === jsonKey(now)
    ? []
    : line('Available to ', ...changedWords({ words: is, value: now }, { words: was, value: old }));
};

/** Items of a plain list that came, went, or stand elsewhere: macro attachments, view columns. */
export function describeList(
  word: string,
  before: readonly Json[],
  after: readonly Json[],
  itemWords: (item: Json) => Words,
): readonly DescribedLine[] {
  const matched = matchItems(before, after, [jsonKey]);
  const say = (verb: string, item: Json | undefined) =>
    item === undefined ? [] : line(`${word} ${verb}: `, ...itemWords(item));
  return [
    ...matched.added.flatMap((index) => say('added', after[index])),
    ...matched.removed.flatMap((index) => say('removed', before[index])),
    ...findItemMoves(matched).flatMap(({ id }) => {
      const pair = matched.pairs.find((candidate) => String(candidate.after) === id);
      if (pair === undefined) return [];
      const [from, to] = [ordinal(pair.before + 1), ordinal(pair.after + 1)];
      return say(from === to ? `now ${to}, in another order` : `moved from ${from} to ${to}`, after[pair.after]);
    }),
  ];
}

export const describeAttachments: DescribeField = (_speech, before, after) => {
  const [old, now] = [before['attachments'] ?? [], after['attachments'] ?? []];
  if (!Array.isArray(old) || !Array.isArray(now)) return [];
  return describeList('Attachment', old, now, (id) => (typeof id === 'object' ? rawWords(id) : bare(String(id))));
};
