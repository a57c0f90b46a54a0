import type { Account } from './account.ts';
import { type Answer, invalidAttribute, noAccess, notAnInteger, recordNotFound, toAnswer } from './answer.ts';
import type { AuditEntry } from './audit-log.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { toInteger } from './json.ts';
import { openMinuteLimit } from './minute-limit.ts';
import { type Order, toPage } from './paging.ts';
import type { User } from './user.ts';

/** The audit log, on an Enterprise plan: whoever may not read it gets the words of a page without access. */
export function auditEndpoints(account: Account): readonly Endpoint[] {
  const guarded = (handle: Endpoint['handle']) => (call: Call) =>
    account.settings().plan === 'enterprise' && mayRead(account, call.user) ? handle(call) : noAccess;
  const scope = 'auditlogs';
  const mails = openMinuteLimit(account.clock, 'audit-logs-export', 'Audit log CSV Export');
  return [
    { method: 'GET', path: '/api/v2/audit_logs', scope, handle: guarded((call) => listEntries(account, call)) },
    { method: 'GET', path: '/api/v2/audit_logs/{id}', scope, handle: guarded((call) => showEntry(account, call)) },
    { method: 'POST', path: '/api/v2/audit_logs/export', scope, handle: guarded(() => mails.take()) },
  ];
}

const mayRead = (account: Account, { id, role }: User): boolean =>
  role === 'admin' || account.settings().auditReaders.includes(id);

function showEntry(account: Account, call: Call): Answer {
  const id = toInteger(call.params['id']);
  if (id === null) return notAnInteger('id', 'audit_logs/show');
  const entry = account.audit.visible(account.clock.now()).find((one) => one.id === id);
  return entry ? toAnswer({ audit_log: entry }) : recordNotFound;
}

type Test = (entry: AuditEntry) => boolean;

function listEntries(account: Account, call: Call): Answer {
  const { query } = call;
  const { sourceTypeFilter, pageSizeMax } = account.settings();
  if (sourceTypeFilter === 'refused' && valuesOf(query, 'source_type').length > 0)
    return invalidAttribute('filter[source_type] is not valid');
  const created = toPeriod(query);
  if (created === null) return invalidAttribute('filter[created_at] must be given twice: a start and an end time');
  const sort = query.get('sort') ?? '-created_at';
  if (sort !== 'created_at' && sort !== '-created_at') return invalidAttribute('sort is not valid');
  const tests: readonly Test[] = [
    created,
    ofSourceTypes(valuesOf(query, 'source_type'), sourceTypeFilter),
    oneOf(query, 'source_id', (entry) => String(entry.source_id)),
    oneOf(query, 'actor_id', (entry) => String(entry.actor_id)),
    oneOf(query, 'action', (entry) => entry.action),
    oneOf(query, 'ip_address', (entry) => entry.ip_address ?? ''),
  ];
  const order = (descending: boolean): Order<AuditEntry> => ({
    cursor: descending ? '-created_at,id' : 'created_at,id',
    key: ({ created_at, id }) => [created_at, id],
    descending,
  });
  return toPage(query, {
    name: 'audit_logs',
    url: `${account.origin}/api/v2/audit_logs.json`,
    items: account.audit.visible(account.clock.now()).filter((entry) => tests.every((test) => test(entry))),
    cursorOrder: order(sort.startsWith('-')),
    offsetOrder: order((query.get('sort_order') ?? 'desc') === 'desc'),
    show: (entry) => entry,
    sizeMax: pageSizeMax,
  });
}

/** Several values are asked for with `[]` behind the name, once each ("Filtering by multiple values"). */
function valuesOf(query: URLSearchParams, name: string): readonly string[] {
  return [...query.getAll(`filter[${name}]`).slice(-1), ...query.getAll(`filter[${name}][]`)];
}

function ofSourceTypes(values: readonly string[], filter: ReturnType<Account['settings']>['sourceTypeFilter']): Test {
  const heeded = { first: values.slice(0, 1), last: values.slice(-1), ignored: [], refused: values, supported: values };
  const wanted: readonly string[] = heeded[filter];
  return (entry) => wanted.length === 0 || wanted.includes(entry.source_type);
}

function oneOf(query: URLSearchParams, name: string, read: (entry: AuditEntry) => string): Test {
  const values = valuesOf(query, name);
  return (entry) => values.length === 0 || values.includes(read(entry));
}

/** Both bounds belong to the period. The name without `[]` loses a value on the way, so it is refused here. */
function toPeriod(query: URLSearchParams): Test | null {
  const bounds = query.getAll('filter[created_at][]').map((bound) => Date.parse(bound));
  if (query.has('filter[created_at]')) return null;
  if (bounds.length === 0) return () => true;
  const [from, to] = bounds;
  if (bounds.length !== 2 || from === undefined || to === undefined || Number.isNaN(from + to)) return null;
  return ({ created_at }) => from <= Date.parse(created_at) && Date.parse(created_at) <= to;
}
