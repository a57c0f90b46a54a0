import { describe, expect, it } from 'vitest';
import { describeChange } from '#core/describe/describe-change.ts';
import { noNames } from '#core/names/names.ts';
import type { JsonObject } from '#json.ts';
import { automation } from '#kinds/automation.ts';
import type { Kind } from '#kinds/kind.ts';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { action, condition, names, plainLines, snapshot } from './builders.ts';

const account = names({
  webhooks: { '01HVK3T9QK5Z0': 'ops-relay', '01HVK3T9QK5Z1': 'crm' },
  groups: { '1': 'Support', '2': 'Sales' },
  categories: { '900': 'Notifications', '901': 'Routing' },
});

const edit = (kind: Kind, before: JsonObject, after: JsonObject) =>
  describeChange(kind, snapshot(kind, before), snapshot(kind, after), account);

const vip = condition('current_tags', 'includes', 'vip');
const webhook = (id: string, body: string) => action('notification_webhook', [id, body]);

describe('an edited trigger', () => {
  it('is reported as in the example of the contract', () => {
    const description = edit(
      trigger,
      { conditions: { all: [vip], any: [] }, actions: [action('status', 'open')] },
      { actions: [action('status', 'open'), webhook('01HVK3T9QK5Z0', '{}')] },
    );
    expect(description.verb).toBe('Update');
    expect(plainLines(description)).toEqual([
      'Action added: Notify active webhook "ops-relay" (01HVK3T9QK5Z0), body "{}"',
      'Condition removed (all of): Tags contains at least one of "vip"',
      'Now runs on every ticket update: no condition is left',
    ]);
  });

  it('shows an edited action as a change of that action', () => {
    const before = {
      actions: [webhook('01HVK3T9QK5Z0', 'a'), webhook('01HVK3T9QK5Z1', 'b'), action('status', 'pending')],
    };
    const after = { actions: [webhook('01HVK3T9QK5Z0', 'a'), webhook('01HVK3T9QK5Z1', 'c'), action('status', 'hold')] };
    expect(plainLines(edit(trigger, before, after))).toEqual([
      'Notify active webhook "crm" (01HVK3T9QK5Z1), body is set to "c" (was "b")',
      'Status is set to On-hold (was Pending)',
    ]);
  });

  it('says where a webhook was exchanged for another', () => {
    const before = { actions: [webhook('01HVK3T9QK5Z0', 'a')] };
    expect(plainLines(edit(trigger, before, { actions: [webhook('01HVK3T9QK5Z1', 'a')] }))).toEqual([
      'Notify active webhook: "ops-relay" (01HVK3T9QK5Z0) → "crm" (01HVK3T9QK5Z1)',
    ]);
  });

  it('says which part of an e-mail changed', () => {
    const mail = (recipient: string, subject: string, body: string) => ({
      actions: [action('notification_user', [recipient, subject, body])],
    });
    expect(
      plainLines(edit(trigger, mail('assignee_id', 'Hi', 'a\nb\nc'), mail('requester_id', 'Ho', 'a\nx\nc'))),
    ).toEqual([
      'Email user: assignee → requester',
      'Email user (requester), subject is set to "Ho" (was "Hi")',
      'Email user (requester), body, 1 of 3 lines:\n- b\n+ x',
    ]);
  });

  it('says that actions were put in another order', () => {
    const [a, b, c] = [action('status', 'open'), action('priority', 'high'), action('type', 'task')];
    expect(plainLines(edit(trigger, { actions: [a, b, c] }, { actions: [c, a, b] }))).toEqual([
      'Action moved from 3rd to 1st: Type is set to Task',
    ]);
  });

  it('says what changed in a condition, the operator only where it changed', () => {
    const all = (...list: JsonObject[]) => ({ conditions: { all: list, any: [] } });
    expect(plainLines(edit(trigger, all(vip), all(condition('current_tags', 'includes', 'vip gold'))))).toEqual([
      'Condition changed (all of): Tags contains at least one of "vip", "gold" (was "vip")',
    ]);
    expect(
      plainLines(edit(trigger, all(condition('status', 'is', 'open')), all(condition('status', 'is_not', 'open')))),
    ).toEqual(['Condition changed (all of): Status is not Open (was: is Open)']);
  });

  it('says the category by its name', () => {
    expect(plainLines(edit(trigger, { category_id: '901' }, { category_id: '900' }))).toEqual([
      'Category is "Notifications" (was "Routing")',
    ]);
  });

  it('tells two groups of one name apart', () => {
    const twins = names({ groups: { '1': 'Support', '2': 'Support' } });
    const state = (id: string) => snapshot(trigger, { actions: [action('group_id', id)] });
    expect(plainLines(describeChange(trigger, state('1'), state('2'), twins))).toEqual([
      'Group is set to "Support" (2) (was "Support" (1))',
    ]);
  });

  it('tells a number from the same text', () => {
    const all = (value: number | string) => ({ conditions: { all: [condition('SOLVED', 'is', value)], any: [] } });
    expect(plainLines(edit(trigger, all(24), all('24')))).toEqual([
      'Condition changed (all of): Hours since solved is 24 (no change of meaning: a number is now written as text)',
    ]);
  });
});

describe('the verb', () => {
  it('is Rename where only the title changed', () => {
    const description = edit(trigger, { title: 'A' }, { title: 'B' });
    expect(description).toMatchObject({ verb: 'Rename', title: 'B' });
    expect(plainLines(description)).toEqual(['Title: "A" → "B"']);
    expect(edit(trigger, { title: 'A' }, { title: 'B', description: 'x' }).verb).toBe('Update');
  });

  it('is Activate or Deactivate, and the lines say the rest', () => {
    const description = edit(trigger, { actions: [action('status', 'open')] }, { active: false });
    expect(description.verb).toBe('Deactivate');
    expect(plainLines(description)).toEqual([
      'Deactivated: it no longer runs',
      'Action removed: Status is set to Open',
    ]);
    expect(edit(macro, { active: false }, { active: true }).verb).toBe('Activate');
  });
});

describe('a macro', () => {
  const comment = (text: string) => ({ actions: [action('comment_value_html', text)] });

  it('shows the changed lines of a rich text as a reader sees them', () => {
    const text = (days: string) => `<p>Hello,</p><p>It reaches your card within ${days} business days.</p><p>Bye</p>`;
    expect(plainLines(edit(macro, comment(text('5–7')), comment(text('10'))))).toEqual([
      'Comment (rich text), 1 of 3 lines:\n- It reaches your card within 5–7 business days.\n+ It reaches your card within 10 business days.',
    ]);
  });

  it('shows a changed address of a link', () => {
    const link = (url: string) => comment(`<p>Pay <a href="https://${url}/">here</a>, ${'please '.repeat(9)}</p>`);
    const [line] = plainLines(edit(macro, link('acme.com'), link('evil.com')));
    expect(line).toContain('+ Pay here (https://evil.com/)');
  });

  it('says who may use it', () => {
    const group = { restriction: { type: 'Group', id: 1, ids: [1] } };
    expect(plainLines(edit(macro, {}, group))).toEqual(['Available to group "Support" (was: everyone)']);
    expect(plainLines(edit(macro, group, { restriction: { type: 'Group', ids: [1, 2] } }))).toEqual([
      'Available to groups "Support", "Sales" (was: group "Support")',
    ]);
    expect(plainLines(edit(macro, group, { restriction: { type: 'User', id: 5 } }))).toEqual([
      'Available to one agent (user 5) (was: group "Support")',
    ]);
  });

  it('names attachments by id, and says a short description whole', () => {
    expect(plainLines(edit(macro, { attachments: [1, 2] }, { attachments: [2, 3] }))).toEqual([
      'Attachment added: 3',
      'Attachment removed: 1',
    ]);
    expect(plainLines(edit(macro, { description: null }, { description: 'For refunds' }))).toEqual([
      'Description is "For refunds" (was none)',
    ]);
  });

  it('counts a text that has nothing in common with the old one', () => {
    const lines = (start: number) => Array.from({ length: 3000 }, (_, index) => `line ${start + index}`).join('\n');
    expect(plainLines(edit(macro, comment(lines(0)), comment(lines(90_000))))).toEqual([
      'Comment (rich text): too different to show, 3,000 lines became 3,000 lines',
    ]);
  });

  it('shows a part of a very long change and says so', () => {
    const lines = (word: string) => Array.from({ length: 50 }, (_, index) => `${word} ${index}`).join('\n');
    const [line] = describeChange(
      macro,
      snapshot(macro, comment(lines('a'))),
      snapshot(macro, comment(lines('b'))),
      noNames,
    ).lines;
    expect(line?.words.at(-1)).toBe(', 50 of 50 lines, the first 20 shown:');
    expect(line?.added).toHaveLength(20);
  });

  it('shows a long line around the place where it changed', () => {
    const text = (word: string) => comment(`${'x'.repeat(5000)} ${word} ${'y'.repeat(5000)}`);
    const [line] = plainLines(edit(macro, text('old'), text('new')));
    expect(line).toMatch(/- …x+ old y+…\n\+ …x+ new y+…$/);
    expect(line?.length).toBeLessThan(700);
  });
});

describe('an object that came or went', () => {
  it('says what a new one does', () => {
    const state = snapshot(trigger, {
      category_id: '900',
      description: 'Night shift',
      conditions: { all: [condition('status', 'is', 'new')], any: [vip] },
      actions: [action('group_id', '1'), action('current_tags', 'night')],
    });
    const description = describeChange(trigger, null, state, account);
    expect(description.verb).toBe('Create');
    expect(plainLines(description)).toEqual([
      'New and active',
      'Description: "Night shift"',
      'Category: "Notifications"',
      'Condition (all of): Status is New',
      'Condition (any of): Tags contains at least one of "vip"',
      'Action: Group is set to "Support"',
      'Action: Add tags "night"',
    ]);
  });

  it('counts what a new one does beyond a dozen, and says when it has no condition', () => {
    const actions = Array.from({ length: 14 }, (_, index) => action('current_tags', `t${index}`));
    const lines = plainLines(describeChange(trigger, null, snapshot(trigger, { actions, active: false }), account));
    expect(lines).toHaveLength(1 + 1 + 12 + 1);
    expect(lines[0]).toBe('New and inactive');
    expect(lines[1]).toBe('Now runs on every ticket update: no condition is set');
    expect(lines.at(-1)).toBe('and 2 more actions');
  });

  it('says what a deleted one was', () => {
    const state = snapshot(automation, {
      conditions: { all: [condition('SOLVED', 'greater_than', '96'), condition('status', 'is', 'solved')], any: [] },
      actions: [action('status', 'closed')],
    });
    const description = describeChange(automation, state, null, noNames, { position: 7, count: 200 });
    expect(description.verb).toBe('Delete');
    expect(plainLines(description)).toEqual([
      'Was active; 7th of 200; 2 conditions, 1 action (Status is set to Closed)',
    ]);
    expect(plainLines(describeChange(macro, snapshot(macro, { active: false }), null, noNames))).toEqual([
      'Was not active; 0 actions',
    ]);
  });
});
