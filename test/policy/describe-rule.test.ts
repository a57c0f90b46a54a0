import { describe, expect, test } from 'vitest';
import { describeDefault, describeRule, listUnreachable } from '#policy/describe-rule.ts';
import type { Rule } from '#policy/rule.ts';
import { rule, window } from './build.ts';

const context = { timezone: 'Europe/Berlin', logins: new Map([['1001', 'jane-gh']]) };
const say = (given: Partial<Rule>): string =>
  describeRule(rule(given), context)
    .map((word) => (typeof word === 'string' ? word : `"${word.value}"`))
    .join('');

describe('a rule in words', () => {
  test.each<[Partial<Rule>, string]>([
    [{ actors: ['998877'] }, 'Approves every change of any object by user 998877'],
    [
      { kinds: ['macro'], actors: ['1001', '1002', '-1'], window: window('tue thu', '18:00', '20:00') },
      'Approves every change of macros by user 1001 (GitHub jane-gh), user 1002 or Zendesk itself, tue, thu 18:00–20:00 Europe/Berlin',
    ],
    [
      { kinds: ['macro', 'view'], actions: ['create', 'update'], titles: ['Refunds::*', 'Returns::*'] },
      'Approves creations and updates of macros and views titled "Refunds::*" or "Returns::*" before and after',
    ],
    [
      { decide: 'unapproved', objects: ['trigger/41', 'trigger/order'], actions: ['destroy'] },
      'Asks for a review of deletions of trigger/41 or trigger/order',
    ],
    [{ ips: ['203.0.113.0/24'] }, 'Approves every change of any object from 203.0.113.0/24'],
    [{ window: window('sat', '00:00', '24:00', 'UTC') }, 'Approves every change of any object, sat 00:00–24:00 UTC'],
    [
      { actors: Array.from({ length: 10 }, (_, index) => `${index + 1}`), kinds: ['view'] },
      'Approves every change of views by user 1, user 2, user 3, user 4, user 5, user 6, user 7, user 8 or 2 more',
    ],
  ])('%j', (given, expected) => expect(say(given)).toBe(expected));

  test('what no rule matches is said too', () => {
    expect(describeDefault('approved')).toBe('Everything else is approved.');
    expect(describeDefault('unapproved')).toBe('Everything else is unapproved: zendrift opens an issue for it.');
  });
});

describe('a rule that never decides', () => {
  const evening = window('tue', '18:00', '20:00');

  test.each<[string, Partial<Rule>, Partial<Rule>, boolean]>([
    ['under a wider list', { actors: ['1', '2'] }, { actors: ['2'], kinds: ['macro'] }, true],
    ['under the same window', { window: evening }, { window: evening, kinds: ['macro'] }, true],
    ['but not under a narrower list', { actors: ['1'] }, { actors: ['1', '2'] }, false],
    ['nor under a key that it lacks', { kinds: ['macro'] }, { actors: ['1'] }, false],
    ['nor under another window', { window: evening }, { window: window('tue', '18:00', '21:00') }, false],
  ])('is found %s', (_name, above, below, found) => {
    const rules = [rule({ name: 'above', ...above }), rule({ name: 'below', ...below })];
    expect(listUnreachable(rules)).toEqual(found ? [{ rule: 'below', by: 'above' }] : []);
  });
});
