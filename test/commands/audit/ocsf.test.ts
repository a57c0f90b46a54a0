import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderOcsf } from '#commands/audit/ocsf.ts';
import { toLogEntry } from '../../support/audit-world.ts';

const event = (entry: Partial<Parameters<typeof toLogEntry>[0]>) =>
  JSON.parse(renderOcsf(toLogEntry({ id: '7', created_at: '2026-11-20T08:00:00Z', ...entry }), 'acme'));

const everyField = [
  'activity_id activity_name category_uid category_name class_uid class_name type_uid type_name',
  'severity_id severity status_id status time message metadata actor src_endpoint unmapped',
]
  .join(' ')
  .split(' ');
const ownFields = { 3004: ['entity'], 6003: ['api', 'resources'] };

describe('an OCSF event', () => {
  test.each([
    ['create', 3004, 1, 'Create'],
    ['update', 3004, 3, 'Update'],
    ['destroy', 3004, 4, 'Delete'],
    ['exported', 6003, 2, 'Read'],
    ['login', 6003, 99, 'Signed in'],
  ] as const)('of %s has class %i and activity %i', (action, classUid, activity, name) => {
    const found = event({ action, action_label: name });
    expect(found).toMatchObject({
      class_uid: classUid,
      category_uid: Math.floor(classUid / 1000),
      activity_id: activity,
      activity_name: name,
      type_uid: classUid * 100 + activity,
      time: Date.parse('2026-11-20T08:00:00Z'),
      metadata: { uid: '7', version: '1.3.0', product: { vendor_name: 'Zendesk' }, tenant_uid: 'acme' },
      actor: { user: { uid: '1001', name: 'Jane Doe', type_id: 1 } },
      src_endpoint: { ip: '203.0.113.7' },
    });
    const own = ownFields[classUid];
    expect(
      Object.keys(found)
        .filter((key) => key !== 'comment')
        .sort(),
    ).toEqual([...everyField, ...own].sort());
  });

  test('has what the schema requires also where Zendesk tells next to nothing', () => {
    const empty = {
      action: null,
      actor_name: null,
      actor_id: null,
      source_id: null,
      source_label: '',
      source_type: null,
    };
    const found = event({ ...empty, change_description: null, ip_address: null, action_label: null });
    expect(found).toMatchObject({
      class_uid: 6003,
      activity_id: 99,
      activity_name: 'Other',
      message: 'Other',
      actor: { user: { name: 'unknown' } },
      api: { operation: 'unknown', service: { name: 'Zendesk' } },
      resources: [{ name: 'unknown' }],
      src_endpoint: { name: 'Zendesk' },
    });
  });

  test('of Zendesk itself names a system, and a masked address is a name', () => {
    expect(event({ actor_id: '-1', actor_name: 'Zendesk' }).actor.user).toMatchObject({ type_id: 3, type: 'System' });
    for (const name of ['203.0.113.0/24', 'omitted', 'hash:0123456789abcdef'])
      expect(event({ ip_address: name }).src_endpoint).toEqual({ name });
    expect(event({ ip_address: '2001:db8::1' }).src_endpoint).toEqual({ ip: '2001:db8::1' });
  });

  test('has only fields that the decision record names', () => {
    const record = readFileSync(
      join(import.meta.dirname, '../../../docs/decisions/0030-the-audit-log-as-data.md'),
      'utf8',
    );
    const named = new Set(record.match(/\b[a-z_]+\b/g));
    const keys = ['update', 'login'].flatMap((action) => Object.keys(event({ action, change_description: 'x' })));
    expect(keys.filter((key) => !named.has(key) && !['severity', 'status'].includes(key))).toEqual([]);
  });
});
