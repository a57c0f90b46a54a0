import type { Account } from './account.ts';
import { type Answer, codedErrors, noContent, toAnswer } from './answer.ts';
import type { Category } from './category.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { isObject, objectsIn, toInteger } from './json.ts';
import { toPage } from './paging.ts';
import { editorFor, toArrangement } from './rule-endpoints.ts';

/** Trigger categories. No narrow scope is listed for them, so only plain `read` and `write` open them. */
export function categoryEndpoints(account: Account): readonly Endpoint[] {
  const path = '/api/v2/trigger_categories';
  const one = `${path}/{id}`;
  return [
    { method: 'GET', path, scope: null, handle: (call) => listCategories(account, call) },
    { method: 'POST', path, scope: null, handle: (call) => createCategory(account, call) },
    { method: 'GET', path: one, scope: null, handle: (call) => withCategory(account, call, show) },
    { method: 'PATCH', path: one, scope: null, handle: (call) => updateCategory(account, call) },
    { method: 'DELETE', path: one, scope: null, handle: (call) => removeCategory(account, call) },
    { method: 'POST', path: `${path}/jobs`, scope: null, handle: (call) => runJob(account, call) },
  ];
}

const show = (category: Category): Answer => toAnswer({ trigger_category: category });

function listCategories(account: Account, call: Call): Answer {
  const byPosition = (category: Category) => [category.position, category.id];
  return toPage(call.query, {
    name: 'trigger_categories',
    url: `${account.origin}/api/v2/trigger_categories.json`,
    items: account.categories.list(),
    cursorOrder: { cursor: 'position,id', key: byPosition },
    offsetOrder: { cursor: 'position,id', key: byPosition },
    show: (category) => category,
    sizeMax: account.settings().pageSizeMax,
  });
}

function withCategory(account: Account, call: Call, use: (category: Category) => Answer): Answer {
  const category = account.categories.get(call.params['id'] ?? '');
  const title = 'Category can’t be found. Check the ID and try again.';
  return category ? use(category) : codedErrors(404, 'TriggerCategoryNotFound', title);
}

function wantedOf(call: Call): { readonly name: string | null; readonly position: number | null } {
  const wanted = isObject(call.body['trigger_category']) ? call.body['trigger_category'] : {};
  return { name: typeof wanted['name'] === 'string' ? wanted['name'] : null, position: toInteger(wanted['position']) };
}

const blankName = codedErrors(400, 'InvalidTriggerCategory', 'Name cannot be blank');

function createCategory(account: Account, call: Call): Answer {
  const { name, position } = wantedOf(call);
  if (name === null || name.trim() === '') return blankName;
  return show(editorFor(account, call).createCategory({ name, ...(position === null ? {} : { position }) }));
}

function updateCategory(account: Account, call: Call): Answer {
  return withCategory(account, call, (category) => {
    const { name, position } = wantedOf(call);
    if (name?.trim() === '') return blankName;
    const editor = editorFor(account, call);
    if (name !== null) editor.renameCategory(category.id, name);
    return show(
      position === null
        ? (account.categories.get(category.id) ?? category)
        : editor.moveCategory(category.id, position),
    );
  });
}

function removeCategory(account: Account, call: Call): Answer {
  return withCategory(account, call, ({ id }) => {
    if (account.rules.siblings('trigger', id).some(({ active }) => active))
      return codedErrors(400, 'TriggerCategoryNotEmpty', 'A category with active ticket triggers cannot be deleted.');
    editorFor(account, call).removeCategory(id);
    return noContent;
  });
}

/** The batch that the admin page uses to put categories and triggers in order. */
function runJob(account: Account, call: Call): Answer {
  const job = isObject(call.body['job']) ? call.body['job'] : {};
  const items = isObject(job['items']) ? job['items'] : {};
  const triggers = objectsIn(items['triggers']).map(toArrangement);
  const categories = objectsIn(items['trigger_categories']);
  const unknown = triggers.some((item) => item === null || account.rules.get('trigger', item.id) === undefined);
  const homeless = categories.some(({ id }) => account.categories.get(String(id)) === undefined);
  if (job['action'] !== 'patch' || unknown || homeless)
    return toAnswer({ status: 'failed', errors: [{ code: 'InvalidTrigger', title: 'An item is not valid' }] }, 400);
  const editor = editorFor(account, call);
  const movedCategories = categories.map(({ id, position }) =>
    editor.moveCategory(String(id), toInteger(position) ?? 0),
  );
  const moved = editor.arrange(
    'trigger',
    triggers.filter((item) => item !== null),
  );
  const results = { trigger_categories: movedCategories, triggers: moved.map(({ object }) => object) };
  return toAnswer({ status: 'complete', results });
}
