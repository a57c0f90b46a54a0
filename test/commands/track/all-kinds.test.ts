import { expect, test } from 'vitest';
import { kinds } from '#kinds/registry.ts';
import { onCallGroup, regionField } from '#sandbox/zendesk/seed-directory.ts';
import { carl, jane } from '../../support/acme.ts';
import { openLab } from '../../support/lab.ts';

const config = 'kinds: all\n';
const hourly = kinds.filter(({ auditSources }) => auditSources.length === 0);

test('every kind of the account is recorded, and an idle run costs what it costs with four', async () => {
  const lab = await openLab({ config });
  const { account } = lab.zendesk;
  const field = { type: 'text', title: 'Plan', raw_title: 'Plan', key: 'plan', active: true };
  account.as(jane).make('user_fields', { ...field, id: 7 });
  account.as(jane).make('organization_fields', { ...field, id: 8 });
  account
    .as(jane)
    .make('business_hours/schedules', { id: 9, name: 'Office', holidays: [{ id: 1, name: 'Christmas' }] });
  const policy = { title: 'Urgent', filter: { all: [], any: [] }, policy_metrics: [] };
  account.as(jane).make('slas/policies', { ...policy, id: 36 });
  lab.wait(60);
  const first = await lab.run();
  expect([first.exitCode, first.warnings]).toEqual([0, []]);
  const folders = new Set([...lab.tree().keys()].map((path) => path.split('/')[2]));
  for (const folder of [
    'groups',
    'brands',
    'ticket-fields',
    'custom-statuses',
    'user-fields',
    'schedules',
    'sla-policies',
  ])
    expect(folders).toContain(folder);
  expect(folders).not.toContain('queues');
  expect(lab.tree().get('snapshots/acme/schedules/9.json')).toContain('"Christmas"');

  lab.wait(600);
  const idle = await lab.run();
  expect(idle.requests).toEqual(['GET /api/v2/users/me', 'GET /api/v2/audit_logs']);
  lab.wait(3600);
  expect((await lab.run()).requests.length).toBe(idle.requests.length + hourly.length);

  lab.wait(60);
  account.as(carl).change('groups', onCallGroup, { name: 'Night shift' });
  account.as(jane).change('user_fields', 7, { title: 'Tier', raw_title: 'Tier' });
  account.as(jane).change('ticket_fields', regionField, { custom_field_options: [] });
  lab.wait(60);
  expect((await lab.run()).exitCode).toBe(0);
  const changes = (await lab.changes()).slice(-3);
  expect(changes.map(({ object, attribution }) => [object, attribution]).sort()).toEqual([
    [`group/${onCallGroup}`, 'exact'],
    [`ticket-field/${regionField}`, 'exact'],
    ['user-field/7', 'exact'],
  ]);
  const messages = (await lab.log()).slice(-3).map(({ record }) => record.message);
  expect(messages.join('\n')).toContain('- Option removed: "EU"');
  expect(messages.join('\n')).toContain('- Name: "On-call" → "Night shift"');
});
