import type { Account } from './account.ts';
import { type Answer, invalidAttribute, notAnInteger, recordNotFound, toAnswer } from './answer.ts';
import { type DefinedKind, toDefinitions } from './definitions.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { isList, type JsonObject, toInteger } from './json.ts';
import { toPage, toWhole } from './paging.ts';
import { plurals } from './rule.ts';
import { withRule } from './rule-endpoints.ts';
import { isVisible } from './rule-listing.ts';

/** What gives names to the ids inside business rules, and the small reads that belong to one kind alone. */
export function directoryEndpoints(account: Account): readonly Endpoint[] {
  const get = (path: string, scope: string | null, handle: Endpoint['handle']): Endpoint => ({
    method: 'GET',
    path: `/api/v2/${path}`,
    scope,
    handle,
  });
  const defined = (kind: DefinedKind) =>
    get(`${plurals[kind]}/definitions`, kind === 'view' ? null : plurals[kind], () =>
      toAnswer({ definitions: toDefinitions(account, kind) }),
    );
  return [
    get('users/me', 'users', ({ user }) => toAnswer({ user })),
    get('users', 'users', (call) => listUsers(account, call)),
    get('users/show_many', 'users', (call) => showManyUsers(account, call)),
    get('users/{id}', 'users', (call) => showUser(account, call)),
    get('macros/{id}/attachments', 'macros', (call) => listAttachments(account, call)),
    get('views/show_many', null, (call) => showManyViews(account, call)),
    defined('trigger'),
    defined('macro'),
    defined('view'),
  ];
}

/** https://developer.zendesk.com/api-reference/ticketing/users/users/#list-users */
function listUsers(account: Account, call: Call): Answer {
  const roles = [...call.query.getAll('role[]'), ...call.query.getAll('role')];
  const users = account.users
    .list()
    .filter((user) => user.active && (roles.length === 0 || roles.some((role) => role === user.role)));
  return listThings(account, call, 'users', users);
}

function showManyUsers(account: Account, call: Call): Answer {
  const ids = (call.query.get('ids') ?? '').split(',').filter(Boolean);
  if (ids.length > 100) return invalidAttribute('ids must not hold more than 100 ids');
  if (ids.some((id) => toInteger(id) === null)) return notAnInteger('ids', 'users/show_many');
  const withDeleted = call.query.get('include_deleted') === 'true';
  const users = account.users.list().filter((user) => ids.includes(String(user.id)) && (user.active || withDeleted));
  return toWhole('users', users);
}

function showUser(account: Account, call: Call): Answer {
  const id = toInteger(call.params['id']);
  if (id === null) return notAnInteger('id', 'users/show');
  const user = account.users.get(id);
  return user ? toAnswer({ user }) : recordNotFound;
}

function listThings(account: Account, call: Call, name: string, items: readonly JsonObject[]): Answer {
  const order = { cursor: 'id', key: ({ id }: JsonObject) => [typeof id === 'number' ? id : String(id)] };
  return toPage(call.query, {
    name,
    url: `${account.origin}/api/v2/${name}.json`,
    items,
    cursorOrder: order,
    offsetOrder: order,
    show: (item) => item,
    sizeMax: account.settings().pageSizeMax,
  });
}

function listAttachments(account: Account, call: Call): Answer {
  return withRule(account, 'macro', call, 'attachments', (macro) => {
    const ids = isList(macro['attachments']) ? macro['attachments'] : [];
    return toWhole(
      'macro_attachments',
      account.macroAttachments.list().filter(({ id }) => ids.includes(id)),
    );
  });
}

function showManyViews(account: Account, call: Call): Answer {
  const ids = (call.query.get('ids') ?? '').split(',').filter(Boolean);
  if (ids.length > 100) return invalidAttribute('ids must not hold more than 100 ids');
  if (ids.some((id) => toInteger(id) === null)) return notAnInteger('ids', 'views/show_many');
  const views = account.rules
    .list('view')
    .filter((view) => ids.includes(String(view.id)) && isVisible(account, 'view', view, call.user.id));
  return toWhole('views', views);
}
