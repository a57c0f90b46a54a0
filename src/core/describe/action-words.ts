import type { DescribedLine, Words } from '#core/words.ts';
import { type Part, partsOf } from './action-parts.ts';
import { changedItems, changedWords, looksDifferent } from './changed-words.ts';
import { describePairs, pairLinesOf } from './describe-pairs.ts';
import { deeds } from './dictionary.ts';
import { isHtml } from './html-lines.ts';
import { isJsonBody } from './json-change.ts';
import { jsonKey, rawWords } from './json-words.ts';
import { plural, quoted } from './phrases.ts';
import { rawDifference } from './raw-difference.ts';
import type { Action } from './rule-items.ts';
import { fieldWords, type Speech } from './term-words.ts';
import { isLongText, newText, readableLines, textChange } from './text-change.ts';
import { isNone, itemsOf, valueWords } from './value-words.ts';

type TextPart = Part & { readonly value: string };

/** A long text, unless it is a list of tags or options. */
const bodyTest =
  (speech: Speech, field: string) =>
  (part: Part): part is TextPart =>
    typeof part.value === 'string' &&
    isLongText(part.value) &&
    (part.type === 'text' || itemsOf(speech, { stand: 'actions', field }, part.value) === null);

/** Text written by people: a body is quoted as it is, never looked up as an id. */
function partWords(speech: Speech, field: string, part: Part): Words {
  if (part.type === 'text' && typeof part.value === 'string')
    return part.value === '' ? ['(none)'] : quoted(readableLines(part.value).join(' / ') || part.value);
  return valueWords(speech, { stand: 'actions', field }, part.value);
}

/** `Comment (channel: all)`, `Notify active webhook "ops-relay" (01HV…)` or `Status`: how a line about one part starts. */
function subjectWords(speech: Speech, action: Action): Words {
  const title = fieldWords(speech, 'actions', action.field);
  const [first, ...rest] = partsOf(action);
  if (first === undefined || first.label !== null || rest.length === 0) return title;
  if (action.field !== 'comment_value') return [...title, ' ', ...partWords(speech, action.field, first)];
  return isNone(first.value) ? title : [...title, ' (channel: ', ...partWords(speech, action.field, first), ')'];
}

/** An action in one sentence: `Status is set to Closed`, `Email user (requester), subject "Hi", body of 9 lines`. */
export function actionWords(speech: Speech, action: Action): Words {
  const { field } = action;
  const parts = partsOf(action);
  const shown = parts.length > 1 ? parts.filter(({ label }) => label !== null) : parts;
  const isWhole = parts.length === 1;
  const isBody = bodyTest(speech, field);
  const said = shown.flatMap((part, index): Words => {
    const named = isWhole || part.label === 'text' ? '' : `${part.label} `;
    const link = !isWhole && part.label !== 'text' ? ', ' : deeds.has(field) ? ' ' : ' is set to ';
    if (part.type === 'pairs') return [`, ${named}of ${plural(pairLinesOf(part.value).length, 'key')}`];
    const isLine = part.label === 'subject' && isBody(part) && part.value.length <= 160 && !part.value.includes('\n');
    if (isBody(part) && !isLine)
      return [`, ${named === '' ? '' : `${named}of `}${plural(readableLines(part.value).length, 'line')}`];
    return [index === 0 && !isWhole && named === '' ? ' ' : link, named, ...partWords(speech, field, part)];
  });
  return [...subjectWords(speech, action), ...said.filter((word) => word !== '')];
}

/** A new action: its sentence, and the text that it sends, if it sends one. */
export function newAction(speech: Speech, action: Action, start: string): DescribedLine {
  const words: Words = [start, ...actionWords(speech, action)];
  const parts = partsOf(action);
  const pairs = parts.find(({ type }) => type === 'pairs');
  if (pairs !== undefined) return newText(words, pairLinesOf(pairs.value).join('\n'));
  const bodies = parts.filter(bodyTest(speech, action.field));
  const body = bodies.find(({ label }) => label !== 'subject') ?? bodies[0];
  return body === undefined ? { words } : newText(words, body.value);
}

/** What changed in an action that both states have; at least one line where the actions differ. */
export function changedAction(speech: Speech, before: Action, after: Action): readonly DescribedLine[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const isSameShape = old.length === now.length && old.every(({ label }, index) => label === now[index]?.label);
  if (!isSameShape) return jsonKey(before.value) === jsonKey(after.value) ? [] : [wholeChange(speech, before, after)];
  return now.flatMap((part, index) => {
    const was = old[index];
    if (was === undefined || jsonKey(was.value) === jsonKey(part.value)) return [];
    return changedPart(speech, after, was, part);
  });
}

function changedPart(speech: Speech, action: Action, was: Part, is: Part): readonly DescribedLine[] {
  const { field } = action;
  const isText = is.label === 'text' || (is.label === null && is.type === 'text');
  const label: Words =
    is.label === null
      ? fieldWords(speech, 'actions', field)
      : [...subjectWords(speech, action), ...(is.label === 'text' ? [] : [`, ${is.label}`])];
  if (is.type === 'pairs' && was.type === 'pairs') return describePairs(label, was.value, is.value);
  const place = { stand: 'actions', field } as const;
  const [nowItems, oldItems] = [is, was].map((part) =>
    part.type === 'value' ? itemsOf(speech, place, part.value) : null,
  );
  const items = nowItems && oldItems ? changedItems(nowItems, oldItems) : null;
  if (items !== null) return [{ words: [...label, ': ', ...items] }];
  const [old, now] = [textOf(was), textOf(is)];
  const isList = Boolean(nowItems && oldItems);
  if (
    !isList &&
    old !== null &&
    now !== null &&
    [old, now].some((text) => isLongText(text) || isHtml(text) || isJsonBody(text))
  )
    return textChange(label, old, now);
  const link =
    field === 'comment_value' && is.label === null
      ? ' is sent to channel '
      : !isText && is.label !== null
        ? ' is set to '
        : deeds.has(field)
          ? ' '
          : ' is set to ';
  const side = (part: Part) => ({ words: partWords(speech, field, part), value: part.value });
  const receivers =
    is.label === null && field.startsWith('notification_') ? changedReceiver(side(was).words, side(is).words) : null;
  if (receivers !== null) return [{ words: [...label, ': ', ...receivers] }];
  return [{ words: [...label, link, ...changedWords(side(is), side(was))] }];
}

/** `requester and CCs → requester`, without the brackets that Zendesk has around such words; null where both look alike. */
function changedReceiver(was: Words, is: Words): Words | null {
  const bare = (words: Words): Words =>
    words.map((word) => (typeof word === 'string' && words.length === 1 ? word.replace(/^\((.*)\)$/, '$1') : word));
  return looksDifferent(bare(was), bare(is)) ? [...bare(was), ' → ', ...bare(is)] : null;
}

/** A part that is compared as a text; null for a value. */
function textOf({ type, value }: Part): string | null {
  if (type === 'pairs') return pairLinesOf(value).join('\n');
  return typeof value === 'string' ? value : null;
}

function wholeChange(speech: Speech, before: Action, after: Action): DescribedLine {
  const [was, is] = [actionWords(speech, before), actionWords(speech, after)];
  if (looksDifferent(was, is)) return { words: [...is, ' (was: ', ...was, ')'] };
  const [first] = rawDifference(fieldWords(speech, 'actions', after.field), before.value, after.value);
  return first ?? { words: [...is, ' (was: ', ...rawWords(before.value), ')'] };
}
