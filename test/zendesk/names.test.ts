import { expect, test } from 'vitest';
import { automation } from '#kinds/automation.ts';
import { macro } from '#kinds/macro.ts';
import { kinds } from '#kinds/registry.ts';
import { trigger } from '#kinds/trigger.ts';
import { toFieldNames } from '#zendesk/definitions.ts';
import { failureOf, fakeClock, page, start, zendeskAt } from './builders.ts';
import { type Reply, type Seen, serve } from './server.ts';

const value = (id: string | number, title: string) => ({ value: id, title, enabled: true });
const status = {
  subject: 'status',
  title: 'Status',
  type: 'list',
  values: [value('open', 'Open'), value('solved', 'Solved')],
  operators: [{ value: 'is', title: 'Is', terminal: false }],
};
const assignee = {
  subject: 'assignee_id',
  title: 'Assignee',
  values: [value('current_user', '(current user)'), value('1001', 'Jane Doe'), value(1002, 'Bob Ray'), value('', '-')],
  operators: [],
};
const definitions = {
  actions: [status, assignee, { subject: 'group_id', title: 'Group', values: [value('360', 'Support')] }],
  conditions_all: [{ ...status, values: [value('open', 'Open')] }, assignee],
  conditions_any: [{ ...status, operators: [{ value: 'changed', title: 'Changed' }] }],
};
const macroDefinitions = {
  actions: [
    { value: 'priority', title: 'Priority', values: { type: 'list', list: [value('high', 'High')] } },
    {
      value: 'cc',
      title: 'Add CC',
      values: { type: 'list', list: [value('1003', 'Ann Poe'), value('x@y.test', 'X')] },
    },
  ],
};

const account = (request: Seen): Reply => {
  const path = request.path.slice('/api/v2/'.length);
  const lists: Record<string, unknown> = {
    groups: page('groups', [
      { id: 360, name: 'Support' },
      { id: null, name: 'none' },
    ]),
    webhooks: { webhooks: [{ id: '01HV', name: 'ops-relay' }], meta: { has_more: false } },
    trigger_categories: page('trigger_categories', [{ id: '900', name: 'Notifications', position: 1 }]),
    brands: page('brands', [{ id: 7, name: 'Acme' }]),
    ticket_fields: page('ticket_fields', [{ id: 8, title: 'Subject' }]),
    custom_statuses: { custom_statuses: [{ id: 9, agent_label: 'On-hold' }] },
    'triggers/definitions': { definitions },
    'views/definitions': { definitions: { conditions_all: [status], conditions_any: [] } },
    'macros/definitions': { definitions: macroDefinitions },
  };
  const body = lists[path];
  return body === undefined ? { status: 404, body: {} } : { body };
};

test('words come from every list and definition, one request each', async () => {
  const server = await serve(account);
  const { names, missing } = await zendeskAt(server.url).readNames(kinds);
  expect(missing).toEqual([]);
  expect(names).toMatchObject({
    groups: { 360: 'Support' },
    webhooks: { '01HV': 'ops-relay' },
    categories: { 900: 'Notifications' },
    brands: { 7: 'Acme' },
    ticketFields: { 8: 'Subject' },
    statuses: { 9: 'On-hold' },
  });
  expect(names.fields['trigger']?.conditions['status']).toEqual({
    title: 'Status',
    values: { open: 'Open', solved: 'Solved' },
    operators: { is: 'Is', changed: 'Changed' },
  });
  expect(names.fields['macro']?.actions['priority']?.values).toEqual({ high: 'High' });
  expect(names.fields['automation']).toEqual(names.fields['trigger']);
  expect(server.seen).toHaveLength(9);
});

test('nothing in it names a person: ids of people go, words and groups stay', async () => {
  const server = await serve(account);
  const { names } = await zendeskAt(server.url).readNames([trigger, macro]);
  expect(JSON.stringify(names)).not.toMatch(/Jane|Bob|Ann|1001|1002|1003|@/);
  expect(names.fields['trigger']?.actions['assignee_id']?.values).toEqual({ current_user: '(current user)', '': '-' });
  expect(names.fields['trigger']?.actions['group_id']?.values).toEqual({ 360: 'Support' });
});

test('options of an added field have their titles, unless they may be people', () => {
  const field = (subject: string, type: string, ...values: readonly unknown[]) => ({
    subject,
    title: 'T',
    type,
    values,
  });
  const fields = toFieldNames([
    assignee,
    field('requester.custom_fields.plan', 'list', value('3300001', 'Starter'), value(3300002, 'Enterprise')),
    field('custom_fields_36001', 'multiselect_list', value('2024', 'Series 2024')),
    field('custom_fields_36002', 'list', value('1001', 'Jane Doe'), value('2002', 'Two')),
    field('custom_fields_36003', 'autocomplete', value('5005', 'Eve Roe')),
    field('new_field', 'list', value('6006', 'Ida Poe')),
    { ...field('notification_sms_user', 'sms'), metadata: { phone_numbers: [{ value: 77, title: '+1 (555) 010' }] } },
  ]);
  expect(Object.fromEntries(Object.entries(fields).map(([name, { values }]) => [name, values]))).toEqual({
    assignee_id: { current_user: '(current user)', '': '-' },
    'requester.custom_fields.plan': { 3300001: 'Starter', 3300002: 'Enterprise' },
    custom_fields_36001: { 2024: 'Series 2024' },
    custom_fields_36002: { 2002: 'Two' },
    custom_fields_36003: {},
    new_field: {},
    notification_sms_user: { 77: '+1 (555) 010' },
  });
});

test('what cannot be read is named, and the rest is there', async () => {
  const server = await serve((request) =>
    /webhooks|triggers\/definitions/.test(request.path)
      ? { status: 403, body: { error: 'Forbidden' } }
      : account(request),
  );
  const { names, missing } = await zendeskAt(server.url).readNames([trigger, automation, macro]);
  expect(missing).toEqual(['fields.automation', 'fields.trigger', 'webhooks']);
  expect(names.groups).toEqual({ 360: 'Support' });
  expect(Object.keys(names.fields)).toEqual(['macro']);
});

test('even a reached deadline costs only the words', async () => {
  const server = await serve(account);
  const clock = fakeClock();
  const { missing } = await zendeskAt(server.url, { clock, deadline: () => start }).readNames([trigger]);
  expect(missing).toHaveLength(7);
});

test('a stopped run ends the reading, with one error and no stray one', async () => {
  const server = await serve(account);
  const signal = AbortSignal.abort('SIGTERM');
  const error = await failureOf(zendeskAt(server.url, { signal }).readNames(kinds));
  expect(error.message).toContain('Stopped by SIGTERM');
});
