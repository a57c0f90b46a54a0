import { expect, test } from 'vitest';
import { describeHours, isOffHours } from '#commands/report/off-hours.ts';
import type { Rule, Window } from '#policy/rule.ts';

const evening: Window = { days: ['fri'], from: 18 * 60, to: 20 * 60 };
const rule = (decide: Rule['decide'], window: Window = evening): Rule => ({ name: 'w', decide, window });
const berlin = (...rules: readonly Rule[]) => ({ rules, timezone: 'Europe/Berlin' });

const morning = '2026-11-20T07:00:00Z';
const late = '2026-11-20T17:05:00Z';

test.each([
  ['a Friday at 8:00 is in hours', berlin(), morning, false],
  ['a Friday at 7:59 is not', berlin(), '2026-11-20T06:59:59Z', true],
  ['a Friday at 18:00 is not any more', berlin(), '2026-11-20T17:00:00Z', true],
  ['a Sunday is off hours', berlin(), '2026-11-22T10:00:00Z', true],
  ['a Friday morning is outside the approving window', berlin(rule('approved')), morning, true],
  ['a Friday evening is inside it', berlin(rule('approved')), late, false],
  ['a window in another zone counts there', berlin(rule('approved', { ...evening, timezone: 'UTC' })), late, true],
  ['a window that denies says nothing', berlin(rule('unapproved')), morning, false],
  ['a rule without a window says nothing', berlin({ name: 'all', decide: 'approved' }), morning, false],
])('%s', (_, policy, time, expected) => {
  expect(isOffHours(policy, time)).toBe(expected);
});

test('it is said which hours were meant', () => {
  expect(describeHours(berlin())).toEqual({
    basis: 'office-hours',
    windows: ['mon, tue, wed, thu, fri 08:00–18:00 Europe/Berlin'],
  });
  expect(describeHours(berlin(rule('unapproved'), rule('approved'), rule('approved')))).toEqual({
    basis: 'policy-windows',
    windows: ['fri 18:00–20:00 Europe/Berlin'],
  });
});
