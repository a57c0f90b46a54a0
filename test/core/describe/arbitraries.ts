import fc from 'fast-check';
import { type FieldNames, type Names, noNames } from '#core/names/names.ts';
import type { Json, JsonObject } from '#json.ts';
import { businessRules, kinds } from '#kinds/registry.ts';

/** States of rules and words of accounts, hostile wherever Zendesk has the word. */

// Every text that Zendesk could send holds this character, which no word of ours does.
export const mark = '☠';
export const hostile = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('`'.repeat(40), '@org/team', 'fixes #1', '\u202e\n\u0000', '__proto__'),
  )
  .map((text) => `${mark}${text}`);

const fieldKeys = fc.constantFrom(
  ...['status', 'current_tags', 'group_id', 'notification_webhook', 'notification_user', 'comment_value_html'],
  ...['custom_fields_360', 'custom_status_id', 'constructor', '__proto__', `${mark}field`],
  ...['add_skills', 'side_conversation_ticket', 'comment_value', 'assignee_id', 'requester.custom_fields.plan'],
  ...['lookup:ticket.ticket_field_360.custom_fields.region', 'subject_includes_word'],
);
const value: fc.Arbitrary<Json> = fc.oneof(
  hostile,
  fc.constantFrom<Json>(null, '', true, false, 7, 'open', '01HVK3T9QK5Z0', 'current_user'),
  fc.constantFrom<Json>('open 7', '7#1', ['7#0', 'open'], '__NULL__', ['days_from_now', 3], ['channel:all', 'open']),
  fc.constantFrom<Json>(['a', '<p>b</p>', 'SupportAssignable:support_assignable/group/7', 'text/html']),
  fc.array(hostile, { maxLength: 3 }),
  hostile.map((text) => ({ [text]: text })),
  fc.array(hostile, { minLength: 1, maxLength: 30 }).map((lines) => lines.join('\n')),
);
const operator = fc.oneof(hostile, fc.constantFrom('is', 'includes', 'changed', 'toString'));
const items = fc.array(fc.record({ field: fieldKeys, value }), { maxLength: 4 });
const conditions = fc.array(fc.record({ field: fieldKeys, operator, value }), { maxLength: 4 });
const columns = fc.array(fc.oneof(fc.constantFrom<Json>('status', 'nice_id', 360), hostile), { maxLength: 4 });

const maybe: fc.Arbitrary<string | null> = fc.oneof(fc.constant(null), hostile);
export const state: fc.Arbitrary<JsonObject> = fc.record({
  title: hostile,
  description: maybe,
  active: fc.boolean(),
  category_id: maybe,
  actions: items,
  conditions: fc.record({ all: conditions, any: conditions }),
  execution: fc.record({ columns, group_by: maybe, group_order: fc.constantFrom('asc', 'desc', null) }),
  restriction: fc.oneof(
    fc.constant<Json>(null),
    fc.record<JsonObject>({ type: fc.oneof(hostile, fc.constant('Group')), ids: fc.array(hostile, { minLength: 1 }) }),
  ),
  attachments: fc.array(fc.integer({ min: 1, max: 9 })),
});

const texts = fc.dictionary(fc.oneof(fc.constantFrom('open', '7', '360', '01HVK3T9QK5Z0'), hostile), hostile);
const fieldNames: fc.Arbitrary<FieldNames> = fc.record({ title: hostile, values: texts, operators: texts });
const stands = fc.record({
  actions: fc.dictionary(fieldKeys, fieldNames),
  conditions: fc.dictionary(fieldKeys, fieldNames),
});
export const names: fc.Arbitrary<Names> = fc.oneof(
  fc.constant(noNames),
  fc.record({
    fields: fc.dictionary(fc.constantFrom('trigger', 'macro', 'view'), stands),
    groups: texts,
    webhooks: texts,
    categories: texts,
    brands: texts,
    ticketFields: texts,
    statuses: texts,
  }),
);
// Printed by its name where a property fails. Other kinds have no conditions and actions: see describe-items.test.ts.
export const kind = fc
  .constantFrom(...kinds.filter(({ name }) => businessRules.includes(name)))
  .map((one) => Object.assign(Object.create({ [fc.toStringMethod]: () => one.name }), one));
