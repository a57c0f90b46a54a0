import type { EditOptions, Editor } from './edit.ts';
import type { JsonObject } from './json.ts';
import { billingGroup, onCallGroup, orderField } from './seed-directory.ts';

export function seedViews(editor: Editor, at: EditOptions): void {
  for (const [id, body] of views) editor.create('view', body, { ...at, id });
}

const unsolved: JsonObject = { field: 'status', operator: 'less_than', value: 'solved' };
const is = (field: string, value: string): JsonObject => ({ field, operator: 'is', value });
const output = (columns: readonly string[], sort_by: string, group_by: string | null = null): JsonObject => ({
  columns,
  sort_by,
  sort_order: 'desc',
  group_by,
  group_order: 'asc',
});
const usual = ['subject', 'requester', 'created', 'priority'];

const views: readonly (readonly [number, JsonObject])[] = [
  [
    28835714742008,
    {
      title: '{{zd.your_unsolved_tickets}}',
      all: [unsolved, is('assignee_id', 'current_user')],
      output: output(usual, 'nice_id', 'status'),
    },
  ],
  [
    28835714742028,
    {
      title: 'Unassigned tickets',
      all: [unsolved, is('assignee_id', '')],
      output: output([...usual, 'group'], 'created'),
    },
  ],
  [
    28835714742048,
    {
      title: 'Refunds in progress',
      description: 'What Billing works on, oldest update first.',
      all: [unsolved, { field: 'current_tags', operator: 'includes', value: 'refund' }],
      any: [is('priority', 'high'), is('priority', 'urgent')],
      restriction: { type: 'Group', ids: [billingGroup] },
      output: output([...usual, String(orderField), 'updated'], 'updated', 'assignee'),
    },
  ],
  [
    28835714742068,
    {
      title: 'On-call',
      all: [unsolved, is('group_id', String(onCallGroup))],
      restriction: { type: 'Group', ids: [onCallGroup, billingGroup] },
      output: output(['subject', 'priority', 'updated', 'assignee'], 'updated', 'priority'),
    },
  ],
  [
    28835714742088,
    { title: 'All unsolved tickets', all: [unsolved], output: output([...usual, 'updated'], 'nice_id', 'assignee') },
  ],
  [
    28835714742108,
    {
      title: 'Recently solved',
      active: false,
      all: [is('status', 'solved')],
      output: output([...usual, 'solved'], 'solved'),
    },
  ],
  [
    28835714742128,
    {
      title: 'My ideas',
      all: [unsolved, is('type', 'task')],
      restriction: { type: 'User', id: 1005 },
      output: output(usual, 'created'),
    },
  ],
];
