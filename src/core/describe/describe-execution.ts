import type { DescribedLine, Words } from '#core/words.ts';
import type { Json, JsonObject } from '#json.ts';
import { changedWords } from './changed-words.ts';
import { type DescribeField, describeList } from './describe-fields.ts';
import { columnTitles } from './dictionary.ts';
import { isJsonObject, jsonKey, rawWords } from './json-words.ts';
import { bare, own, quoted } from './phrases.ts';
import { rawDifference } from './raw-difference.ts';
import type { Speech } from './term-words.ts';

/** A column of a view: a word of Zendesk's, or a ticket field of the account. */
export function columnWords({ names }: Speech, id: Json | undefined): Words {
  if (typeof id !== 'string' && typeof id !== 'number') return rawWords(id);
  const title = own(columnTitles, String(id));
  const field = own(names.ticketFields, String(id).replace(/^custom_fields_/, ''));
  return title !== undefined ? [title] : field ? quoted(field) : bare(String(id));
}

/** `Status, ascending`, or null where a view is not grouped. */
function arrangement(speech: Speech, by: Json | undefined, order: Json | undefined): Words | null {
  if (by === null || by === undefined || by === '') return null;
  const direction = order === 'asc' ? ', ascending' : order === 'desc' ? ', descending' : '';
  return [...columnWords(speech, by), direction];
}

function describeArrangement(
  speech: Speech,
  verb: string,
  before: JsonObject,
  after: JsonObject,
): readonly DescribedLine[] {
  const field = verb === 'grouped' ? 'group' : 'sort';
  const pick = (state: JsonObject): Json => [state[`${field}_by`] ?? null, state[`${field}_order`] ?? null];
  if (jsonKey(pick(before)) === jsonKey(pick(after))) return [];
  const said = (state: JsonObject): Words => {
    const words = arrangement(speech, state[`${field}_by`], state[`${field}_order`]);
    return words === null ? [`not ${verb}`] : [`${verb} by `, ...words];
  };
  return [
    {
      words: [
        'It is ',
        ...changedWords({ words: said(after), value: pick(after) }, { words: said(before), value: pick(before) }),
      ],
    },
  ];
}

const known: ReadonlySet<string> = new Set(['columns', 'group_by', 'group_order', 'sort_by', 'sort_order']);
const others = (state: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(state).filter(([key]) => !known.has(key)));

/** Columns, grouping and sorting of a view. */
export const describeExecution: DescribeField = (speech, before, after) => {
  const [old, now] = [before['execution'], after['execution']];
  if (!isJsonObject(old) || !isJsonObject(now)) return [];
  const columns = [old['columns'] ?? [], now['columns'] ?? []] as const;
  return [
    ...(Array.isArray(columns[0]) && Array.isArray(columns[1])
      ? describeList('Column', columns[0], columns[1], (id) => columnWords(speech, id))
      : rawDifference(['execution.columns'], columns[0], columns[1])),
    ...describeArrangement(speech, 'grouped', old, now),
    ...describeArrangement(speech, 'sorted', old, now),
    ...rawDifference(['execution'], others(old), others(now)),
  ];
};
