import type { EditOptions, Editor } from './edit.ts';
import type { JsonObject } from './json.ts';
import { billingGroup, onCallGroup, opsRelay, orderField, shopEvents, supportGroup } from './seed-directory.ts';

export const notifications = '360000000901';
export const routing = '360000000902';
export const cleanup = '360000000903';

export function seedCategories(editor: Editor, at: EditOptions): void {
  editor.createCategory({ id: notifications, name: 'Notifications' }, at);
  editor.createCategory({ id: routing, name: 'Routing and escalation' }, at);
  editor.createCategory({ id: cleanup, name: 'Housekeeping' }, at);
}

/** In run order within each category. */
export function seedTriggers(editor: Editor, at: EditOptions): void {
  for (const [id, body] of triggers) editor.create('trigger', body, { ...at, id });
}

const is = (field: string, value: string | boolean, operator = 'is'): JsonObject => ({ field, operator, value });
const created = is('update_type', 'Create');
const updated = is('update_type', 'Change');

const triggers: readonly (readonly [number, JsonObject])[] = [
  [
    28835714733331,
    {
      title: 'Auto-reply to customer',
      description: 'Confirms every new request. Do not switch off in the Christmas season.',
      category_id: notifications,
      conditions: { all: [created, is('status', 'solved', 'is_not'), is('ticket_is_public', 'public')], any: [] },
      actions: [
        {
          field: 'notification_user',
          value: [
            'requester_and_ccs',
            '[Acme] We received your request #{{ticket.id}}',
            'Hello {{ticket.requester.first_name}},\n\nthank you for writing to us. We answer within one working day.\n\n{{ticket.comments_formatted}}',
          ],
        },
      ],
    },
  ],
  [
    360000000041,
    {
      title: 'Notify requester',
      category_id: notifications,
      conditions: { all: [updated, is('comment_is_public', true)], any: [] },
      actions: [
        {
          field: 'notification_user',
          value: [
            'requester_and_ccs',
            '[Acme] Re: {{ticket.title}}',
            '{{ticket.comments_formatted}}\n\n{{dc.signature}}',
          ],
        },
      ],
    },
  ],
  [
    28835714731111,
    {
      title: 'Close spam',
      category_id: notifications,
      conditions: {
        all: [created],
        any: [is('comment_includes_word', 'casino crypto', 'includes'), is('current_tags', 'spam', 'includes')],
      },
      actions: [
        { field: 'status', value: 'closed' },
        { field: 'current_tags', value: 'spam auto_closed' },
      ],
    },
  ],
  [
    28835714737428,
    {
      title: 'Escalate VIP tickets to on-call',
      description: 'Agreed with the on-call team, see OPS-118.',
      category_id: routing,
      conditions: {
        all: [updated, is('current_tags', 'vip', 'includes'), is('status', 'solved', 'less_than')],
        any: [],
      },
      actions: [
        { field: 'group_id', value: String(onCallGroup) },
        { field: 'priority', value: 'urgent' },
      ],
    },
  ],
  [
    28835714737488,
    {
      title: 'Route refunds to Billing',
      category_id: routing,
      conditions: {
        all: [created, is(`custom_fields_${orderField}`, '', 'present')],
        any: [is('comment_includes_word', 'refund chargeback', 'includes'), is('current_tags', 'refund', 'includes')],
      },
      actions: [
        { field: 'group_id', value: String(billingGroup) },
        { field: 'current_tags', value: 'refund' },
      ],
    },
  ],
  [
    28835714737508,
    {
      title: 'Everything else to Support',
      category_id: routing,
      conditions: { all: [created, is('group_id', '')], any: [] },
      actions: [{ field: 'group_id', value: String(supportGroup) }],
    },
  ],
  [
    28835714738008,
    {
      title: 'Transmit solved tickets to the shop',
      category_id: cleanup,
      conditions: { all: [updated, is('status', 'solved', 'value')], any: [] },
      actions: [
        {
          field: 'notification_webhook',
          value: [shopEvents, '{\n  "ticket": "{{ticket.id}}",\n  "status": "{{ticket.status}}"\n}'],
        },
      ],
    },
  ],
  [
    28835714738028,
    {
      title: 'Mirror urgent tickets to operations',
      active: false,
      category_id: cleanup,
      conditions: { all: [created, is('priority', 'urgent')], any: [] },
      actions: [{ field: 'notification_webhook', value: [opsRelay, '{"ticket": "{{ticket.id}}"}'] }],
    },
  ],
];
