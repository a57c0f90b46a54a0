import { expect, test } from 'vitest';
import { type AssembleContext, assembleChanges, type Reading } from '#core/entry/assemble.ts';
import { toSnapshot } from '#core/snapshot/snapshot.ts';
import { emptyState } from '#core/state/state.ts';
import { webhook } from '#kinds/webhook.ts';

const hook = (endpoint: string, more: object = {}) =>
  toSnapshot(webhook, { id: '01H', name: 'relay', status: 'active', endpoint, ...more });

const textOf = (observed: ReturnType<typeof hook>): string =>
  observed.type === 'readable' ? observed.snapshot.text : '';

const context = (people: readonly (readonly [string, string])[] = []): AssembleContext => ({
  state: {
    ...emptyState('acme'),
    baselines: new Map([['webhook', '2026-11-22T08:00:00Z']]),
    looked: '2026-11-22T09:00:00Z',
  },
  files: new Map([['snapshots/acme/webhooks/01H.json', textOf(hook('https://a.test'))]]),
  now: '2026-11-22T10:00:00Z',
  includePersonal: false,
  auditWindowSeconds: 172_800,
  blobId: (text) => text,
  people: new Map(people),
  others: new Map(),
});

const changeOf = (more: object, people?: readonly (readonly [string, string])[]) => {
  const reading: Reading = {
    ...{ kind: webhook, id: '01H', entries: [], readAt: '2026-11-22T10:00:00Z', confirmedGone: false },
    read: { type: 'found', object: hook('https://b.test', more) },
  };
  return assembleChanges([reading], context(people)).changes[0];
};

test('an object that names its editor has that person as author, at the time of the edit, and waits for no entry', () => {
  const change = changeOf({ updated_by: '1001', updated_at: '2026-11-22T09:59:59Z' }, [['1001', 'Jane Doe']]);
  expect(change).toMatchObject({
    attribution: 'payload',
    entries: [{ id: '', actorId: '1001', actorName: 'Jane Doe', ip: 'unknown', time: '2026-11-22T09:59:59Z' }],
  });
  expect(changeOf({ updated_by: '1001', updated_at: '2026-11-22T09:59:59Z' })?.entries[0]?.actorName).toBe(
    'Zendesk user 1001',
  );
  expect(changeOf({ updated_by: '-1', updated_at: '2026-11-22T09:59:59Z' })?.entries[0]?.actorName).toBe('Zendesk');
});

test('nobody is named for an edit that is older than the last look at the object, or whose time is not known', () => {
  for (const more of [
    { updated_by: '1001', updated_at: '2026-11-22T08:59:59Z' },
    { updated_by: '1001' },
    { updated_by: 'jane@acme.example', updated_at: '2026-11-22T09:59:59Z' },
    { updated_at: '2026-11-22T09:59:59Z' },
  ]) {
    expect(changeOf(more)).toMatchObject({ attribution: 'none', entries: [] });
  }
});
