import { expect, test } from 'vitest';
import { describeHours, isChangeOffHours } from '#commands/report/off-hours.ts';
import type { Rule, Window } from '#policy/rule.ts';

const evening: Window = { days: ['fri'], from: 18 * 60, to: 20 * 60 };
const rule = (window: Window = evening): Rule => ({ name: 'w', decide: 'approved', window });
const account = { rules: [rule()], timezone: 'Europe/Berlin' };
const late = { ...account, hours: { ...evening, holidays: ['2026-12-25'] } };

const morning = '2026-11-20T07:00:00Z';
const inWindow = '2026-11-20T17:05:00Z';
const open = { decision: 'unapproved', reason: 'no-rule-matches' };

test.each([
  ['a Friday at 8:00 is in hours', account, open, morning, false],
  ['a Friday at 7:59 is not', account, open, '2026-11-20T06:59:59Z', true],
  ["a Friday evening is off hours, whatever other people's rules allow", account, open, inWindow, true],
  ['a Sunday is off hours', account, open, '2026-11-22T10:00:00Z', true],
  ['configured hours count instead', late, open, morning, true],
  ['and what is in them is in hours', late, open, inWindow, false],
  [
    'a change in the window of the rule that approved it is in hours',
    account,
    { decision: 'approved', reason: 'rule-matches', rule: 'w' },
    inWindow,
    false,
  ],
  [
    'another rule says nothing of the time',
    account,
    { decision: 'approved', reason: 'rule-matches', rule: 'bot' },
    inWindow,
    true,
  ],
  [
    'a change of an approved request is in hours',
    account,
    { decision: 'approved', reason: 'change-request', rule: '#12' },
    inWindow,
    false,
  ],
])('%s', (_, policy, verdict, time, expected) => {
  expect(isChangeOffHours(policy, verdict, [time])).toBe(expected);
});

test('it is said which hours were meant', () => {
  expect(describeHours(account)).toEqual({
    basis: 'office-hours',
    windows: ['mon, tue, wed, thu, fri 08:00–18:00 Europe/Berlin'],
  });
  expect(describeHours(late)).toEqual({
    basis: 'hours',
    windows: ['fri 18:00–20:00 Europe/Berlin, but not 2026-12-25'],
  });
});
