import type { EditOptions, Editor } from './edit.ts';
import type { JsonObject } from './json.ts';
import { billingGroup } from './seed-directory.ts';

const is = (field: string, value: string, operator = 'is'): JsonObject => ({ field, operator, value });

export function seedAutomations(editor: Editor, at: EditOptions): void {
  for (const [id, body] of automations) editor.create('automation', body, { ...at, id });
}

const automations: readonly (readonly [number, JsonObject])[] = [
  [
    1500016953642,
    {
      title: 'Close ticket 4 days after status is set to solved',
      conditions: { all: [is('status', 'solved'), is('SOLVED', '96', 'greater_than')], any: [] },
      actions: [{ field: 'status', value: 'closed' }],
    },
  ],
  [
    28835714739008,
    {
      title: 'Remind customer after 3 days pending',
      conditions: { all: [is('status', 'pending'), is('PENDING', '72')], any: [] },
      actions: [
        {
          field: 'notification_user',
          value: ['requester_id', '[Acme] Are you still there?', 'We are waiting for your answer on #{{ticket.id}}.'],
        },
        { field: 'current_tags', value: 'reminded' },
      ],
    },
  ],
  [
    28835714739028,
    {
      title: 'Solve after 10 days pending',
      conditions: { all: [is('status', 'pending'), is('PENDING', '240', 'greater_than')], any: [] },
      actions: [{ field: 'status', value: 'solved' }],
    },
  ],
  [
    28835714739048,
    {
      title: 'Raise unanswered refunds',
      active: false,
      conditions: {
        all: [is('status', 'open'), is('OPEN', '24', 'greater_than'), is('group_id', String(billingGroup))],
        any: [],
      },
      actions: [{ field: 'priority', value: 'high' }],
    },
  ],
];
