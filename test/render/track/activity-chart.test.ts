import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activityChart } from '#render/track/activity-chart.ts';
import type { CommitResult } from '#render/track/run-result.ts';
import { anyText } from '../../support/hostile.ts';

const commit = (name: string, time: string, id = '1001'): CommitResult => ({
  id: null,
  subject: 'Update',
  object: 'trigger/1',
  title: '',
  type: 'updated',
  actors: name === '' ? [] : [{ id, name }],
  ips: [],
  auditIds: [],
  time,
  attribution: 'exact',
  verdict: 'approved',
  reason: 'default',
  risk: 'low',
});

test('a bar for each actor and day, the busiest first', () => {
  const chart = activityChart([
    commit('Jane Doe', '2026-11-20T10:00:00Z'),
    commit('Bob Ray', '2026-11-21T10:00:00Z', '1002'),
    commit('Bob Ray', '2026-11-21T11:00:00Z', '1002'),
    commit('', '2026-11-21T11:00:00Z'),
  ]);
  expect(chart).toContain('  x-axis ["Bob Ray, 11-21", "Jane Doe, 11-20", "unknown, 11-21"]');
  expect(chart).toContain('  bar [2, 1, 1]');
});

test('people with equal names, or names that read the same, keep apart by their ids', () => {
  const chart = activityChart([
    commit('John Smith', '2026-11-20T10:00:00Z', '1001'),
    commit('John Smith', '2026-11-20T11:00:00Z', '1002'),
    commit('John "Smith"', '2026-11-20T11:00:00Z', '1003'),
    commit('John Smith 1001', '2026-11-20T12:00:00Z', '1004'),
    commit('unknown', '2026-11-20T12:00:00Z', '1005'),
    commit('', '2026-11-20T12:00:00Z'),
    commit('Bob Ray', '2026-11-20T12:00:00Z', '1006'),
  ]);
  const labels = ['John Smith 1001', 'John Smith 1002', 'John Smith 1003', 'John Smith 1001 1004', 'unknown 1005'];
  const expected = [...labels, 'unknown', 'Bob Ray'].map((label) => `"${label}, 11-20"`);
  expect(chart).toContain(`  x-axis [${expected.join(', ')}]`);
});

test('one person under two names is one bar', () => {
  const chart = activityChart([
    commit('Jane Doe', '2026-11-20T10:00:00Z'),
    commit('Jane Roe', '2026-11-20T11:00:00Z'),
    commit('Bob Ray', '2026-11-20T11:00:00Z', '1002'),
  ]);
  expect(chart).toContain('  x-axis ["Jane Roe, 11-20", "Bob Ray, 11-20"]');
});

test('the title says how many bars there is no room for', () => {
  const commits = Array.from({ length: 15 }, (_, day) => commit('Jane', `2026-11-${10 + day}T10:00:00Z`));
  expect(activityChart(commits)).toContain('  title "Changes by actor and day (UTC), the busiest 12 of 15"');
});

test('no chart where there is nothing to compare', () => {
  expect(activityChart([])).toEqual([]);
  expect(activityChart([commit('Jane', '2026-11-20T10:00:00Z'), commit('Jane', '2026-11-20T11:00:00Z')])).toEqual([]);
});

test('whatever a name is, the chart keeps its seven lines and its quotes', () => {
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      const chart = activityChart([commit(one, '2026-11-20T10:00:00Z'), commit(other, '2026-11-21T10:00:00Z')]);
      expect(chart).toHaveLength(7);
      expect(chart[3]).toMatch(/^ {2}x-axis \["[\p{L}\p{N} ._,…-]+", "[\p{L}\p{N} ._,…-]+"\]$/u);
      expect(chart.join('\n').split('```')).toHaveLength(3);
    }),
  );
});
