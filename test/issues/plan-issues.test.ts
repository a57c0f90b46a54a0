import { expect, test } from 'vitest';
import type { RiskLevel } from '#core/words.ts';
import { concerns } from '#issues/match-issues.ts';
import { labelledRisk, planNewIssues, planPatch } from '#issues/plan-issues.ts';
import { listedIssue } from '../support/listed.ts';

const draft = { title: 'T', body: 'B', labels: ['config-drift', 'risk:high'], assignees: [] };

test('labels that the repository spells in another case need no change', () => {
  const issue = listedIssue({ title: 'T', body: 'B', labels: ['Risk:High', 'Config-Drift', 'theirs'] });
  expect(planPatch(issue, draft)).toBeNull();
  expect(labelledRisk(issue)).toBe('high');
});

test('a label of ours that is out of date goes, in any case, and labels of others stay', () => {
  const issue = listedIssue({ title: 'T', body: 'B', labels: ['Config-Drift', 'RISK:low', 'Rejected', 'theirs'] });
  expect(planPatch(issue, draft)).toEqual({ labels: ['config-drift', 'risk:high', 'theirs'] });
});

test('an issue concerns the account that its label names, in any case and however long the name is', () => {
  expect(concerns({ labels: ['Account:ACME'] }, 'acme')).toBe(true);
  expect(concerns({ labels: ['Account:other'] }, 'acme')).toBe(false);
  const long = 'x'.repeat(60);
  expect(concerns({ labels: [`account:${long}`] }, long)).toBe(false);
  expect(concerns({ labels: ['bug'] }, long)).toBe(true);
});

test('"max-open" postpones what is not of high risk, and nothing else', () => {
  const filed = (level: RiskLevel, id: string) => ({
    risk: { level },
    episode: { object: `macro/${id}`, approvedState: null, changes: [], rejected: null, issue: null } as const,
  });
  const views = [filed('low', '1'), filed('high', '2'), filed('high', '3'), filed('medium', '4')] as const;
  const { single, postponed } = planNewIssues(views, 9, { maxNewPerRun: 10, maxOpen: 10 });
  expect(single.map(({ episode }) => episode.object)).toEqual(['macro/2', 'macro/3']);
  expect(postponed.map(({ episode }) => episode.object)).toEqual(['macro/4', 'macro/1']);
});
