import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessRisk } from '#core/risk/risk.ts';
import type { RiskContext, RiskInput } from '#core/risk/risk-input.ts';
import { riskRules } from '#core/risk/risk-rules.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { JsonObject } from '#json.ts';
import { automation } from '#kinds/automation.ts';
import { customRole } from '#kinds/custom-role.ts';
import type { Kind } from '#kinds/kind.ts';
import { macro } from '#kinds/macro.ts';
import { kinds } from '#kinds/registry.ts';
import { trigger } from '#kinds/trigger.ts';
import { view } from '#kinds/view.ts';
import { webhook } from '#kinds/webhook.ts';
import { action, condition, names, snapshot } from '../describe/builders.ts';

const calm: RiskContext = { firstSeenActor: false, firstSeenIp: false, offHours: false };
const words = names({ groups: { '5': 'Night on-call' } });

function change(
  kind: Kind,
  before: JsonObject | null,
  after: JsonObject | null,
  more: Partial<RiskInput> = {},
): RiskInput {
  const state = (fields: JsonObject | null): Snapshot | null => (fields === null ? null : snapshot(kind, fields));
  const type = before === null ? 'created' : after === null ? 'deleted' : 'updated';
  return { kind, type, before: state(before), after: state(after), names: words, context: calm, ...more };
}

const codes = (input: RiskInput): readonly string[] => assessRisk(input).reasons.map(({ code }) => code);

const vip = condition('current_tags', 'includes', 'vip');
const open = condition('status', 'is', 'open');
const all = (...list: JsonObject[]): JsonObject => ({ conditions: { all: list, any: [] } });
const any = (...list: JsonObject[]): JsonObject => ({ conditions: { all: [], any: list } });
const does = (...actions: JsonObject[]): JsonObject => ({ ...all(vip), actions });
const off = { active: false };
const hook = (id: string, body = '{}') => action('notification_webhook', [id, body]);
const post = (id: number, body = '{}') => action('notification_target', [id, body]);
const mail = (to: string, body = 'Body') => action('notification_user', [to, 'Hi', body]);
const reply = [action('comment_value', 'Hello'), action('comment_mode_is_public', true)];
const privately = [action('comment_value', 'Hello'), action('comment_mode_is_public', false)];
const says = (text: string): JsonObject => ({ actions: [action('comment_value', ['channel:all', text])] });
const rich = (text: string): JsonObject => ({ actions: [action('comment_value_html', text)] });
const note = (text: string): JsonObject => ({
  actions: [action('comment_value', text), action('comment_mode_is_public', 'false')],
});
const group = (...ids: number[]) => ({ restriction: { type: 'Group', ids } });
const masked = (digit: string) => `[redacted ${digit.repeat(16)}]`;
const seen = (part: Partial<RiskContext>) => change(trigger, does(), does(), { context: { ...calm, ...part } });

const sends = (endpoint: string, more: JsonObject = {}): JsonObject => ({
  endpoint,
  subscriptions: ['conditional_ticket_events'],
  ...more,
});
const usedBy = (kind: string, active: boolean): Pick<RiskInput, 'uses'> => ({
  uses: [{ object: `${kind}/1`, kind, title: 'Relay', active }],
});
const events = { subscriptions: ['zen:event-type:user.created'] };

/** For each rule of the list: changes for which it must hold, and near ones for which it must not. */
const cases: Readonly<Record<string, { readonly holds: readonly RiskInput[]; readonly not: readonly RiskInput[] }>> = {
  'webhook-added': {
    holds: [
      change(trigger, does(hook('A')), does(hook('A'), hook('B'))),
      change(trigger, does(hook('A')), does(hook('B'))),
      change(trigger, null, does(hook('A'))),
      change(trigger, { ...does(hook('A')), ...off }, does(hook('A'))),
      change(trigger, off, { ...does(hook('A')), ...off }),
    ],
    not: [change(trigger, does(hook('A'), hook('B')), does(hook('B'))), change(trigger, does(hook('A')), null)],
  },
  'webhook-redirected': {
    holds: [
      change(webhook, sends('https://a.test'), sends('https://b.test'), usedBy('trigger', true)),
      change(webhook, sends('https://a.test'), sends('https://b.test'), usedBy('automation', true)),
      change(webhook, sends('https://a.test', events), sends('https://b.test', events)),
    ],
    not: [
      change(webhook, sends('https://a.test'), sends('https://b.test'), usedBy('trigger', false)),
      change(webhook, sends('https://a.test'), sends('https://a.test', { name: 'Other' }), usedBy('trigger', true)),
    ],
  },
  'idle-webhook-redirected': {
    holds: [
      change(webhook, sends('https://a.test'), sends('https://b.test')),
      change(webhook, sends('https://a.test'), sends('https://b.test'), usedBy('trigger', false)),
    ],
    not: [change(webhook, sends('https://a.test'), sends('https://b.test'), usedBy('trigger', true))],
  },
  'webhook-subscribed': {
    holds: [change(webhook, null, sends('https://a.test', events))],
    not: [
      change(webhook, null, sends('https://a.test')),
      change(webhook, sends('https://a.test', events), sends('https://a.test', { ...events, name: 'Other' })),
      change(webhook, null, sends('https://a.test', { ...events, status: 'inactive' })),
    ],
  },
  'webhook-security-changed': {
    holds: [
      change(webhook, sends('https://a.test', { authentication: { type: 'basic_auth' } }), sends('https://a.test')),
    ],
    not: [change(webhook, sends('https://a.test'), sends('https://b.test'))],
  },
  'permission-added': {
    holds: [
      change(customRole, { configuration: {} }, { configuration: { manage_business_rules: true } }),
      change(customRole, null, { configuration: { manage_business_rules: true } }),
    ],
    not: [
      change(customRole, { configuration: { manage_business_rules: true } }, { configuration: {} }),
      change(customRole, { configuration: { ticket_deletion: false } }, { configuration: { a_new_one: false } }),
    ],
  },
  'used-object-deleted': {
    holds: [change(webhook, sends('https://a.test'), null, usedBy('trigger', true))],
    not: [
      change(webhook, sends('https://a.test'), null),
      change(webhook, sends('https://a.test'), null, usedBy('macro', true)),
      change(webhook, sends('https://a.test'), null, usedBy('trigger', false)),
    ],
  },
  'used-object-off': {
    holds: [
      change(
        webhook,
        sends('https://a.test'),
        sends('https://a.test', { status: 'inactive' }),
        usedBy('trigger', true),
      ),
    ],
    not: [change(webhook, sends('https://a.test'), sends('https://a.test', { status: 'inactive' }))],
  },
  'target-added': {
    holds: [change(automation, does(), does(post(1)))],
    not: [change(trigger, does(post(1)), does(post(1, 'x')))],
  },
  'webhook-changed': {
    holds: [
      change(trigger, does(hook('A')), does(hook('A', '{"all": 1}'))),
      change(trigger, does(post(1)), does(post(1, 'x'))),
    ],
    not: [
      change(trigger, does(hook('A')), does(hook('B', 'x'))),
      change(trigger, does(hook('A'), open), does(hook('A'))),
      change(trigger, does(hook('A', '{"a": 1,\n "b": 2}')), does(hook('A', '{"b":2,"a":1}'))),
      change(trigger, does(post(1)), does(action('notification_target', ['1', '{}']))),
    ],
  },
  'requester-notified': {
    holds: [
      change(trigger, does(), does(mail('requester_id'))),
      change(automation, does(mail('assignee_id')), does(mail('requester_and_ccs'))),
      change(trigger, does(), does(action('tweet_requester', 'Hi'))),
    ],
    not: [
      change(trigger, does(), does(mail('assignee_id'))),
      change(trigger, does(mail('requester_id')), does(mail('requester_id'))),
      change(trigger, does(action('tweet_requester', 'Hi')), does(action('tweet_requester', 'Hello'))),
      change(
        trigger,
        does(action('deflection', ['Hi', 'Read this'])),
        does(action('deflection', ['Hello', 'Read this'])),
      ),
    ],
  },
  'no-condition-left': {
    holds: [change(trigger, all(vip), {}), change(automation, any(vip), off)],
    not: [
      change(trigger, all(vip, open), all(vip)),
      change(trigger, {}, {}),
      change(view, all(vip), {}),
      change(macro, {}, {}),
    ],
  },
  'no-condition': {
    holds: [change(trigger, null, {}), change(trigger, off, {})],
    not: [change(trigger, {}, { title: 'B' }), change(trigger, null, off), change(macro, null, {})],
  },
  'escalation-off': {
    holds: [
      change(trigger, { title: 'Escalate VIP' }, { title: 'Escalate VIP', ...off }),
      change(automation, { title: 'SLA watch' }, null),
      change(automation, all(condition('until_sla_next_breach_at', 'is', '1')), off),
      change(trigger, does(action('group_id', '5')), off),
    ],
    not: [
      change(trigger, { title: 'Escalate VIP', ...off }, null),
      change(trigger, { title: 'Slack' }, off),
      change(trigger, { title: 'Escalate VIP' }, { title: 'Escalate VIP', ...all(vip) }),
    ],
  },
  'active-rule-deleted': {
    holds: [change(trigger, {}, null), change(automation, {}, null)],
    not: [change(trigger, off, null), change(macro, {}, null), change(trigger, {}, off)],
  },
  deleted: { holds: [change(macro, {}, null), change(trigger, off, null)], not: [change(trigger, {}, null)] },
  'switched-off': {
    holds: [change(trigger, {}, off)],
    not: [change(macro, {}, off), change(trigger, {}, null), change(trigger, off, off)],
  },
  'switched-on': {
    holds: [change(trigger, off, all(vip)), change(trigger, null, all(vip))],
    not: [change(macro, off, {}), change(trigger, {}, {})],
  },
  'public-reply-added': {
    holds: [
      change(macro, {}, { actions: reply }),
      change(macro, { actions: privately }, { actions: reply }),
      change(macro, {}, { actions: [action('comment_value_html', '<p>Hello</p>')] }),
    ],
    not: [change(macro, {}, { actions: privately }), change(macro, { actions: reply }, { actions: reply, title: 'B' })],
  },
  'notification-added': {
    holds: [change(trigger, does(), does(mail('assignee_id')))],
    not: [change(trigger, does(), does(mail('requester_id'))), change(trigger, does(mail('x')), does())],
  },
  'notification-removed': {
    holds: [change(trigger, does(mail('assignee_id')), does()), change(trigger, does(hook('A')), does())],
    not: [
      change(trigger, { ...does(hook('A')), ...off }, off),
      change(trigger, does(hook('A')), null),
      change(trigger, does(), does(hook('A'))),
    ],
  },
  'closes-tickets': {
    holds: [change(trigger, does(), does(action('status', 'closed')))],
    not: [
      change(trigger, does(), does(action('status', 'solved'))),
      change(trigger, does(action('status', 'closed')), does()),
    ],
  },
  'scope-widened': {
    holds: [
      change(trigger, all(vip, open), all(open)),
      change(trigger, any(vip), any(vip, open)),
      change(trigger, { conditions: { all: [vip], any: [open] } }, all(vip)),
    ],
    not: [
      change(trigger, all(vip), all(vip, open)),
      change(trigger, any(vip, open), any(vip)),
      change(trigger, all(vip), {}),
      change(view, all(vip, open), all(open)),
    ],
  },
  'scope-changed': {
    holds: [
      change(trigger, all(vip), all(condition('current_tags', 'includes', 'vip gold'))),
      change(trigger, all(vip), all(vip, open)),
    ],
    not: [
      change(trigger, all(vip, open), all(open)),
      change(trigger, all(vip), { ...all(vip), title: 'B' }),
      change(trigger, all(vip, open), all(open, vip)),
      change(trigger, all(condition('SOLVED', 'is', 24)), all(condition('SOLVED', 'is', '24'))),
      change(trigger, all(condition('group_id', 'is', '')), all(condition('group_id', 'is', '__NULL__'))),
    ],
  },
  'audience-widened': {
    holds: [change(macro, group(1), group(1, 2)), change(view, group(1), {}), change(macro, group(1), group(2))],
    not: [
      change(macro, {}, group(1)),
      change(macro, group(1, 2), group(1)),
      change(macro, null, {}),
      change(macro, group(1, 2), { restriction: { type: 'User', id: 7 } }),
    ],
  },
  'hidden-text': {
    holds: [
      change(macro, { actions: privately }, { actions: [action('comment_value', `Pay ${masked('a')}`)] }),
      change(trigger, does(hook('A', masked('a'))), does(hook('A', masked('b')))),
      change(trigger, does(hook('A', masked('a'))), does(hook('A', masked('a')), hook('A', masked('a')))),
      change(trigger, null, does(hook('A', masked('a')))),
      change(trigger, does(hook('A', 'x [redacted]')), does(hook('A', 'y [redacted]'))),
    ],
    not: [
      change(trigger, does(hook('A', masked('a'))), does(hook('A', masked('a')), vip)),
      change(trigger, does(hook('A', `x ${masked('a')}`)), does(hook('A', `y ${masked('a')}`))),
      change(trigger, does(vip, hook('A', 'x [redacted]')), does(hook('A', 'x [redacted]'), vip)),
      change(trigger, does(hook('A', masked('a'))), does(hook('A', 'in clear'))),
      change(trigger, does(hook('A', masked('a'))), null),
    ],
  },
  'order-changed': {
    holds: [change(trigger, {}, {}, { type: 'reordered' }), change(automation, {}, {}, { type: 'reordered' })],
    not: [
      change(view, {}, {}, { type: 'reordered' }),
      change(trigger, {}, {}),
      change(trigger, {}, {}, { type: 'reordered', sameRunOrder: true }),
    ],
  },
  'other-field-changed': {
    holds: [change(trigger, {}, {}, { type: 'none', otherFields: true }), change(view, {}, {}, { otherFields: true })],
    not: [change(trigger, {}, {}, { type: 'none' })],
  },
  transient: {
    holds: [change(trigger, {}, {}, { type: 'none', transient: true })],
    not: [change(trigger, {}, {}, { type: 'none' })],
  },
  'first-seen-actor': {
    holds: [
      seen({ firstSeenActor: true }),
      change(trigger, {}, {}, { type: 'none', unseen: true, context: { ...calm, firstSeenActor: true } }),
    ],
    not: [
      seen({ firstSeenIp: true }),
      change(trigger, {}, {}, { type: 'none', context: { ...calm, firstSeenActor: true } }),
    ],
  },
  'first-seen-ip': {
    holds: [seen({ firstSeenIp: true })],
    not: [
      seen({ firstSeenActor: true, firstSeenIp: true }),
      change(trigger, {}, {}, { type: 'none', context: { ...calm, firstSeenIp: true } }),
    ],
  },
  'off-hours': {
    holds: [seen({ offHours: true })],
    not: [seen({}), change(trigger, {}, {}, { type: 'none', context: { ...calm, offHours: true } })],
  },
  'customer-text-changed': {
    holds: [
      change(macro, says('Refunds up to 50 EUR'), says('Refunds up to 5000 EUR')),
      change(macro, says('Pay € 20'), says('Pay € 200')),
      change(macro, says('A fee of 1,50 EUR'), says('A fee of 150 EUR')),
      change(macro, says('A discount of 5 %'), says('A discount of 50 %')),
      change(macro, says('Pay at https://acme.test/pay'), says('Pay at https://evil.test/pay')),
      change(macro, rich('<a href="https://acme.test">Pay</a>'), rich('<a href="https://evil.test">Pay</a>')),
      change(macro, says('Write to help@acme.test'), says('Write to help@evil.test')),
      change(macro, says('IBAN DE89 3704 0044 0532 0130 00'), says('IBAN DE89 3704 0044 0532 0130 99')),
      change(trigger, does(mail('requester_id', 'Call 030 1234567')), does(mail('requester_id', 'Call 030 7654321'))),
    ],
    not: [
      change(macro, says('Within 5–7 business days'), says('Within 10 business days')),
      change(macro, says('Refunds up to 50 EUR'), says('We refund up to 50 EUR')),
      change(macro, says('Refunds up to 1.000 EUR'), says('Refunds up to 1,000 EUR.')),
      change(macro, says('Ticket {{ticket.id}}'), says('Your ticket {{ticket.id}}')),
      change(macro, says('The key'), says('The key [redacted b2880555fe509933]')),
      change(macro, note('Refund 50 EUR'), note('Refund 60 EUR')),
      change(trigger, does(mail('assignee_id', 'Above 50 EUR')), does(mail('assignee_id', 'Above 60 EUR'))),
      change(trigger, does(hook('A', '{"eur": "50 EUR"}')), does(hook('A', '{"eur": "60 EUR"}'))),
    ],
  },
};

describe('the list of risks', () => {
  it('has a case for each reason, and no reason twice', () => {
    expect(Object.keys(cases).sort()).toEqual(riskRules.map(({ code }) => code).sort());
    expect(new Set(riskRules.map((rule) => rule.words)).size).toBe(riskRules.length);
  });

  it.each(riskRules)('holds "$words" where it should and nowhere near', ({ code }) => {
    for (const input of cases[code]?.holds ?? []) expect(codes(input)).toContain(code);
    for (const input of cases[code]?.not ?? []) expect(codes(input)).not.toContain(code);
  });
});

describe('assessRisk', () => {
  it('rates the trigger of the contract high, in its words and sequence', () => {
    const input = change(
      trigger,
      all(vip),
      { actions: [hook('01HVK3T9QK5Z0')] },
      { context: { ...calm, firstSeenIp: true } },
    );
    const risk = assessRisk(input);
    expect(risk.level).toBe('high');
    expect(risk.reasons.map((reason) => reason.words)).toEqual([
      'sends tickets to a new webhook',
      'has no conditions left',
      'new IP address for this person',
    ]);
  });

  it('rates the other wording of a macro low, without a reason', () => {
    expect(
      assessRisk(change(macro, { actions: reply }, { actions: [action('comment_value', 'Ho'), ...reply.slice(1)] })),
    ).toEqual({ level: 'low', reasons: [] });
  });

  it('compares a change without effect with itself: a rule that always wrote to a webhook does nothing new', () => {
    const { after } = change(trigger, null, { actions: [hook('A'), mail('requester_id')] });
    const saved = { kind: trigger, type: 'none', after, names: words, context: calm } as const;
    for (const before of [null, after]) {
      expect(codes({ ...saved, before })).toEqual([]);
      expect(codes({ ...saved, before, transient: true })).toEqual(['transient']);
      expect(codes({ ...saved, before, context: { ...calm, firstSeenActor: true, offHours: true } })).toEqual([]);
    }
  });

  it('reads no rule out of the states of an order', () => {
    const order = { object: 'trigger/order', text: '[]\n', value: { order: [] } } as const;
    const input = { ...change(trigger, {}, {}), type: 'reordered', before: order, after: order } as const;
    expect(codes(input)).toEqual(['order-changed']);
  });

  it('never throws, and tells the most severe first, whatever a file holds', () => {
    const json = fc.dictionary(
      fc.constantFrom('active', 'title', 'actions', 'conditions', 'restriction', 'x'),
      fc.jsonValue(),
    );
    const state = fc.option(
      json.map((value): Snapshot => ({ object: 'trigger/1', text: '', value: JSON.parse(JSON.stringify(value)) })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...kinds), state, state, (kind, before, after) => {
        const { level, reasons } = assessRisk({ kind, type: 'updated', before, after, names: words, context: calm });
        const levels = reasons.map((reason) => ['low', 'medium', 'high'].indexOf(reason.level));
        expect(levels).toEqual([...levels].sort((a, b) => b - a));
        expect(level).toBe(reasons[0]?.level ?? 'low');
      }),
    );
  });
});
