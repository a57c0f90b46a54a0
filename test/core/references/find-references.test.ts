import { expect, test } from 'vitest';
import { findReferences } from '#core/references/find-references.ts';
import { parseReference } from '#core/references/reference.ts';
import type { JsonObject } from '#json.ts';

const namesOf = (value: JsonObject) => findReferences(value).map(({ type, id, where }) => `${type}/${id} ${where}`);

test('conditions, actions, category, restriction and columns', () => {
  const value: JsonObject = {
    category_id: '901',
    conditions: {
      all: [
        { field: 'group_id', operator: 'is', value: '102' },
        { field: 'current_tags', operator: 'includes', value: 'vip gold' },
        { field: 'assignee_id', operator: 'is', value: 'current_user' },
      ],
      any: [{ field: 'custom_fields_501', operator: 'is', value: 'refund' }],
    },
    actions: [
      { field: 'notification_webhook', value: ['01GX', '{"plan": "{{ticket.ticket_field_502}}"}'] },
      {
        field: 'notification_user',
        value: ['requester_id', '{{dc.greeting}}', 'Dear {{ ticket.requester.custom_fields.plan }}'],
      },
      {
        field: 'side_conversation_ticket',
        value: ['s', 'b', 'SupportAssignable:support_assignable/group/103', 'text/html'],
      },
      { field: 'brand_id', value: 77 },
    ],
    restriction: { type: 'Group', id: 102, ids: [102, 104] },
    execution: { columns: ['subject', '503'], group_by: null, sort_by: 'custom_fields_504' },
  };
  expect(namesOf(value)).toEqual([
    'category/901 category_id',
    'group/102 conditions.all[0] (group_id)',
    'tag/vip conditions.all[1] (current_tags)',
    'tag/gold conditions.all[1] (current_tags)',
    'field/501 conditions.any[0] (custom_fields_501)',
    'option/501:refund conditions.any[0] (custom_fields_501)',
    'webhook/01GX actions[0] (notification_webhook)',
    'field/502 actions[0] (notification_webhook)',
    'dynamic-content/greeting actions[1] (notification_user)',
    'user-field/plan actions[1] (notification_user)',
    'group/103 actions[2] (side_conversation_ticket)',
    'brand/77 actions[3] (brand_id)',
    'group/102 restriction',
    'group/104 restriction',
    'field/503 execution.columns[1]',
    'field/504 execution.sort_by',
  ]);
});

test('Liquid tags name fields, quoted words name nothing', () => {
  const text = "{% if ticket.ticket_field_501 == 'dc.other' %}{{ticket.ticket_field_option_title_502}}{% endif %}";
  expect(namesOf({ actions: [{ field: 'comment_value', value: text }] }).map((one) => one.split(' ')[0])).toEqual([
    'field/501',
    'field/502',
  ]);
});

test('a snapshot of another shape names nothing', () => {
  expect(namesOf({ conditions: 'x', actions: [1], restriction: [], execution: 3 })).toEqual([]);
});

test.each([
  ['tag/vip', { type: 'tag', id: 'vip' }],
  ['ticket-field/360', { type: 'field', id: '360' }],
  ['option/360:a/b', { type: 'option', id: '360:a/b' }],
  ['vip', null],
  ['constructor/1', null],
  ['tag/', null],
])('%s', (typed, expected) => {
  expect(parseReference(typed)).toEqual(expected);
});
