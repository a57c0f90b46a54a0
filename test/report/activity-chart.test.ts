import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activityChart } from '#report/activity-chart.ts';
import type { CommitResult } from '#report/run-result.ts';
import { anyText } from '../support/hostile.ts';

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
  expect(chart).toContain('  x-axis ["Bob Ray, 11-21", "Jane Doe, 11-20", "not known, 11-21"]');
  expect(chart).toContain('  bar [2, 1, 1]');
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
