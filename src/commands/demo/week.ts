import type { Account } from '#sandbox/zendesk/account.ts';
import type { JsonObject } from '#sandbox/zendesk/json.ts';
import type { Kind } from '#sandbox/zendesk/rule.ts';
import { opsRelay } from '#sandbox/zendesk/seed-directory.ts';
import { askForChange, review } from './review.ts';
import type { Day, DemoStep } from './step.ts';
import { teamConfig, teamConfigPath } from './team-config.ts';

const autoReply = 28835714733331;
const notifyRequester = 360000000041;
const closeSpam = 28835714731111;
const escalateVip = 28835714737428;
const closeSolved = 1500016953642;
const solvePending = 28835714739028;
const partialRefund = 28835714740028;
const fullRefund = 28835714740048;
const storeCredit = 28835714740068;
const unassigned = 28835714742028;

const track = (at: string): DemoStep => ({ type: 'track', at });
const triage = (at: string): DemoStep => ({ type: 'triage', at });

/** The rule's actions with some words replaced, as the body of an update. */
function reword(account: Account, kind: Kind, id: number, from: string, to: string): JsonObject {
  const actions = account.rules.get(kind, id)?.['actions'] ?? [];
  return { actions: JSON.parse(JSON.stringify(actions).replaceAll(from, to)) };
}

/** A believable week at Acme. Add a step where it belongs in time; a day's steps are in the order of the clock. */
export const week: readonly Day[] = [
  {
    date: '2026-11-16',
    name: 'Monday',
    steps: [
      {
        type: 'commit',
        at: '09:00',
        text: 'The team commits its rules: the deploy bot may, macros on Tue and Thu 18–20 h',
        path: teamConfigPath,
        content: teamConfig,
        message: 'Say which Zendesk changes are pre-approved\n\nAgreed on in the support meeting.',
      },
      track('09:05'),
      {
        type: 'zendesk',
        at: '16:10',
        text: 'Deploy Bot ships release 4.1: a longer answer time, a macro for customs',
        edit: ({ bot }, account) => {
          bot.update(
            'trigger',
            autoReply,
            reword(account, 'trigger', autoReply, 'one working day', 'two working days'),
          );
          bot.create('macro', {
            title: 'Shipping::Late::Held at customs',
            description: 'Until the new carrier contract.',
            actions: [
              { field: 'comment_value', value: 'Your parcel is held at customs. We will let you know when it moves.' },
              { field: 'status', value: 'hold' },
            ],
          });
        },
      },
      track('16:15'),
      {
        type: 'github',
        at: '16:40',
        text: 'Jane Doe asks for a change before she makes it: "Close spam", Wednesday 15–16 h',
        act: (github) => askForChange(github, 'jane-gh', 'Change request: mark spam for the report'),
      },
      track('16:45'),
    ],
  },
  {
    date: '2026-11-17',
    name: 'Tuesday',
    steps: [
      {
        type: 'github',
        at: '09:30',
        text: 'Bob Ray approves the request as it was read back to him',
        act: (github) => {
          const request = github.issues('open').find(({ labels }) => labels.includes('change-request'));
          if (request) github.as('bob-gh').comment(request.number, '/approve agreed in the support meeting');
        },
      },
      triage('09:31'),
      {
        type: 'zendesk',
        at: '18:30',
        text: 'Bob Ray rewords the macro for full refunds, inside the change window',
        edit: ({ bob }, account) =>
          bob.update(
            'macro',
            fullRefund,
            reword(account, 'macro', fullRefund, '5–7 business days', '10 business days'),
          ),
      },
      track('18:45'),
      {
        type: 'zendesk',
        at: '20:10',
        text: 'Jane Doe does the same for store credit, ten minutes after it closed',
        edit: ({ jane }, account) =>
          jane.update('macro', storeCredit, reword(account, 'macro', storeCredit, '24 months', '12 months')),
      },
      track('20:15'),
    ],
  },
  {
    date: '2026-11-18',
    name: 'Wednesday',
    steps: [
      {
        type: 'zendesk',
        at: '02:41',
        text: 'Carl Gone, who left in June, sends every updated ticket to a webhook',
        edit: ({ carl }, account) => {
          const held = account.rules.get('trigger', escalateVip)?.['actions'];
          const forward = { field: 'notification_webhook', value: [opsRelay, '{"ticket": {{ticket.id}}}'] };
          carl.update('trigger', escalateVip, {
            conditions: { all: [], any: [] },
            actions: [...(Array.isArray(held) ? held : []), forward],
          });
        },
      },
      track('02:45'),
      review('08:50', 'Ann Admin has it put back: Carl has left', 'admin-ann', `trigger/${escalateVip}`, (shown) => {
        return `/revert ${shown} Carl left in June, his sessions are ended`;
      }),
      triage('08:51'),
      track('09:00'),
      {
        type: 'zendesk',
        at: '09:20',
        text: 'Jane Doe touches the macro for store credit once more',
        edit: ({ jane }, account) =>
          jane.update('macro', storeCredit, reword(account, 'macro', storeCredit, '12 months', '6 months')),
      },
      track('09:30'),
      review(
        '09:35',
        'Bob Ray approves what he read yesterday evening, which is not what is there now',
        'bob-gh',
        `macro/${storeCredit}`,
        (_shown, before) => `/approve ${before} twelve months are fine`,
      ),
      triage('09:36'),
      {
        type: 'zendesk',
        at: '11:20',
        text: 'Ann Admin moves "Close spam" to the top of its category',
        edit: ({ ann }) => ann.reorder('trigger', [closeSpam, autoReply, notifyRequester]),
      },
      track('11:30'),
      review(
        '11:40',
        'Bob Ray approves the new order',
        'bob-gh',
        'trigger/order',
        (shown) => `/approve ${shown} spam first`,
      ),
      triage('11:41'),
      {
        type: 'zendesk',
        at: '15:10',
        text: 'Jane Doe makes the change that was approved before',
        edit: ({ jane }, account) =>
          jane.update(
            'trigger',
            closeSpam,
            reword(account, 'trigger', closeSpam, 'spam auto_closed', 'spam auto_closed spam_report'),
          ),
      },
      track('15:15'),
    ],
  },
  {
    date: '2026-11-19',
    name: 'Thursday',
    steps: [
      {
        type: 'zendesk',
        at: '14:05',
        text: 'Ann Admin deletes the automation that closes solved tickets',
        edit: ({ ann }) => ann.remove('automation', closeSolved),
      },
      track('14:15'),
      {
        type: 'zendesk',
        at: '19:52',
        text: 'Bob Ray sets the status in the macro for partial refunds, inside the window',
        edit: ({ bob }, account) =>
          bob.update('macro', partialRefund, reword(account, 'macro', partialRefund, '"pending"', '"hold"')),
      },
      {
        type: 'zendesk',
        at: '20:06',
        text: 'Jane Doe rewords the same macro, outside it, before the next run',
        edit: ({ jane }, account) =>
          jane.update(
            'macro',
            partialRefund,
            reword(account, 'macro', partialRefund, '5–7 business days', '10 business days'),
          ),
      },
      track('20:15'),
    ],
  },
  {
    date: '2026-11-20',
    name: 'Friday',
    steps: [
      {
        type: 'zendesk',
        at: '09:40',
        text: 'Bob Ray sorts the view of unassigned tickets by priority',
        edit: ({ bob }) => bob.update('view', unassigned, { output: { sort_by: 'priority' } }),
      },
      track('09:45'),
      {
        type: 'zendesk',
        at: '10:25',
        text: 'Bob Ray thinks better of it and puts the view back',
        edit: ({ bob }) => bob.update('view', unassigned, { output: { sort_by: 'created' } }),
      },
      track('10:30'),
    ],
  },
  {
    date: '2026-11-21',
    name: 'Saturday',
    steps: [
      {
        type: 'zendesk',
        at: '03:12',
        text: 'An automation now solves tickets after 2 days; the audit log never hears of it',
        edit: ({ jane }) =>
          jane.update(
            'automation',
            solvePending,
            {
              conditions: {
                all: [
                  { field: 'status', operator: 'is', value: 'pending' },
                  { field: 'PENDING', operator: 'greater_than', value: '48' },
                ],
                any: [],
              },
            },
            { audit: false },
          ),
      },
      track('10:30'),
    ],
  },
  { date: '2026-11-22', name: 'Sunday', steps: [track('12:00'), { type: 'backfill', at: '12:05' }] },
];
