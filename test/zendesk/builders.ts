import { sourcesFor } from '#kinds/registry.ts';
import type { Clock } from '#ports.ts';
import { openZendeskClient } from '#zendesk/client.ts';
import { openZendesk } from '#zendesk/open-zendesk.ts';
import type { ZendeskConnection, ZendeskCredentials } from '#zendesk/settings.ts';

export const start = Date.parse('2026-11-22T10:00:00Z');

/** A clock on which sleeping takes no time but moves the time. */
export interface FakeClock extends Clock {
  readonly slept: readonly number[];
  advance(milliseconds: number): void;
}

export function fakeClock(): FakeClock {
  let now = start;
  const slept: number[] = [];
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
    slept,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

export const bearer: ZendeskCredentials = { type: 'bearer', token: 'secret-bearer-token' };
export const clientCredentials: ZendeskCredentials = {
  type: 'client-credentials',
  id: 'zendrift',
  secret: 'secret-client-secret',
};

export const settingsFor = (url: string, settings: Partial<ZendeskConnection> = {}): ZendeskConnection => ({
  account: 'acme',
  url,
  credentials: bearer,
  deadline: () => Number.POSITIVE_INFINITY,
  clock: fakeClock(),
  warn: () => {},
  random: () => 0,
  ...settings,
});

export const zendeskAt = (url: string, settings: Partial<ZendeskConnection> = {}) =>
  openZendesk(settingsFor(url, settings), sourcesFor([]));

export const clientAt = (url: string, settings: Partial<ZendeskConnection> = {}) =>
  openZendeskClient(settingsFor(url, settings));

export const page = (key: string, items: readonly unknown[], next: string | null = null) => ({
  [key]: items,
  meta: { has_more: next !== null, after_cursor: next, before_cursor: null },
  links: { prev: null, next: next === null ? null : `https://elsewhere.example/?page[after]=${next}` },
});

export const me = { user: { id: 1001, name: 'Jane Doe', role: 'admin' } };

export const rawTrigger = (id: number, fields: object = {}) => ({
  id,
  title: `Trigger ${id}`,
  raw_title: `Trigger ${id}`,
  active: true,
  description: null,
  position: id,
  category_id: '900',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-02T00:00:00Z',
  conditions: { all: [{ field: 'status', operator: 'is', value: 'open' }], any: [] },
  actions: [{ field: 'priority', value: 'high' }],
  ...fields,
});

export const rawMacro = (id: number, fields: object = {}) => ({
  id,
  title: `Macro ${id}`,
  active: true,
  description: null,
  position: 1,
  restriction: null,
  actions: [{ field: 'status', value: 'solved' }],
  updated_at: '2026-01-02T00:00:00Z',
  ...fields,
});

export const rawEntry = (id: number, fields: object = {}) => ({
  url: `https://acme.zendesk.com/api/v2/audit_logs/${id}.json`,
  id,
  action: 'update',
  action_label: 'Updated',
  actor_id: 1001,
  actor_name: 'Jane Doe',
  source_id: 41,
  source_type: 'rule',
  source_label: 'Trigger: Notify requester',
  change_description: '',
  ip_address: '203.0.113.7',
  created_at: '2026-11-22T09:30:00Z',
  ...fields,
});

/** The error that a promise ends with; fails the test where it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { readonly code?: string }> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof Error) return thrown;
  }
  throw new Error('expected a failure');
}
