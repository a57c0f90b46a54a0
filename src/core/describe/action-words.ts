import type { DescribedLine, Words } from '#core/words.ts';
import type { Json } from '#json.ts';
import { actionParts, deeds } from './dictionary.ts';
import { own, plural, quoted, sameWords } from './phrases.ts';
import { jsonKey, rawWords } from './raw-difference.ts';
import type { Action } from './rule-items.ts';
import { fieldWords, type Speech, valueWords } from './term-words.ts';
import { isLongText, newText, readableLines, textChange } from './text-change.ts';

/** The parts of an action: one value, or the places of a list, of which the first is whom or what it goes to. */
interface Part {
  readonly label: string | null;
  readonly value: Json;
}

function partsOf({ field, value }: Action): readonly Part[] {
  const labels = own(actionParts, field);
  if (!Array.isArray(value) || labels === undefined || value.length !== labels.length) return [{ label: null, value }];
  return value.map((part, index) => ({ label: index === 0 ? null : (labels[index] ?? null), value: part }));
}

const isBody = (part: Part): part is { readonly label: string | null; readonly value: string } =>
  typeof part.value === 'string' && isLongText(part.value);

/** Text written by people: a body is quoted as it is, never looked up as an id. */
const partWords = (speech: Speech, field: string, part: Part): Words =>
  part.label !== null && typeof part.value === 'string'
    ? quoted(part.value)
    : valueWords(speech, 'actions', field, part.value);

/** `Notify active webhook "ops-relay" (01HV…)` or `Status`: what a line about one part of an action starts with. */
function subjectWords(speech: Speech, action: Action): Words {
  const title = fieldWords(speech, 'actions', action.field);
  const [first, ...rest] = partsOf(action);
  return first === undefined || rest.length === 0 ? title : [...title, ' ', ...partWords(speech, action.field, first)];
}

/** An action in one sentence: `Status is set to Closed`, `Email user (requester), subject "Hi", body of 9 lines`. */
export function actionWords(speech: Speech, action: Action): Words {
  const title = fieldWords(speech, 'actions', action.field);
  const parts = partsOf(action).flatMap((part, index): Words => {
    const link = index > 0 ? `, ${part.label} ` : deeds.has(action.field) ? ' ' : ' is set to ';
    if (!isBody(part)) return [link, ...partWords(speech, action.field, part)];
    const lines = plural(readableLines(part.value).length, 'line');
    return [index > 0 ? `${link}of ${lines}` : `, ${lines}`];
  });
  return [...title, ...parts];
}

/** A new action: its sentence, and the text that it sends, if it sends one. */
export function newAction(speech: Speech, action: Action, start: string): DescribedLine {
  const words: Words = [start, ...actionWords(speech, action)];
  const body = partsOf(action).find(isBody);
  return body === undefined ? { words } : newText(words, body.value);
}

/** What changed in an action that both states have; at least one line where the actions differ. */
export function changedAction(speech: Speech, before: Action, after: Action): readonly DescribedLine[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old.length !== now.length) return [wholeChange(speech, before, after)];
  return now.flatMap((part, index) => {
    const was = old[index];
    if (was === undefined || jsonKey(was.value) === jsonKey(part.value)) return [];
    const label: Words =
      index === 0
        ? fieldWords(speech, 'actions', after.field)
        : [...subjectWords(speech, after), `, ${part.label ?? `part ${index + 1}`}`];
    if (typeof part.value === 'string' && typeof was.value === 'string' && (isBody(part) || isBody(was)))
      return [textChange(label, was.value, part.value)];
    const link = index === 0 && deeds.has(after.field) ? ' ' : ' is set to ';
    const words = changedWords(
      [partWords(speech, after.field, part), part.value],
      [partWords(speech, before.field, was), was.value],
    );
    return [{ words: [...label, link, ...words] }];
  });
}

const wholeChange = (speech: Speech, before: Action, after: Action): DescribedLine => ({
  words: [
    ...actionWords(speech, after),
    ' (was: ',
    ...(sameWords(actionWords(speech, before), actionWords(speech, after))
      ? rawWords(before.value)
      : actionWords(speech, before)),
    ')',
  ],
});

/** `On-hold (was Pending)`; as raw values where both have the same words (two groups of one name, `1` and `"1"`). */
export function changedWords(now: readonly [Words, Json], was: readonly [Words, Json]): Words {
  const same = sameWords(now[0], was[0]);
  const exact = (value: Json): Words => [{ value: jsonKey(value) }];
  return [...(same ? exact(now[1]) : now[0]), ' (was ', ...(same ? exact(was[1]) : was[0]), ')'];
}
