import { describe, expect, test } from 'vitest';
import type { ChangeFacts, CommitFacts, FactEntry } from '#core/commit/commit-facts.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { OwnCommit } from '#core/state/history.ts';
import { type Evidence, listDoubts } from '#ledger/confirm-commits.ts';
import { entryAt } from '../support/drift.ts';
import { aChange, aDecision, anEntry, blob } from '../support/facts.ts';

const object = 'trigger/41';
const policy = blob('5');

const ownCommit = (id: string, facts: CommitFacts, authorName = 'Jane Doe'): OwnCommit => ({
  facts,
  record: {
    ...{ id, parents: [], authorName, authorEmail: 'a@example.com', authorTime: 0, paths: [], message: '' },
    ...{ committerName: 'zendrift[bot]', committerEmail: 'bot@example.com', committerTime: 0 },
  },
});

const logged = ({ id, actorId, actorName, time, action, ip }: FactEntry): AuditEntry =>
  entryAt(0, { id, actorId, actorName, time, action, ip, sourceId: '41' });

const evidence = (entries: readonly FactEntry[], over: Partial<Evidence> = {}): Evidence => ({
  entries: new Map(entries.map((entry) => [entry.id, logged(entry)])),
  asRecorded: ({ actorName, ip }) => ({ actorName, ip }),
  policies: new Map([[policy, { rules: [], default: 'unapproved', timezone: 'UTC', hours: null, blob: policy }]]),
  ...{ noConfig: policy, versions: null, users: new Map(), titleOf: () => null, textOf: () => null },
  ...over,
});

const change = (over: Partial<ChangeFacts>): ChangeFacts =>
  aChange({ object, verdict: { decision: 'unapproved', reason: 'no-rule-matches', policy }, ...over });

const doubtsOf = (commits: readonly OwnCommit[], known: Evidence, asked = commits.at(-1)?.record.id) =>
  listDoubts(
    {
      ...{ account: 'acme', events: [], recorded: new Map(), commits },
      ...{ isAsked: (commit) => commit === asked, isDropped: () => false },
    },
    known,
  ).map(({ reason }) => reason);

describe('a change that came without a state', () => {
  const real = evidence([anEntry()]);

  test('is what the log has: actor, name, address and author', () => {
    expect(doubtsOf([ownCommit('1', change({}))], real)).toEqual([]);
    expect(doubtsOf([ownCommit('1', change({}), ' Jane  Doe.')], real)).toEqual([]);
  });

  test.each([
    ['name', { actorName: 'Bob Builder' }, 'Bob Builder', 'another name'],
    ['address', { ip: '198.51.100.9' }, 'Jane Doe', 'another address'],
    ['address, left out', { ip: null }, 'Jane Doe', 'another address'],
    ['author', {}, 'Bob Builder', 'its author is not Jane Doe'],
  ])('does not count with another %s', (_, over, author, reason) => {
    const forged = ownCommit('1', change({ entries: [anEntry(over)] }), author);
    expect(doubtsOf([forged], real)).toEqual([expect.stringContaining(reason)]);
  });

  test('does not count without an entry under the name of a person', () => {
    const facts = change({ entries: [], attribution: 'none' });
    expect(doubtsOf([ownCommit('1', facts, 'Unknown (no audit entry)')], real)).toEqual([]);
    expect(doubtsOf([ownCommit('1', facts)], real)).toEqual([expect.stringContaining('its author is not Unknown')]);
  });

  test('counts under a name that the person had before', () => {
    const before = ownCommit('1', change({ entries: [anEntry({ id: '7', actorName: 'Jane Roe' })] }), 'Jane Roe');
    const entries = [anEntry({ actorName: 'Jane Roe' })];
    expect(doubtsOf([before, ownCommit('2', change({ entries }), 'Jane Roe')], real)).toEqual([]);
  });

  test('is compared with the log as its configuration keeps names and addresses', () => {
    const asRecorded = () => ({ actorName: '[redacted 0123456789abcdef]', ip: 'omitted' });
    const kept = anEntry({ actorName: '[redacted 0123456789abcdef]', ip: 'omitted' });
    const commit = (entry: FactEntry) => ownCommit('1', change({ entries: [entry] }), entry.actorName);
    expect(doubtsOf([commit(kept)], { ...real, asRecorded })).toEqual([]);
    expect(doubtsOf([commit(anEntry())], { ...real, asRecorded })).toHaveLength(1);
    const unknown = () => ({ actorName: 'Jane Doe', ip: undefined });
    expect(doubtsOf([commit(anEntry({ ip: 'hash:0123456789abcdef' }))], { ...real, asRecorded: unknown })).toEqual([]);
  });
});

describe('a change that says it is a revert', () => {
  const begun = ownCommit(
    '1',
    aDecision({ object, decision: 'reverting', writer: '990001', time: '2026-11-22T22:00:00Z' }),
  );
  const ours = anEntry({ id: '8', actorId: '990001', actorName: 'Tracker' });
  const approved = (entries: readonly FactEntry[], reason: 'revert' | 'default') =>
    ownCommit(
      '2',
      change({ entries, attribution: 'collapsed', verdict: { decision: 'approved', reason, policy } }),
      entries.at(-1)?.actorName,
    );

  test('is one if every entry is of whoever wrote it back', () => {
    expect(doubtsOf([begun, approved([ours], 'revert')], evidence([ours]))).toEqual([]);
    const hidden = approved([ours, anEntry()], 'revert');
    expect(doubtsOf([begun, hidden], evidence([ours, anEntry()]))).toEqual([expect.stringContaining('lets its actor')]);
  });

  test('is judged by the rules, apart from what was written back', () => {
    const mixed = [begun, approved([ours, anEntry()], 'default')];
    const known = evidence([ours, anEntry()]);
    expect(doubtsOf(mixed, known)).toEqual([expect.stringContaining('its rules say unapproved')]);
    const policies = new Map([[policy, { rules: [], default: 'approved', timezone: 'UTC', blob: policy } as const]]);
    expect(doubtsOf(mixed, { ...known, policies })).toEqual([]);
  });
});
