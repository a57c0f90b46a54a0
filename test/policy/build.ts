import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { VerdictInput } from '#policy/judge.ts';
import type { Policy, Rule, Window } from '#policy/rule.ts';

export const blob = '5f1c9ab0c7f7e2d3b9a4410f3c1d7a55e0b6d2aa';

/** Jane's edit of 22 November 2026, a Sunday, 23:41:13 in Berlin. */
export const entry = (overrides: Partial<AuditEntry> = {}): AuditEntry => ({
  id: '28835703787924',
  action: 'update',
  actorId: '1001',
  actorName: 'Jane Doe',
  sourceId: '41',
  sourceType: 'rule',
  sourceLabel: 'Trigger: Notify requester',
  description: 'Conditions changed',
  ip: '203.0.113.7',
  time: '2026-11-22T22:41:13Z',
  ...overrides,
});

export const change = (overrides: Partial<VerdictInput> = {}): VerdictInput => ({
  object: 'trigger/41',
  kind: 'trigger',
  type: 'updated',
  attribution: 'exact',
  transient: false,
  entries: [entry()],
  titleBefore: 'Notify requester',
  titleAfter: 'Notify requester',
  visible: true,
  ...overrides,
});

export const rule = (overrides: Partial<Rule> = {}): Rule => ({ name: 'any', decide: 'approved', ...overrides });

export const policyOf = (rules: readonly Rule[], overrides: Partial<Policy> = {}): Policy => ({
  default: 'unapproved',
  rules,
  timezone: 'Europe/Berlin',
  blob,
  ...overrides,
});

/** `window('tue thu', '18:00', '20:00')` */
export const window = (days: string, from: string, to: string, timezone?: string): Window => ({
  days: allDays.filter((day) => days.includes(day)),
  from: minutes(from),
  to: minutes(to),
  ...(timezone === undefined ? {} : { timezone }),
});

const allDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
