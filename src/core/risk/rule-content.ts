import { meaningOf } from '#core/describe/json-change.ts';
import { isJsonObject, jsonKey } from '#core/describe/json-words.ts';
import { matchItems } from '#core/describe/match-items.ts';
import {
  type Condition,
  type ConditionList,
  conditionLists,
  findActions,
  findConditions,
  firstValue,
} from '#core/describe/rule-items.ts';
import { isNone } from '#core/describe/value-words.ts';
import type { Json, JsonObject } from '#json.ts';

/** What a rule sends, to whom, and on what, as far as its risk depends on it. */

const text = (value: Json): string => (typeof value === 'object' ? jsonKey(value) : String(value));

const noReceiver: ReadonlySet<string> = new Set(['tweet_requester', 'deflection']);

/** Whom the actions of these fields go to (webhook ids, recipients), or their values where they have no recipient. */
export const targetsOf = (state: JsonObject | undefined, fields: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    (findActions(state) ?? [])
      .filter(({ field }) => fields.has(field))
      // What a tweet or an autoreply says is no receiver: another wording goes to the same person.
      .map(({ field, value }) => (noReceiver.has(field) ? field : `${field} ${text(firstValue(value))}`)),
  );

/** What is sent by the actions of these fields, whole; bodies that mean the same are the same. */
export const contentsOf = (state: JsonObject | undefined, fields: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    (findActions(state) ?? [])
      .filter(({ field }) => fields.has(field))
      .map(({ field, value }) => `${field} ${meaningKey(value)}`),
  );

const meaningKey = (value: Json): string =>
  Array.isArray(value)
    ? JSON.stringify(
        value.map((part, index) =>
          index === 0 ? text(part) : typeof part === 'string' ? meaningOf(part) : jsonKey(part),
        ),
      )
    : jsonKey(value);

export const allConditions = (state: JsonObject | undefined): readonly Condition[] =>
  conditionLists.flatMap((list) => findConditions(state, list) ?? []);

const keys = [
  ({ field, operator, value }: Condition) => jsonKey([field, operator, value]),
  ({ field, operator }: Condition) => jsonKey([field, operator]),
  ({ field }: Condition) => field,
];

/** In what way less is asked of a ticket: one of "all" went, one of "any" came, or the last of "any" went; null for none. */
export function findLess(before: JsonObject, after: JsonObject): { readonly all: number; readonly any: number } | null {
  const [allBefore, allAfter] = [findConditions(before, 'all') ?? [], findConditions(after, 'all') ?? []];
  const [anyBefore, anyAfter] = [findConditions(before, 'any') ?? [], findConditions(after, 'any') ?? []];
  const all = matchItems(allBefore, allAfter, keys).removed.length;
  const any =
    anyBefore.length === 0
      ? 0
      : anyAfter.length === 0
        ? anyBefore.length
        : matchItems(anyBefore, anyAfter, keys).added.length;
  return all === 0 && any === 0 ? null : { all, any };
}

export const asksForLess = (before: JsonObject, after: JsonObject): boolean => findLess(before, after) !== null;

/** Whether the same is asked of a ticket, in whatever order and however a value is written. */
export const sameConditions = (before: JsonObject, after: JsonObject): boolean =>
  conditionLists.every((list) => askedBy(before, list) === askedBy(after, list));

const askedBy = (state: JsonObject, list: ConditionList): string =>
  JSON.stringify(
    (findConditions(state, list) ?? [])
      .map(({ field, operator, value }) =>
        jsonKey([field, operator, isNone(value) ? null : Array.isArray(value) ? value.map(text).sort() : text(value)]),
      )
      .sort(),
  );

/** Who may use or see it: null = everyone. */
const audience = (state: JsonObject): ReadonlySet<string> | null => {
  const restriction = state['restriction'];
  if (!isJsonObject(restriction)) return null;
  const { type, id, ids } = restriction;
  return new Set((Array.isArray(ids) ? [...ids] : [id ?? null]).map((one) => `${text(type ?? null)} ${text(one)}`));
};

const isOneAgent = ({ restriction }: JsonObject): boolean =>
  isJsonObject(restriction) && restriction['type'] === 'User';

/** Whether someone may use or see it who might not before. */
export function reachesMorePeople(before: JsonObject, after: JsonObject): boolean {
  const [old, now] = [audience(before), audience(after)];
  if (old === null) return false;
  if (now === null) return true;
  // One agent is fewer than a group, whether or not of that group: which agents a group has is not known here.
  if (isOneAgent(after) && !isOneAgent(before)) return false;
  return [...now].some((one) => !old.has(one));
}

export const hasNew = (before: ReadonlySet<string>, after: ReadonlySet<string>): boolean =>
  [...after].some((item) => !before.has(item));
