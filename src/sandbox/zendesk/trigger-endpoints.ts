import type { Account } from './account.ts';
import { type Answer, codedErrors, invalidAttribute, noAccess, recordNotFound, toAnswer } from './answer.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { isList, type JsonObject, toInteger } from './json.ts';
import { type Revision, toDiff } from './revisions.ts';
import { editorFor, withRule } from './rule-endpoints.ts';

/** What only triggers have: revisions and one order over the whole account. */
export function triggerEndpoints(account: Account): readonly Endpoint[] {
  const path = '/api/v2/triggers/{id}/revisions';
  const scope = 'triggers';
  return [
    {
      method: 'GET',
      path,
      scope,
      handle: (call) =>
        withRevisions(account, call, (held, id) =>
          listRevisions(account, call, { held, sent: account.revisions.sent(id) }),
        ),
    },
    {
      method: 'GET',
      path: `${path}/{revision}`,
      scope,
      handle: (call) =>
        withRevisions(account, call, (held) => {
          const revision = held.find(({ id }) => id === toInteger(call.params['revision']));
          return revision ? toAnswer({ trigger_revision: show(account, call, revision) }) : recordNotFound;
        }),
    },
    { method: 'PUT', path: '/api/v2/triggers/reorder', scope, handle: (call) => reorder(account, call) },
  ];
}

function withRevisions(account: Account, call: Call, use: (held: readonly Revision[], id: number) => Answer): Answer {
  if (account.settings().plan !== 'enterprise') return noAccess;
  return withRule(account, 'trigger', call, 'show', ({ id }) => use(account.revisions.list(id), id));
}

/** Newest first; `before` leads to older ones and `after` to more recent ones (List Ticket Trigger Revisions). */
function listRevisions(
  account: Account,
  call: Call,
  { held, sent }: { readonly held: readonly Revision[]; readonly sent: readonly JsonObject[] },
): Answer {
  const most = account.settings().revisionPageMax;
  const limit = Math.min(Number(call.query.get('limit') ?? most), most);
  if (!Number.isInteger(limit) || limit < 1) return invalidAttribute('limit must be an integer of 1 or more');
  const start = startOf(call.query.get('cursor'), limit, sent.length);
  if (start === null) return invalidAttribute('cursor is invalid');
  const page = sent.slice(start, start + limit);
  const url = `${account.origin}/api/v2/triggers/${call.params['id']}/revisions`;
  const link = (cursor: string | null) =>
    cursor === null ? null : `${url}?${new URLSearchParams({ cursor, limit: String(limit) })}`;
  const newer = start > 0 ? toCursor('after', start) : null;
  const older = start + limit < sent.length ? toCursor('before', start + limit) : null;
  return toAnswer({
    after_url: link(newer),
    before_url: link(older),
    after_cursor: newer,
    before_cursor: older,
    count: page.length,
    trigger_revisions: page.map((item) => {
      const revision = held.find((one) => one === item);
      if (revision === undefined) return item;
      return { ...show(account, call, revision), diff: toDiff(revision, held[held.indexOf(revision) + 1]) };
    }),
  });
}

function show(account: Account, call: Call, revision: Revision): JsonObject {
  const { id, author_id, created_at, snapshot } = revision;
  const url = `${account.origin}/api/v2/triggers/${call.params['id']}/revisions/${id}.json`;
  return { id, url, author_id, created_at, snapshot };
}

function toCursor(direction: 'after' | 'before', index: number): string {
  return Buffer.from(`${direction}|${index}`).toString('base64');
}

function startOf(cursor: string | null, limit: number, length: number): number | null {
  if (cursor === null) return 0;
  const match = /^(after|before)\|(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  const index = Number(match?.[2] ?? Number.NaN);
  if (!Number.isInteger(index) || index > length) return null;
  return match?.[1] === 'after' ? Math.max(0, index - limit) : index;
}

function reorder(account: Account, call: Call): Answer {
  if (account.categories.list().length > 1)
    return codedErrors(400, 'LimitOneCategory', 'Triggers of more than one category cannot be reordered');
  const wanted = isList(call.body['trigger_ids']) ? call.body['trigger_ids'].map((id) => toInteger(id) ?? 0) : [];
  const held = account.rules.list('trigger').map(({ id }) => id);
  if (new Set(wanted).size !== held.length || held.some((id) => !wanted.includes(id))) return recordNotFound;
  editorFor(account, call).reorder('trigger', wanted);
  const triggers = account.rules.list('trigger');
  return toAnswer({ triggers, next_page: null, previous_page: null, count: triggers.length });
}
