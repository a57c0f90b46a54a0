import type { EditOptions, Editor } from './edit.ts';
import type { JsonObject } from './json.ts';
import { billingGroup, waitingForCarrier } from './seed-directory.ts';

export function seedMacros(editor: Editor, at: EditOptions): void {
  for (const [id, body] of macros) editor.create('macro', body, { ...at, id });
}

/** A comment as the rich text editor stores it: the HTML, and the same words plain. */
function comment(lines: readonly string[]): readonly JsonObject[] {
  return [
    { field: 'comment_value_html', value: lines.map((line) => `<p>${line}</p>`).join('\n') },
    { field: 'comment_value', value: lines.join('\n') },
  ];
}

const hello = 'Hello {{ticket.requester.first_name}},';
const regards = ['Kind regards', '{{current_user.name}}, Acme'];
const sets = (field: string, value: string): JsonObject => ({ field, value });

const macros: readonly (readonly [number, JsonObject])[] = [
  [
    28835714740028,
    {
      title: 'Billing::Refunds::EU – partial refund',
      description: 'For orders under EU consumer law, part of the amount.',
      actions: [
        ...comment([
          hello,
          'we have refunded part of your order {{ticket.ticket_field_360000000201}}.',
          'The amount is in the credit note that we sent you by e-mail.',
          'It reaches your card within 5–7 business days.',
          'Your bank may show it as a separate line.',
          'If you paid by voucher, the voucher is valid again.',
          'Shipping costs are not part of a partial refund.',
          ...regards,
        ]),
        sets('status', 'pending'),
        sets('current_tags', 'refund refund_partial'),
      ],
    },
  ],
  [
    28835714740048,
    {
      title: 'Billing::Refunds::EU – full refund',
      description: 'For orders under EU consumer law, the whole amount.',
      actions: [
        ...comment([
          hello,
          'we have refunded your order {{ticket.ticket_field_360000000201}} in full.',
          'The credit note is on its way to you by e-mail.',
          'It reaches your card within 5–7 business days.',
          'You need not send the goods back.',
          ...regards,
        ]),
        sets('status', 'solved'),
        sets('current_tags', 'refund refund_full'),
      ],
    },
  ],
  [
    28835714740068,
    {
      title: 'Billing::Refunds::US – store credit',
      actions: [
        ...comment([hello, 'we have added store credit to your account.', 'It is valid for 24 months.', ...regards]),
        sets('status', 'solved'),
      ],
    },
  ],
  [
    28835714740088,
    {
      title: 'Billing::Invoice copy',
      restriction: { type: 'Group', ids: [billingGroup] },
      actions: [...comment([hello, 'your invoice is attached.', ...regards]), sets('status', 'solved')],
    },
  ],
  [
    28835714740108,
    {
      title: 'Shipping::Late::Waiting for carrier',
      actions: [
        ...comment([
          hello,
          'we have asked the carrier where your parcel is.',
          'This takes up to two days.',
          ...regards,
        ]),
        sets('custom_status_id', String(waitingForCarrier)),
        sets('current_tags', 'carrier'),
      ],
    },
  ],
  [
    28835714740128,
    {
      title: 'Shipping::Late::Lost parcel',
      actions: [
        ...comment([hello, 'your parcel is lost and a new one is on its way.', ...regards]),
        sets('priority', 'high'),
        sets('status', 'open'),
      ],
    },
  ],
  [
    28835714740148,
    {
      title: '{{dc.macro_take_over}}',
      actions: [sets('assignee_id', 'current_user'), sets('status', 'open')],
    },
  ],
  [
    28835714740168,
    { title: 'Downgrade and inform', active: false, actions: [sets('priority', 'low'), sets('set_tags', 'waiting')] },
  ],
  [
    28835714740188,
    {
      title: 'My follow-up',
      restriction: { type: 'User', id: 1005 },
      actions: [sets('comment_value', 'I will be back with you tomorrow.')],
    },
  ],
];
