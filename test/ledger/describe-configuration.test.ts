import { expect, test } from 'vitest';
import { parseConfig } from '#config/parse.ts';
import { describeConfiguration } from '#ledger/describe-configuration.ts';

const config = (text: string) => parseConfig(text, 'zendrift.yml', 'acme');

const describe = (before: string, after: string) => {
  const { headline, lines } = describeConfiguration(config(before), config(after), []);
  return {
    headline,
    lines: lines.map((words) => words.map((word) => (typeof word === 'string' ? word : `"${word.value}"`)).join('')),
  };
};

const rules = (...given: readonly string[]) => `policy: { rules: [${given.join(', ')}] }\n`;

test('says what changed in a rule, and makes it the headline', () => {
  const { headline, lines } = describe(
    rules('{ name: macro-window, actors: [1001, 1002], decide: approved }'),
    rules('{ name: macro-window, actors: [1001, 1002, 1003], decide: approved }'),
  );
  expect(lines).toEqual(['Rule "macro-window": actors is now "1001, 1002, 1003" (was "1001, 1002")']);
  expect(headline).toBe('Configuration changed: rule macro-window: actors is now 1001, 1002, 1003 (was 1001, 1002)');
});

test.each<[string, string, string, string]>([
  [
    'a rule added',
    '',
    rules('{ name: bot, actors: [7], decide: approved }'),
    'Rule added: "bot" (actors: 7; decide: approved)',
  ],
  ['a rule removed', rules('{ name: bot, actors: [7], decide: approved }'), '', 'Rule removed: "bot"'],
  [
    'another order of rules',
    rules('{ name: a, actors: [7], decide: approved }', '{ name: b, actors: [7], decide: unapproved }'),
    rules('{ name: b, actors: [7], decide: unapproved }', '{ name: a, actors: [7], decide: approved }'),
    'The order of the rules changed',
  ],
  [
    'an identity added',
    '',
    'identities: { 1003: { github: carl-gh } }\n',
    'Identity added: Zendesk 1003 is GitHub "carl-gh"',
  ],
  [
    'an identity removed',
    'identities: { 1003: { github: carl-gh } }\n',
    '',
    'Identity removed: Zendesk 1003 was GitHub "carl-gh"',
  ],
  [
    'an identity changed',
    'identities: { 1003: { github: carl-gh } }\n',
    'identities: { 1003: { github: jane-gh } }\n',
    'Identity changed: Zendesk 1003 is GitHub "jane-gh", was GitHub "carl-gh"',
  ],
  [
    'an alert added',
    '',
    'alerts: [{ name: grants, source-types: [user], except: { actors: [7] } }]\n',
    'Alert added: "grants" (source-types: user; except: {"actors":["7"]})',
  ],
  [
    'an alert weakened',
    'alerts: [{ name: grants, source-types: [user] }]\n',
    'alerts: [{ name: grants, source-types: [user], actors: [7] }]\n',
    'Alert "grants": actors is now "7" (was not set)',
  ],
  ['an alert removed', 'alerts: [{ name: grants, source-types: [user] }]\n', '', 'Alert removed: "grants"'],
  ['the default', '', 'policy: { default: approved }\n', 'policy.default is now "approved" (was "unapproved")'],
  ['an approver list', '', 'approvers: { logins: [ann] }\n', 'approvers.logins is now "ann" (was empty)'],
  [
    'who is believed',
    '',
    'issues: { authors: [mallory] }\n',
    'issues.authors is now "mallory" (was "github-actions[bot]")',
  ],
  [
    'when the account works',
    '',
    'hours: { from: "08:00", to: "18:00", holidays: [2026-12-25] }\n',
    'hours is now "mon, tue, wed, thu, fri 08:00–18:00 UTC, but not 2026-12-25" (was not set)',
  ],
  [
    'a path of signers',
    '',
    'allowed-signers: .github/signers\n',
    'allowed-signers is now ".github/signers" (was not set)',
  ],
])('tells %s', (_name, before, after, line) => {
  expect(describe(before, after).lines).toEqual([line]);
});

test('a text that reads the same to the program says so, and counts how much more there is', () => {
  expect(describe('# a comment\n', '').headline).toBe('Configuration changed: no rules or approvers');
  expect(describe('', 'policy: { default: approved }\napprovers: { unmapped: allow }\n').headline).toMatch(
    / and 1 more$/,
  );
});

test('says in words who owns what, and what approvals need', () => {
  const before = 'owners:\n  - { kinds: [macro], logins: [ann] }\n';
  const after =
    'owners:\n  - { kinds: [macro], titles: ["B*"], logins: [bob, carl], approve: only }\napprovers: { high-risk: { approvals: 2 } }\n';
  expect(describe(before, after).lines).toEqual([
    'Owners removed: "ann" are assigned for "kinds: macro"',
    'Owners added: "bob, carl" alone may approve for "kinds: macro; titles: B*"',
    'approvers.high-risk.approvals is now "2" (was "1")',
  ]);
});
