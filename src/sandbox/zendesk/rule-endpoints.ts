import type { Account } from './account.ts';
import { type Answer, invalidRecord, noAccess, noContent, notAnInteger, recordNotFound, toAnswer } from './answer.ts';
import { hasConditions } from './conditions.ts';
import type { Arrangement, Editor } from './edit.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { isList, isObject, type Json, type JsonObject, objectsIn, sameJson, toInteger } from './json.ts';
import { type Kind, kinds, type Problem, plurals, type Rule } from './rule.ts';
import { ruleForms } from './rule-forms.ts';
import { isVisible, listRules } from './rule-listing.ts';

/** List, show, create, update, delete and `update_many` of the four kinds. */
export function ruleEndpoints(account: Account): readonly Endpoint[] {
  return kinds.flatMap((kind) => endpointsOf(account, kind));
}

function endpointsOf(account: Account, kind: Kind): readonly Endpoint[] {
  const path = `/api/v2/${plurals[kind]}`;
  // There is no `views` scope: only the plain ones open views (Grant Type Tokens, "Resource-specific scopes").
  const scope = kind === 'view' ? null : plurals[kind];
  return [
    { method: 'GET', path, scope, handle: (call) => listRules(account, kind, call) },
    { method: 'POST', path, scope, handle: (call) => createRule(account, kind, call) },
    {
      method: 'GET',
      path: `${path}/{id}`,
      scope,
      handle: (call) => withRule(account, kind, call, 'show', (rule) => toAnswer({ [kind]: rule })),
    },
    {
      method: 'PUT',
      path: `${path}/{id}`,
      scope,
      handle: (call) => withRule(account, kind, call, 'update', (rule) => updateRule(account, kind, rule, call)),
    },
    {
      method: 'DELETE',
      path: `${path}/{id}`,
      scope,
      handle: (call) =>
        withRule(account, kind, call, 'destroy', (rule) => {
          editorFor(account, call).remove(kind, rule.id);
          return noContent;
        }),
    },
    { method: 'PUT', path: `${path}/update_many`, scope, handle: (call) => updateMany(account, kind, call) },
  ];
}

/** Writes over HTTP are the credentials' owner's, from the API's address. */
export function editorFor(account: Account, call: Call): Editor {
  return account.as(call.user.id, { ip: account.settings().apiIp });
}

/** Finds the rule of `{id}` for a reader who may see it, or answers what the API answers instead. */
export function withRule(
  account: Account,
  kind: Kind,
  call: Call,
  action: string,
  use: (rule: Rule) => Answer,
): Answer {
  const id = toInteger(call.params['id']);
  if (id === null) return notAnInteger('id', `${plurals[kind]}/${action}`);
  const rule = account.rules.get(kind, id);
  if (rule === undefined) return recordNotFound;
  if (!isVisible(account, kind, rule, call.user.id))
    return kind === 'view' && account.settings().foreignView === 403 ? noAccess : recordNotFound;
  return use(rule);
}

function createRule(account: Account, kind: Kind, call: Call): Answer {
  const form = ruleForms[kind];
  const { input, dropped } = toInput(kind, call.body);
  const birth = { id: 0, at: account.clock.iso(), position: 0, origin: account.origin };
  const problems = [...form.problems(form.create(input, birth, () => null)), ...problemsOfCategory(account, input)];
  if (problems.length > 0) return invalidRecord(problems);
  const { object } = editorFor(account, call).create(kind, input);
  return { ...toAnswer({ [kind]: object }, 201), headers: warn(kind, dropped) };
}

function updateRule(account: Account, kind: Kind, rule: Rule, call: Call): Answer {
  const { input: given, dropped } = toInput(kind, call.body);
  const input = clearsBoth(kind, given);
  const form = ruleForms[kind];
  const custom = (id: number) => account.ticketFields.get(id) ?? null;
  const wanted = form.update(rule, input, custom);
  const problems = [...form.problems(wanted), ...problemsOfCategory(account, input)];
  if (problems.length > 0) return invalidRecord(problems);
  const editor = editorFor(account, call);
  // A record that does not change is not saved: no new `updated_at`, no entry.
  const moves = 'position' in input && toInteger(input['position']) !== rule.position;
  const saved =
    moves || !sameJson(comparable(wanted), comparable(rule)) ? editor.update(kind, rule.id, input).object : rule;
  return { ...toAnswer({ [kind]: saved }), headers: warn(kind, dropped) };
}

/** Without the display copies of view columns, which the form alone decides. */
function comparable(rule: Rule): JsonObject {
  const { columns, group_by, group_order, sort_by, sort_order } = isObject(rule['execution']) ? rule['execution'] : {};
  const ids: Json = isList(columns) ? columns.map((column) => (isObject(column) ? (column['id'] ?? null) : null)) : [];
  const order: Json = [group_by ?? null, group_order ?? null, sort_by ?? null, sort_order ?? null];
  return { ...rule, title: '', execution: [ids, order] };
}

/** "Updating a condition or action updates both arrays, clearing all existing values" (Update Trigger, Automation). */
function clearsBoth(kind: Kind, input: JsonObject): JsonObject {
  if (kind !== 'trigger' && kind !== 'automation') return input;
  return 'actions' in input || hasConditions(input) ? { actions: [], conditions: {}, ...input } : input;
}

function problemsOfCategory(account: Account, input: JsonObject): readonly Problem[] {
  const id = input['category_id'];
  if (id === undefined || (typeof id === 'string' && account.categories.get(id) !== undefined)) return [];
  return [{ field: 'category_id', description: 'Category: is invalid', error: 'InvalidValue' }];
}

function toInput(kind: Kind, body: JsonObject): { readonly input: JsonObject; readonly dropped: readonly string[] } {
  const given = Object.entries(isObject(body[kind]) ? body[kind] : {});
  const { writable } = ruleForms[kind];
  return {
    input: Object.fromEntries(given.filter(([key]) => writable.includes(key))),
    dropped: given.map(([key]) => key).filter((key) => !writable.includes(key)),
  };
}

function warn(kind: Kind, dropped: readonly string[]): Readonly<Record<string, string>> {
  if (dropped.length === 0) return {};
  const keys = JSON.stringify(dropped.map((key) => `${kind}.${key}`));
  return { 'x-zendesk-api-warn': `Removed restricted keys ${keys} from parameters according to whitelist` };
}

function updateMany(account: Account, kind: Kind, call: Call): Answer {
  const items = objectsIn(call.body[plurals[kind]]).map(toArrangement);
  if (items.some((item) => item === null || account.rules.get(kind, item.id) === undefined)) return recordNotFound;
  const edits = editorFor(account, call).arrange(
    kind,
    items.filter((item) => item !== null),
  );
  return toAnswer({
    [plurals[kind]]: edits.map(({ object }) => object),
    next_page: null,
    previous_page: null,
    count: edits.length,
  });
}

/** One item of `update_many`: the id and what may change with it; null without an id. */
export function toArrangement(item: JsonObject): Arrangement | null {
  const id = toInteger(item['id']);
  const position = toInteger(item['position']);
  const { active, category_id } = item;
  if (id === null) return null;
  return {
    id,
    ...(position === null ? {} : { position }),
    ...(typeof active === 'boolean' ? { active } : {}),
    ...(typeof category_id === 'string' ? { category_id } : {}),
  };
}
