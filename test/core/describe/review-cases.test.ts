import { describe, expect, it } from 'vitest';
import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { describeChange } from '#core/describe/describe-change.ts';
import { assessRisk } from '#core/risk/risk.ts';
import type { Json, JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { view } from '#kinds/view.ts';
import { wordLines } from '#render/issue/issue.ts';
import { linesCell } from '#render/words-markdown.ts';
import { issueView } from '../../support/episodes.ts';
import { aChange } from '../../support/facts.ts';
import { action, condition, names, plainLines, snapshot } from './builders.ts';

// Changes that reviewers could not read, or took for another one.

const field = (
  title: string,
  values: Readonly<Record<string, string>> = {},
  operators: Readonly<Record<string, string>> = {},
) => ({
  title,
  values,
  operators,
});
const account = names({
  fields: {
    trigger: {
      actions: {
        custom_fields_1: field('Tier', { free: 'Free', paying: 'Paying' }),
        add_skills: field('Add skills', { 'aaaa-1': 'German' }),
      },
      conditions: {
        requester_role: field('Role', { 4: 'Agent' }),
        'requester.custom_fields.plan': field('Plan', { 1500001753322: 'Enterprise' }),
        custom_fields_2: field('Product', { 2024: 'Series 2024' }, { includes: 'Includes' }),
        within_schedule: field('Within (schedule)', { 1500001035461: 'Weekdays' }),
        current_tags: field('Tags', {}, { includes: 'Contains at least one of the following' }),
        group_id: field('Group', { __NULL__: '-', 5: 'Support' }),
        odd: field('Odd', {}, { is: 'Is not', is_not: 'Is not' }),
      },
    },
  },
  webhooks: { '01HVK3T9QK5Z0': 'ops-relay' },
  ticketFields: { 360000012345: 'Region' },
});

const edit = (kind: Kind, before: JsonObject, after: JsonObject) =>
  describeChange(kind, snapshot(kind, before), snapshot(kind, after), account);
const editAction = (name: string, before: Json, after: Json, kind: Kind = trigger) =>
  plainLines(edit(kind, { actions: [action(name, before)] }, { actions: [action(name, after)] }));
const asks = (name: string, operator: string, value: Json) => ({
  conditions: { all: [condition(name, operator, value)], any: [] },
});
const newCondition = (name: string, operator: string, value: Json) =>
  plainLines(edit(trigger, {}, asks(name, operator, value)))[0]?.replace('Condition added (all of): ', '');

describe('the text of a macro', () => {
  const text = (amount: string): Json => [
    'channel:all',
    `Hello {{ticket.requester.first_name}},\n\nRefunds up to ${amount} EUR are paid within five days.\nKind regards`,
  ];
  const before = { actions: [action('comment_value', text('50'))] };
  const after = { actions: [action('comment_value', text('5000'))] };
  const description = edit(macro, before, after);

  it('shows an amount that became another one in the commit', () => {
    const message = renderCommitMessage({ subject: { type: 'plain', text: 'x' }, description, facts: aChange() });
    expect(message).toContain(
      [
        '- Comment (channel: all), 1 of 4 lines:',
        '  - Refunds up to 50 EUR are paid within five days.',
        '  + Refunds up to 5000 EUR are paid within five days.',
      ].join('\n'),
    );
  });

  it('marks it in the issue and in the row of a digest', () => {
    expect(wordLines(issueView({ description }))).toEqual([
      [
        '- Comment (channel: all), 1 of 4 lines:',
        '  - was `Refunds up to `**`50`**` EUR are paid within five days.`',
        '  - now `Refunds up to `**`5000`**` EUR are paid within five days.`',
      ].join('\n'),
    ]);
    expect(linesCell(description.lines)).toBe(
      'Comment (channel: all), 1 of 4 lines: `Refunds up to 50 EUR are paid within five days.` → `Refunds up to 5000 EUR are paid within five days.`',
    );
  });

  it('has a sign in its risk', () => {
    const risk = assessRisk({
      kind: macro,
      type: 'updated',
      before: snapshot(macro, before),
      after: snapshot(macro, after),
      names: account,
      context: { firstSeenActor: false, firstSeenIp: false, offHours: false },
    });
    expect(risk.reasons.map(({ code }) => code)).toEqual(['customer-text-changed']);
  });

  it('shows each change of one very long line, and the words between them once', () => {
    const line = (first: string, last: string) =>
      `Pay ${first} now. ${'Nothing new here. '.repeat(40)}Then pay ${last} later.`;
    const lines = editAction('comment_value', line('50', '70'), line('51', '71'), macro);
    expect(lines).toEqual([
      expect.stringMatching(
        /^Comment, 1 of 1 line:\n- Pay 50 now.*…\n- ….*pay 70 later\.\n\+ Pay 51 now.*…\n\+ ….*pay 71 later\.$/,
      ),
    ]);
  });
});

describe('values that are lists', () => {
  it('of a side conversation are reported part by part', () => {
    const side = (body: string, to: string): Json => ['Escalation', `<p>${body}</p><p>Thanks</p>`, to, 'text/html'];
    expect(
      editAction(
        'side_conversation',
        side('Please call', 'ops@acme.test'),
        side('Please write', 'ops@acme.test'),
        macro,
      ),
    ).toEqual(['Start side conversation, body, 1 of 2 lines:\n- Please call\n+ Please write']);
    expect(editAction('side_conversation', side('Hi', 'ops@acme.test'), side('Hi', 'ceo@acme.test'), macro)).toEqual([
      'Start side conversation, recipient is set to "ceo@acme.test" (was "ops@acme.test")',
    ]);
  });

  it('of a webhook are reported key by key', () => {
    const body = (...pairs: [string, string][]): Json => ['01HVK3T9QK5Z0', pairs];
    expect(
      editAction(
        'notification_webhook',
        body(['id', '{{ticket.id}}'], ['q', 'x']),
        body(['id', '{{ticket.id}}'], ['q', 'y'], ['z', '1']),
      ),
    ).toEqual([
      'Notify active webhook "ops-relay" (01HVK3T9QK5Z0), body "q": "x" → "y"',
      'Notify active webhook "ops-relay" (01HVK3T9QK5Z0), body "z": (absent) → "1"',
    ]);
    expect(editAction('notification_webhook', body(['a', '1'], ['b', '2']), body(['b', '2'], ['a', '1']))).toEqual([
      'Notify active webhook "ops-relay" (01HVK3T9QK5Z0), body: the same keys and values in another order',
    ]);
  });

  it('that are JSON are compared as JSON', () => {
    const hook = (body: string): Json => ['01HVK3T9QK5Z0', body];
    const start = 'Notify active webhook "ops-relay" (01HVK3T9QK5Z0), body';
    const small = '{"ticket": {"id": "{{ticket.id}}"}, "tags": ["a", "b"]}';
    expect(editAction('notification_webhook', hook(small), hook(small.replaceAll(' ', '\n  ')))).toEqual([
      `${start}: only its white space changed, which does not change its meaning`,
    ]);
    expect(editAction('notification_webhook', hook('{"a": 1, "b": 2}'), hook('{"b": 2, "a": 1}'))).toEqual([
      `${start}: only the order of its keys or its notation changed, its values are the same`,
    ]);
    expect(editAction('notification_webhook', hook(small), hook(small.replace('"b"', '"c"')))).toEqual([
      `${start} "tags.2": "b" → "c"`,
    ]);
    // A white space that stands inside a value is content, and so is a key that stands twice.
    expect(editAction('notification_webhook', hook('{"a": "x y"}'), hook('{"a": "x  y"}'))).toEqual([
      `${start} "a": "x y" → "x  y"`,
    ]);
    expect(editAction('notification_webhook', hook('{"a": 1, "a": 2}'), hook('{"a": 3, "a": 2}'))).toEqual([
      `${start} is set to "{"a": 3, "a": 2}" (was "{"a": 1, "a": 2}")`,
    ]);
  });

  it('of options, skills and long lists of tags are reported one by one', () => {
    expect(editAction('custom_fields_1', 'free', 'free paying')).toEqual([
      'Ticket field "Tier" is set to "Free", "Paying" (was "Free")',
    ]);
    expect(editAction('add_skills', 'aaaa-1#1', 'aaaa-1#0')).toEqual([
      'Add skills "German" (optional) (was "German" (required))',
    ]);
    const tags = Array.from({ length: 40 }, (_, index) => `tag${index}`);
    expect(editAction('set_tags', tags.join(' '), [...tags.slice(1), 'vip'].join(' '))).toEqual([
      'Set tags: now with "vip"; without "tag0"',
    ]);
  });
});

describe('a condition', () => {
  it.each([
    ['requester_role', 'is', '4', 'Requester role is Agent'],
    ['requester.custom_fields.plan', 'is', '1500001753322', 'Requester field "Plan" is "Enterprise"'],
    ['custom_fields_2', 'includes', '2024', 'Ticket field "Product" includes "Series 2024"'],
    ['within_schedule', 'is', '1500001035461', 'Within schedule is "Weekdays"'],
    ['current_tags', 'includes', 'vip', 'Tags contains at least one of the following "vip"'],
    [
      'requester.custom_fields.note',
      'includes_words',
      'refund money',
      'Requester field "note" contains at least one of the words "refund", "money"',
    ],
    ['group_id', 'is', '__NULL__', 'Group is (none)'],
    ['group_id', 'is', '', 'Group is (none)'],
    ['assignee_id', 'is', '1001', 'Assignee is user 1001'],
    [
      'lookup:ticket.ticket_field_360000012345.custom_fields.country',
      'is',
      'de',
      'Field "country" of the record in ticket field "Region" is "de"',
    ],
  ])('%s %s %s is said in words', (name, operator, value, words) => {
    expect(newCondition(name, operator, value)).toBe(words);
  });

  it('of which only the form differs is said to mean the same', () => {
    expect(plainLines(edit(trigger, asks('group_id', 'is', ''), asks('group_id', 'is', '__NULL__')))).toEqual([
      'Condition changed (all of): Group is (none) (no change of meaning: an empty value is only written in another way)',
    ]);
    const grouped = (by: Json) => ({
      execution: { columns: [], group_by: by, group_order: 'asc', sort_by: null, sort_order: null },
    });
    expect(plainLines(edit(view, grouped(360_000_012_345), grouped('360000012345')))).toEqual([
      'It is grouped by "Region", ascending (no change of meaning: only numbers are written as text, or text as numbers)',
    ]);
  });

  it('is never hidden by definitions that contradict each other', () => {
    expect(plainLines(edit(trigger, asks('odd', 'is', 'x'), asks('odd', 'is_not', 'x')))).toEqual([
      'Condition changed (all of): "Odd" is not "x" ("is_not") (was: is not "x" ("is"))',
    ]);
  });

  it('with a value of a kind that nothing documents is shown exactly, once, as unknown', () => {
    const [line = ''] = plainLines(edit(trigger, {}, asks('group_id', 'is', { nested: ['x'] })));
    expect(line).toBe('Condition added (all of): Group is (unknown kind of value) "{"nested": ["x"]}"');
  });
});

describe('a rich text', () => {
  const rich = (before: string, after: string) => editAction('comment_value_html', before, after, macro);

  it('is compared as it is read, with its lists and links', () => {
    expect(
      rich(
        '<h2>Steps</h2><ol><li>Open <a href="https://acme.test">the shop</a></li><li>Pay &euro;&nbsp;5</li></ol>',
        '<h2>Steps</h2><ol><li>Open <a href="https://evil.test">the shop</a></li><li>Pay &euro;&nbsp;50</li></ol>',
      ),
    ).toEqual([
      [
        'Comment (rich text), 2 of 3 lines:',
        '- 1. Open the shop (https://acme.test)',
        '- 2. Pay € 5',
        '+ 1. Open the shop (https://evil.test)',
        '+ 2. Pay € 50',
      ].join('\n'),
    ]);
  });

  it('says so where only the markup changed, or more than the lines show', () => {
    expect(rich('<p>Hello</p>', '<p><b>Hello</b></p>')).toEqual([
      'Comment (rich text), 1 of 1 line of the markup, the text is the same:\n- <p>Hello</p>\n+ <p><b>Hello</b></p>',
    ]);
    expect(rich('<p>Hello</p>', '<p style="display:none">Hallo</p>')).toEqual([
      'Comment (rich text), 1 of 1 line, and markup that the diff shows:\n- Hello\n+ Hallo',
    ]);
  });

  it('that stands beside its plain copy is said once', () => {
    const both = (days: string) => ({
      actions: [
        action('comment_value_html', `<p>Hello</p><p>Within ${days} days</p>`),
        action('comment_value', `Hello\n\nWithin ${days} days`),
      ],
    });
    expect(plainLines(edit(macro, both('5'), both('10')))).toEqual([
      'Comment (rich text, and the same in plain text), 1 of 2 lines:\n- Within 5 days\n+ Within 10 days',
    ]);
    const other = { actions: [...both('10').actions.slice(0, 1), action('comment_value', 'Hello\n\nWithin 99 days')] };
    expect(plainLines(edit(macro, both('5'), other))).toHaveLength(2);
  });

  it('that appears or goes is not compared with nothing', () => {
    expect(rich('', '<p>Hello</p>')).toEqual(['Comment (rich text) is new, 1 line:\n+ Hello']);
    expect(rich('<p>Hello</p>', '')).toEqual(['Comment (rich text) is empty now (was 1 line):\n- Hello']);
  });
});
