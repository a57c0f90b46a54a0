import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { judge, type VerdictInput } from '#policy/judge.ts';
import { type Rule, weekdays } from '#policy/rule.ts';
import { blob, change, entry, policyOf, rule, window } from './build.ts';
import { judgeNaively } from './naive.ts';

const deployBot = rule({ name: 'deploy-bot', actors: ['998877'] });
const macroWindow = rule({
  name: 'macro-window',
  kinds: ['macro'],
  actors: ['1001', '1002'],
  window: window('tue thu', '18:00', '20:00', 'Europe/Berlin'),
});
const jane = rule({ name: 'jane', actors: ['1001'] });
const notBob = rule({ name: 'not-bob', actors: ['1002'], decide: 'unapproved' });
const byJane = entry();
const byBob = entry({ id: '28835703787998', actorId: '1002', actorName: 'Bob Ray' });
const byCarol = entry({ id: '28835703788001', actorId: '1003', actorName: 'Carol' });

const approving = { default: 'approved' } as const;

describe('the reason of a verdict', () => {
  test.each<[string, Rule[], AuditEntry[], object, object]>([
    ['a rule holds', [deployBot, jane], [byJane], {}, { decision: 'approved', reason: 'rule-matches', rule: 'jane' }],
    [
      'the first of two rules that hold',
      [notBob, rule()],
      [byBob],
      {},
      { decision: 'unapproved', reason: 'rule-denies', rule: 'not-bob' },
    ],
    [
      'the order of rules counts',
      [rule(), notBob],
      [byBob],
      {},
      { decision: 'approved', reason: 'rule-matches', rule: 'any' },
    ],
    [
      'each entry by a rule of its own',
      [jane, rule({ name: 'bob', actors: ['1002'] })],
      [byBob, byJane],
      {},
      { decision: 'approved', reason: 'rule-matches', rule: 'bob' },
    ],
    ['no rule holds', [deployBot, macroWindow], [byJane], {}, { decision: 'unapproved', reason: 'no-rule-matches' }],
    ['there is no rule', [], [byJane], {}, { decision: 'unapproved', reason: 'no-rule-matches' }],
    ['no rule holds, default approved', [deployBot], [byJane], approving, { decision: 'approved', reason: 'default' }],
    [
      'one by a rule, one by default approved',
      [jane],
      [byJane, byBob],
      approving,
      { decision: 'approved', reason: 'default' },
    ],
    [
      'one by a rule, one by none',
      [jane],
      [byJane, byBob],
      {},
      { decision: 'unapproved', reason: 'rule-covers-some', rule: 'jane' },
    ],
    [
      'one by none, then one by a rule',
      [jane],
      [byBob, byJane],
      {},
      { decision: 'unapproved', reason: 'rule-covers-some', rule: 'jane' },
    ],
    [
      'one approved, one denied',
      [jane, notBob],
      [byJane, byBob],
      {},
      { decision: 'unapproved', reason: 'rule-denies', rule: 'not-bob' },
    ],
    [
      'uncovered before denied: the first decides',
      [notBob],
      [byCarol, byBob],
      {},
      { decision: 'unapproved', reason: 'no-rule-matches' },
    ],
    [
      'denied before uncovered: the first decides',
      [notBob],
      [byBob, byCarol],
      {},
      { decision: 'unapproved', reason: 'rule-denies', rule: 'not-bob' },
    ],
    [
      'denied although the default approves',
      [notBob],
      [byCarol, byBob],
      approving,
      { decision: 'unapproved', reason: 'rule-denies', rule: 'not-bob' },
    ],
  ])('%s', (_name, rules, entries, overrides, expected) => {
    const { failed: _failed, ...verdict } = judge(policyOf(rules, overrides), change({ entries }));
    expect(verdict).toEqual({ ...expected, policy: blob });
  });

  test('a change without an audit entry is decided by no rule and no default', () => {
    const verdict = judge(policyOf([rule()], approving), change({ entries: [], attribution: 'none' }));
    expect(verdict).toEqual({ decision: 'unapproved', reason: 'no-audit-entry', policy: blob, failed: [] });
  });

  test('a single entry without visible effect is approved, even where a rule denies its actor', () => {
    const verdict = judge(policyOf([notBob]), change({ entries: [byBob], visible: false, type: 'none' }));
    expect(verdict).toEqual({ decision: 'approved', reason: 'no-visible-change', policy: blob, failed: [] });
  });

  test('a transient change, and two entries without net effect, are judged like any other', () => {
    const made = change({ object: 'rule/9', kind: 'rule', entries: [byBob], visible: false, transient: true });
    expect(judge(policyOf([notBob]), made).reason).toBe('rule-denies');
    expect(judge(policyOf([jane]), change({ entries: [byJane, byBob], visible: false })).reason).toBe(
      'rule-covers-some',
    );
  });
});

describe('a clause', () => {
  const approves = (it: Partial<Rule>, subject: Partial<VerdictInput>): boolean =>
    judge(policyOf([rule(it)]), change(subject)).decision === 'approved';

  test.each<[string, Partial<Rule>, Partial<VerdictInput>, boolean]>([
    ['objects by kind and id', { objects: ['trigger/41'] }, {}, true],
    ['objects by plain id', { objects: ['40', '41'] }, {}, true],
    ['an object of another kind', { objects: ['macro/41'] }, {}, false],
    ['an order by its key', { objects: ['trigger/order'] }, { object: 'trigger/order', type: 'reordered' }, true],
    ['an order of a kind', { kinds: ['trigger'] }, { object: 'trigger/order', type: 'reordered' }, true],
    ['an action', { actions: ['create', 'update'] }, {}, true],
    ['another action', { actions: ['destroy'] }, {}, false],
    ['titles before and after', { titles: ['Notify *'] }, { titleAfter: 'Notify all' }, true],
    ['a rename into the allowed names', { titles: ['Notify *'] }, { titleBefore: 'Escalate' }, false],
    ['a rename out of the allowed names', { titles: ['Notify *'] }, { titleAfter: 'Escalate' }, false],
    ['a rename from one glob to another', { titles: ['A*', 'B*'] }, { titleBefore: 'A1', titleAfter: 'B1' }, true],
    ['a new object has the later title alone', { titles: ['Notify *'] }, { titleBefore: null, type: 'created' }, true],
    [
      'a deleted one has the earlier title alone',
      { titles: ['Notify *'] },
      { titleAfter: null, type: 'deleted' },
      true,
    ],
    ['no title at all', { titles: ['*'] }, { titleBefore: null, titleAfter: null }, false],
    ['an order has no title, whatever is handed over', { titles: ['*'] }, { object: 'trigger/order' }, false],
    ['an address', { ips: ['198.51.100.0/24', '203.0.113.0/24'] }, {}, true],
    ['no address', { ips: ['0.0.0.0/0', '::/0'] }, { entries: [entry({ ip: null })] }, false],
    ['a window in the zone of the account', { window: window('sun', '23:00', '24:00') }, {}, true],
    ['a window in its own zone', { window: window('sun', '23:00', '24:00', 'UTC') }, {}, false],
    ['Zendesk itself', { actors: ['-1'] }, { entries: [entry({ actorId: '-1', ip: null })] }, true],
    ['all clauses but one', { actors: ['1001'], kinds: ['trigger'], actions: ['create'] }, {}, false],
  ])('%s', (_name, it, subject, expected) => {
    expect(approves(it, subject)).toBe(expected);
  });
});

describe('why no rule approved', () => {
  test('each rule names every clause that did not hold', () => {
    const { failed } = judge(policyOf([deployBot, macroWindow]), change());
    expect(failed).toEqual([
      { rule: 'deploy-bot', clause: 'actors', found: '1001', wanted: '998877' },
      { rule: 'macro-window', clause: 'kinds', found: 'trigger', wanted: 'macro' },
      {
        rule: 'macro-window',
        clause: 'window',
        found: 'Sun 23:41 Europe/Berlin',
        wanted: 'tue, thu 18:00–20:00 Europe/Berlin',
      },
    ]);
  });

  test('it is reported the entry that decided, not of one that a rule covered', () => {
    const { failed } = judge(policyOf([jane]), change({ entries: [byJane, byBob, byCarol] }));
    expect(failed).toEqual([{ rule: 'jane', clause: 'actors', found: '1002', wanted: '1001' }]);
  });

  test('nothing is reported where a rule decided', () => {
    expect(judge(policyOf([deployBot, notBob]), change({ entries: [byBob] })).failed).toEqual([]);
  });

  test('clauses come as who, what, from where, when, and never with the address itself', () => {
    const office = rule({
      name: 'office',
      window: window('mon', '08:00', '18:00', 'UTC'),
      ips: ['198.51.100.0/24'],
      titles: ['Test *'],
      actions: ['create'],
      objects: ['trigger/7'],
      kinds: ['macro'],
      actors: ['5'],
    });
    const { failed } = judge(policyOf([office]), change());
    expect(failed.map(({ clause }) => clause)).toEqual([
      'actors',
      'kinds',
      'objects',
      'actions',
      'titles',
      'ips',
      'window',
    ]);
    expect(failed.find(({ clause }) => clause === 'ips')?.found).toBe('another address');
    expect(JSON.stringify(failed)).not.toContain('203.0.113.7');
  });

  test('long titles and long lists are cut', () => {
    const titled = rule({ titles: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] });
    const [failed] = judge(policyOf([titled]), change({ titleAfter: '🦊'.repeat(32_000), titleBefore: null })).failed;
    expect(failed?.found === `${'🦊'.repeat(79)}…`).toBe(true);
    expect(failed?.wanted).toBe('a, b, c, d, e or 2 more');
  });
});

describe('any policy on any change', () => {
  const pick = <T>(...items: readonly T[]) => fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: 2 });
  const aRule = fc.record(
    {
      name: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
      decide: fc.constantFrom('approved', 'unapproved'),
      actors: pick('1001', '1002', '-1'),
      kinds: pick('trigger', 'macro'),
      objects: pick('trigger/41', '41', 'macro/42', 'trigger/order'),
      actions: pick('create', 'update', 'destroy'),
      titles: pick('*', 'A*', '*b', 'A?b'),
      ips: pick('203.0.113.0/24', '::ffff:203.0.113.7', '2001:db8::/32'),
      window: fc
        .record({
          days: fc.subarray([...weekdays], { minLength: 1 }),
          from: fc.integer({ min: 0, max: 1439 }),
          to: fc.integer({ min: 0, max: 1440 }),
        })
        .filter(({ from, to }) => from !== to),
    },
    { requiredKeys: ['name', 'decide'] },
  );
  const anEntry = fc
    .record({
      actorId: fc.constantFrom('1001', '1002', '-1'),
      action: fc.constantFrom('create', 'update', 'destroy'),
      ip: fc.constantFrom('203.0.113.7', '2001:db8::7', 'nonsense', null),
      time: fc
        .integer({ min: 0, max: 14 * 1440 })
        .map((minute) => new Date(Date.UTC(2026, 9, 18) + minute * 60_000).toISOString()),
    })
    .map(entry);
  const aTitle = fc.constantFrom('Ab', 'Axb', 'c', null);
  const aChange = fc
    .record({
      object: fc.constantFrom<ObjectKey>('trigger/41', 'macro/42', 'trigger/order', 'rule/9'),
      entries: fc.array(anEntry, { maxLength: 4 }),
      transient: fc.boolean(),
      visible: fc.boolean(),
      titleBefore: aTitle,
      titleAfter: aTitle,
    })
    .map((it) => change({ ...it, kind: it.object.split('/')[0] ?? '' }));
  const aPolicy = fc
    .tuple(fc.array(aRule, { maxLength: 4 }), fc.constantFrom('approved', 'unapproved'))
    .map(([rules, otherwise]) => policyOf(rules, { default: otherwise }));

  test('the verdict is that of the naive reading of the rules', () => {
    fc.assert(
      fc.property(aPolicy, aChange, (policy, subject) => {
        const { failed: _failed, policy: _policy, ...verdict } = judge(policy, subject);
        expect(verdict).toEqual(judgeNaively(policy, subject));
      }),
      { numRuns: 2000 },
    );
  });

  test('a change is approved exactly if each of its entries alone would be', () => {
    fc.assert(
      fc.property(aPolicy, aChange, (policy, subject) => {
        const visible = { ...subject, visible: true };
        const alone = subject.entries.map((it) => judge(policy, { ...visible, entries: [it] }).decision);
        const expected = alone.length > 0 && alone.every((decision) => decision === 'approved');
        expect(judge(policy, visible).decision === 'approved').toBe(expected);
      }),
    );
  });
});
