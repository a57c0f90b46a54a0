import type { Account } from './account.ts';
import { type Answer, codedErrors } from './answer.ts';
import type { Call } from './endpoint.ts';
import { type Order, toPage } from './paging.ts';
import { ownerOf } from './restriction.ts';
import { type Kind, plurals, type Rule } from './rule.ts';

/** The page of a kind's listing that a reader may see. */
export function listRules(account: Account, kind: Kind, call: Call): Answer {
  const orders = ordersOf(account, kind);
  const wanted = call.query.get('sort') ?? '';
  const name = wanted.replace(/^-/, '');
  const sorted = wanted === '' ? undefined : orders[name];
  if (wanted !== '' && sorted === undefined) return codedErrors(400, 'InvalidPaginationParameter', 'sort is not valid');
  const cursorOrder = sorted
    ? { ...sorted, cursor: `${wanted},id`, descending: wanted.startsWith('-') }
    : defaultOrder(account, kind);
  return toPage(call.query, {
    name: plurals[kind],
    url: `${account.origin}/api/v2/${plurals[kind]}.json`,
    items: account.rules
      .list(kind)
      .filter((rule) => isVisible(account, kind, rule, call.user.id) && isAsked(rule, call)),
    cursorOrder,
    offsetOrder: offsetOrder(account, kind, call.query),
    show: (rule) => rule,
    sizeMax: account.settings().pageSizeMax,
  });
}

/** An admin lists every macro, but of the personal views only the own ones (Macros, Views: "List"). */
export function isVisible(account: Account, kind: Kind, rule: Rule, readerId: number): boolean {
  const owner = ownerOf(rule['restriction']);
  if (owner === null || owner === readerId) return true;
  if (kind === 'view') return account.settings().personalViewsOf.includes(owner);
  return kind !== 'macro' || account.users.get(readerId)?.role === 'admin';
}

function isAsked(rule: Rule, { query, user }: Call): boolean {
  const active = query.get('active');
  const category = query.get('category_id');
  const owner = ownerOf(rule['restriction']);
  const accesses: Readonly<Record<string, boolean>> = {
    personal: owner === user.id,
    agents: owner !== null,
    shared: owner === null,
    account: rule['restriction'] === null,
  };
  return (
    (active === null || String(rule.active) === active) &&
    (category === null || rule['category_id'] === category) &&
    (accesses[query.get('access') ?? ''] ?? true)
  );
}

/** The orders inside recorded cursors; a rename or a reorder while someone pages can so skip or repeat rows. */
function defaultOrder(account: Account, kind: Kind): Order<Rule> {
  if (kind === 'trigger') return { cursor: 'position,position,title,id', key: runKey(account) };
  if (kind === 'automation') return { cursor: 'position,id', key: ({ position, id }) => [position, id] };
  if (kind === 'macro') return { cursor: 'title,id', key: byTitle };
  return { cursor: 'created_at,id', key: ({ created_at, id }) => [created_at, id] };
}

/** A cursor holds the key and travels in a URL, so a title of 64 KB may not be in it whole. */
function byTitle({ title, id }: Rule): readonly [string, number] {
  return [title.slice(0, 100), id];
}

function runKey(account: Account): (rule: Rule) => readonly (string | number)[] {
  return (rule) => {
    const category = typeof rule['category_id'] === 'string' ? account.categories.get(rule['category_id']) : undefined;
    return [category?.position ?? 0, rule.position, ...byTitle(rule)];
  };
}

function ordersOf(account: Account, kind: Kind): Readonly<Record<string, Order<Rule>>> {
  const byRun = kind === 'trigger' ? runKey(account) : ({ position, id }: Rule) => [position, id];
  return {
    position: { cursor: 'position', key: byRun },
    alphabetical: { cursor: 'title', key: byTitle },
    title: { cursor: 'title', key: byTitle },
    created_at: { cursor: 'created_at', key: ({ created_at, id }) => [created_at, id] },
    updated_at: { cursor: 'updated_at', key: ({ updated_at, id }) => [updated_at, id] },
  };
}

function offsetOrder(account: Account, kind: Kind, query: URLSearchParams): Order<Rule> {
  const orders = ordersOf(account, kind);
  const name = query.get('sort_by') ?? (kind === 'macro' ? 'alphabetical' : 'position');
  const order = orders[name] ?? orders['position'] ?? defaultOrder(account, kind);
  const ascending = name === 'position' || name === 'alphabetical' ? 'asc' : 'desc';
  return { ...order, descending: (query.get('sort_order') ?? ascending) === 'desc' };
}
