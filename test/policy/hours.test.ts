import { describe, expect, test } from 'vitest';
import { isOffHours, isPlanned, renderHours } from '#policy/hours.ts';
import type { Hours } from '#policy/rule.ts';
import { rule, window } from './build.ts';

const hours: Hours = { ...window('mon tue wed thu fri', '08:00', '18:00'), holidays: ['2026-12-25'] };
const off = (time: string, of: Hours = hours) => isOffHours(of, 'Europe/Berlin', time);

describe('working hours', () => {
  test.each<[string, string, boolean]>([
    ['a Monday at 8:00 in Berlin is in them', '2026-11-23T07:00:00Z', false],
    ['a minute earlier is not', '2026-11-23T06:59:00Z', true],
    ['18:00 is not any more', '2026-11-23T17:00:00Z', true],
    ['a Saturday is not', '2026-11-21T10:00:00Z', true],
    ['a holiday is not, at any hour', '2026-12-25T10:00:00Z', true],
    ['a time that cannot be read says nothing', 'yesterday', false],
  ])('%s', (_name, time, expected) => {
    expect(off(time)).toBe(expected);
  });

  test('their own time zone counts, for holidays too', () => {
    const auckland: Hours = { ...hours, timezone: 'Pacific/Auckland' };
    expect(off('2026-11-22T20:00:00Z', auckland)).toBe(false);
    expect(off('2026-12-24T20:00:00Z', auckland)).toBe(true);
  });

  test('are said with their holidays', () => {
    expect(renderHours(hours, 'UTC')).toBe('mon, tue, wed, thu, fri 08:00–18:00 UTC, but not 2026-12-25');
  });
});

test('a change is planned if a request, or the window of a rule, approved it', () => {
  const policy = { rules: [rule({ name: 'evening', window: window('tue', '18:00', '20:00') }), rule({ name: 'bot' })] };
  const approved = (reason: string, name?: string) =>
    isPlanned(policy, { decision: 'approved', reason, ...(name === undefined ? {} : { rule: name }) });
  expect([approved('change-request', '#12'), approved('rule-matches', 'evening')]).toEqual([true, true]);
  expect([approved('rule-matches', 'bot'), approved('default')]).toEqual([false, false]);
  expect(isPlanned(policy, { decision: 'unapproved', reason: 'rule-covers-some', rule: 'evening' })).toBe(false);
});
