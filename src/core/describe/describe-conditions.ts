import type { DescribedLine } from '#core/words.ts';
import type { JsonObject } from '#json.ts';
import { changedCondition, conditionWords } from './condition-words.ts';
import { isJsonObject, jsonKey } from './json-words.ts';
import { findItemMoves, matchItems } from './match-items.ts';
import { rawDifference } from './raw-difference.ts';
import { type Condition, type ConditionList, conditionLists, findConditions } from './rule-items.ts';
import type { Speech } from './term-words.ts';

const keys = [
  ({ field, operator, value }: Condition) => jsonKey([field, operator, value]),
  ({ field, operator }: Condition) => jsonKey([field, operator]),
  ({ field }: Condition) => field,
];

const listNames: Readonly<Record<ConditionList, string>> = { all: 'all of', any: 'any of' };

/** Conditions added, removed, changed and moved, in both lists. Empty where they have no known shape, or are equal. */
export function describeConditions(speech: Speech, before: JsonObject, after: JsonObject): readonly DescribedLine[] {
  const lists = conditionLists.map(
    (list) => [list, findConditions(before, list), findConditions(after, list)] as const,
  );
  if (lists.some(([, old, now]) => old === null || now === null)) return [];
  const lines = lists.flatMap(([list, old, now]) => describeList(speech, list, old ?? [], now ?? []));
  const left = lists.some(([, , now]) => (now ?? []).length > 0);
  const had = lists.some(([, old]) => (old ?? []).length > 0);
  return [...lines, ...otherKeys(before, after), ...(had && !left ? [{ words: [withoutCondition(speech)] }] : [])];
}

/** What it means that a rule has no condition. */
export function withoutCondition({ kind }: Speech): string {
  if (kind.name === 'trigger') return 'Now runs on every ticket update: no condition is left';
  if (kind.name === 'view') return 'Now shows every ticket: no condition is left';
  return 'Now runs on every ticket: no condition is left';
}

function describeList(
  speech: Speech,
  list: ConditionList,
  old: readonly Condition[],
  now: readonly Condition[],
): readonly DescribedLine[] {
  const name = listNames[list];
  const matched = matchItems(old, now, keys);
  const plain = (verb: string, from: readonly Condition[], indexes: readonly number[]) =>
    indexes.flatMap((index) =>
      from.slice(index, index + 1).map((condition) => ({
        words: [`Condition ${verb} (${name}): `, ...conditionWords(speech, condition)],
      })),
    );
  const changed = matched.pairs.flatMap((pair) => {
    const [was, is] = [old[pair.before], now[pair.after]];
    if (was === undefined || is === undefined || jsonKey({ ...was }) === jsonKey({ ...is })) return [];
    return [{ words: [`Condition changed (${name}): `, ...changedCondition(speech, was, is)] }];
  });
  const moved = findItemMoves(matched).length > 0;
  return [
    ...plain('added', now, matched.added),
    ...plain('removed', old, matched.removed),
    ...changed,
    ...(moved ? [{ words: [`Conditions (${name}) stand in another order; what they ask for is the same`] }] : []),
  ];
}

// A file that someone edited by hand may hold more than the two lists.
function otherKeys(before: JsonObject, after: JsonObject): readonly DescribedLine[] {
  const rest = (state: JsonObject): JsonObject => {
    const conditions = state['conditions'];
    if (!isJsonObject(conditions)) return {};
    return Object.fromEntries(Object.entries(conditions).filter(([key]) => key !== 'all' && key !== 'any'));
  };
  return rawDifference(['conditions'], rest(before), rest(after));
}
