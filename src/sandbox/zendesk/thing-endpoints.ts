import type { Account } from './account.ts';
import { type Answer, codedErrors, noContent, recordNotFound, toAnswer } from './answer.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { isList, isObject, type JsonObject } from './json.ts';
import { toPage, toWhole } from './paging.ts';
import { editorFor } from './rule-endpoints.ts';
import { type AnyThing, type ThingType, thingTypes } from './thing-types.ts';

/** Lists of what is no business rule, with the reads and writes of single objects. */
export function thingEndpoints(account: Account): readonly Endpoint[] {
  return thingTypes.flatMap((type): readonly Endpoint[] => {
    const path = `/api/v2/${type.path}`;
    const scope = type.scope ?? null;
    const one = `${path}/{id}`;
    const update: Endpoint['handle'] = (call) =>
      withThing(account, type, call, (id) => change(account, type, call, id));
    const parts: readonly Endpoint[] = (partsOf[type.path] ?? []).map(({ field, list }) => ({
      method: 'GET',
      path: `${one}/${field}`,
      scope,
      handle: (call) => withThing(account, type, call, (id) => showPart(account, type, id, field, list)),
    }));
    return [
      ...parts,
      { method: 'GET', path, scope, handle: (call) => listThings(account, type, call) },
      {
        method: 'GET',
        path: one,
        scope,
        handle: (call) => withThing(account, type, call, (id) => show(account, type, id)),
      },
      { method: 'POST', path, scope, handle: (call) => create(account, type, call) },
      { method: 'PUT', path: one, scope, handle: update },
      { method: 'PATCH', path: one, scope, handle: update },
      {
        method: 'DELETE',
        path: one,
        scope,
        handle: (call) =>
          withThing(account, type, call, (id) => {
            editorFor(account, call).drop(type.path, id);
            return noContent;
          }),
      },
    ];
  });
}

/** Lists of their own below an object; the sandbox keeps them as fields of it. */
const partsOf: Readonly<Record<string, readonly { readonly field: string; readonly list: string }[]>> = {
  'business_hours/schedules': [{ field: 'holidays', list: 'holidays' }],
  'routing/attributes': [{ field: 'values', list: 'attribute_values' }],
};

function showPart(account: Account, type: ThingType, id: AnyThing['id'], field: string, list: string): Answer {
  const found = account.things(type.path).get(id)?.[field];
  return toAnswer({ [list]: isList(found) ? found : [] });
}

function listThings(account: Account, type: ThingType, call: Call): Answer {
  const items = account.things(type.path).list();
  if (type.paging === 'none') return toWhole(type.list, items);
  const order = { cursor: 'id', key: ({ id }: JsonObject) => [typeof id === 'number' ? id : String(id)] };
  return toPage(call.query, {
    name: type.list,
    url: `${account.origin}/api/v2/${type.path}.json`,
    items,
    cursorOrder: order,
    offsetOrder: order,
    show: (item) => item,
    sizeMax: account.settings().pageSizeMax,
  });
}

function withThing(account: Account, type: ThingType, call: Call, use: (id: AnyThing['id']) => Answer): Answer {
  const wanted = call.params['id'] ?? '';
  const found = account
    .things(type.path)
    .list()
    .find(({ id }) => String(id) === wanted);
  if (found !== undefined) return use(found.id);
  return type.path === 'webhooks' ? codedErrors(404, 'WebhookNotFound', 'Webhook not found') : recordNotFound;
}

const show = (account: Account, type: ThingType, id: AnyThing['id']): Answer => {
  const thing = account.things(type.path).get(id) ?? {};
  return toAnswer(type.path === 'apps/installations' ? thing : { [type.envelope]: thing });
};

const bodyOf = (type: ThingType, { body }: Call): JsonObject => {
  const found = body[type.envelope];
  return isObject(found) ? found : {};
};

function change(account: Account, type: ThingType, call: Call, id: AnyThing['id']): Answer {
  editorFor(account, call).change(type.path, id, bodyOf(type, call));
  return show(account, type, id);
}

function create(account: Account, type: ThingType, call: Call): Answer {
  const made = editorFor(account, call).make(type.path, bodyOf(type, call));
  return toAnswer({ [type.envelope]: made }, 201);
}
