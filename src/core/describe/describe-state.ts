import { switchIn } from '#core/snapshot/known-as.ts';
import type { DescribedLine, Words } from '#core/words.ts';
import type { JsonObject } from '#json.ts';
import { actionWords, newAction } from './action-words.ts';
import { conditionWords } from './condition-words.ts';
import { withoutCondition } from './describe-conditions.ts';
import { columnWords } from './describe-execution.ts';
import { audienceWords } from './describe-fields.ts';
import { isJsonObject, rawWords } from './json-words.ts';
import { count, joinWords, listWords, ordinal, plural, quoted } from './phrases.ts';
import { conditionLists, findActions, findConditions } from './rule-items.ts';
import { categoryWords, type Speech } from './term-words.ts';

/** Conditions and actions of a new object that are said one by one; the rest are counted. */
const listLimit = 12;

/** Where a deleted object stood, counted from 1. */
export interface LastPlace {
  readonly position?: number;
  readonly count?: number;
}

const capped = (lines: readonly DescribedLine[], word: string): readonly DescribedLine[] =>
  lines.length <= listLimit
    ? lines
    : [...lines.slice(0, listLimit), { words: [`and ${plural(lines.length - listLimit, `more ${word}`)}`] }];

const newWords: Readonly<Record<string, string>> = { true: 'New and active', false: 'New and inactive', null: 'New' };

/** Settings that its kind has words for: `Address: "https://…"`. */
const namedFields = ({ kind }: Speech, state: JsonObject): readonly DescribedLine[] =>
  Object.entries(kind.words ?? {}).flatMap(([field, word]) => {
    const value = state[field] ?? null;
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
    return [{ words: [`${word}: `, ...rawWords(value)] }];
  });

/** What a new object does, one line for each condition and action. */
export function describeCreated(speech: Speech, state: JsonObject): readonly DescribedLine[] {
  const conditions = conditionLists.flatMap((list) =>
    (findConditions(state, list) ?? []).map((condition) => ({
      words: [list === 'all' ? 'Condition (all of): ' : 'Condition (any of): ', ...conditionWords(speech, condition)],
    })),
  );
  const actions = (findActions(state) ?? []).map((action) => newAction(speech, action, 'Action: '));
  const unconditional = 'conditions' in speech.kind.fields && conditions.length === 0;
  return [
    { words: [newWords[`${switchIn(state)}`] ?? 'New'] },
    ...namedFields(speech, state),
    ...(typeof state['description'] === 'string' && state['description'] !== ''
      ? [{ words: ['Description: ', ...quoted(state['description'])] }]
      : []),
    ...(typeof state['category_id'] === 'string'
      ? [{ words: ['Category: ', ...categoryWords(speech.names, state['category_id'])] }]
      : []),
    ...('restriction' in speech.kind.fields
      ? [{ words: ['Available to ', ...audienceWords(speech, state['restriction'])] }]
      : []),
    ...capped(conditions, 'condition'),
    ...(unconditional ? [{ words: [withoutCondition(speech).replace('is left', 'is set')] }] : []),
    ...capped(actions, 'action'),
    ...columnsLine(speech, state),
  ];
}

function columnsLine(speech: Speech, state: JsonObject): readonly DescribedLine[] {
  const execution = state['execution'];
  const columns = isJsonObject(execution) ? execution['columns'] : undefined;
  if (!Array.isArray(columns) || columns.length === 0) return [];
  const titles = [...columns].map((id) => columnWords(speech, id));
  return [{ words: ['Columns: ', ...listWords(titles, listLimit)] }];
}

/** The last state of a deleted object: `Was active; 7th of 200; 2 conditions, 1 action (Status is set to Closed)`. */
export function describeDeleted(speech: Speech, state: JsonObject, place: LastPlace): readonly DescribedLine[] {
  const conditions = conditionLists.flatMap((list) => findConditions(state, list) ?? []).length;
  const actions = (findActions(state) ?? []).map((action) => actionWords(speech, action));
  const { position, count: total } = place;
  const on = switchIn(state);
  const parts: Words[] = on === null ? [] : [[on ? 'Was active' : 'Was not active']];
  if (position !== undefined)
    parts.push([total === undefined ? `${ordinal(position)} in the order` : `${ordinal(position)} of ${count(total)}`]);
  const content: Words[] = [];
  if ('conditions' in speech.kind.fields) content.push([plural(conditions, 'condition')]);
  if ('actions' in speech.kind.fields)
    content.push([
      plural(actions.length, 'action'),
      ...(actions.length === 0 ? [] : [' (', ...listWords(actions, 3, '; '), ')']),
    ]);
  const said = content.length === 0 ? parts : [...parts, joinWords(content, ', ')];
  return said.length === 0 ? [{ words: ['It is gone'] }] : [{ words: joinWords(said, '; ') }];
}
