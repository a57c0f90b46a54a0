import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute, logLagSeconds, partLateEntries, withLog } from '#core/entry/attribution.ts';
import { at, blobId, entryAt, found, observation, recordedChange, snapshotOf } from '../../support/drift.ts';

const outcome = (over: Parameters<typeof observation>[0] = {}) => attribute(observation(over), blobId);

describe('a state that was found', () => {
  it('is exact with one entry, collapsed with several', () => {
    expect(outcome()).toMatchObject({ type: 'change', changeType: 'updated', attribution: 'exact' });
    expect(outcome({ entries: [entryAt(50), entryAt(60)] })).toMatchObject({ attribution: 'collapsed' });
  });

  it('is a creation where nothing was recorded', () => {
    expect(outcome({ before: null })).toMatchObject({ changeType: 'created' });
  });

  it('is no visible change with one entry, and a transient one with several', () => {
    const before = blobId(snapshotOf('New').text);
    expect(outcome({ before })).toMatchObject({ changeType: 'none', transient: false });
    expect(outcome({ before, entries: [entryAt(50), entryAt(60)] })).toMatchObject({ transient: true });
  });

  it.each([
    [0, 'change'],
    [2, 'change'],
    [3, 'pending'],
  ])('may be %i s newer than its newest entry: %s', (lag, type) => {
    expect(outcome({ read: found('New', 60 + lag) })).toMatchObject({ type });
  });

  it('waits until the log has had its five minutes, then is partial', () => {
    const read = found('New', 70);
    expect(outcome({ read, now: at(70 + logLagSeconds - 1) })).toMatchObject({ type: 'pending', problem: false });
    expect(outcome({ read, now: at(70 + logLagSeconds) })).toMatchObject({ type: 'change', attribution: 'partial' });
  });

  it("is nobody's where it changed without an entry", () => {
    expect(outcome({ entries: [], now: at(60 + logLagSeconds) })).toMatchObject({ attribution: 'none' });
    expect(outcome({ entries: [], now: at(100) })).toMatchObject({ type: 'pending' });
  });

  it('was seen no earlier than it was changed', () => {
    expect(outcome({ read: found('New', 61), readAt: at(59) })).toMatchObject({ observed: at(61) });
  });

  it('waits where its newest entry says that it was deleted', () => {
    const entries = [entryAt(60, { action: 'destroy' })];
    expect(outcome({ entries })).toMatchObject({ type: 'pending' });
    expect(outcome({ entries, now: at(60 + logLagSeconds) })).toMatchObject({ attribution: 'partial' });
  });

  it('is not tracked while it is personal, unless it was tracked before or all are', () => {
    const read = found('New', 60, { personal: true });
    expect(outcome({ read, before: null })).toMatchObject({ type: 'untracked' });
    expect(outcome({ read, before: null, includePersonal: true })).toMatchObject({ type: 'change' });
    expect(outcome({ read })).toMatchObject({ type: 'change' });
  });
});

describe('a state that was not found', () => {
  const gone = { type: 'gone' } as const;

  it('is a deletion with a "destroy" entry or a sweep that agrees, and else a problem', () => {
    const destroyed = [entryAt(60, { action: 'destroy' })];
    expect(outcome({ read: gone, entries: destroyed })).toMatchObject({ changeType: 'deleted', attribution: 'exact' });
    expect(outcome({ read: gone })).toMatchObject({ type: 'pending', problem: true });
    expect(outcome({ read: gone, entries: [], confirmedGone: true })).toMatchObject({ attribution: 'none' });
    expect(outcome({ read: gone, confirmedGone: true })).toMatchObject({ type: 'pending', problem: false });
    expect(outcome({ read: gone, confirmedGone: true, now: at(400) })).toMatchObject({ attribution: 'partial' });
  });

  it.each([
    [['create', 'destroy'], 'came-and-went'],
    [['update', 'destroy'], 'came-and-went'],
    [['create'], 'pending'],
    [['create', 'update'], 'pending'],
    [['destroy'], 'pending'],
    [['update'], 'untracked'],
  ])('of an unknown id with %s: %s', (actions, type) => {
    const entries = actions.map((action, index) => entryAt(50 + index, { action }));
    expect(outcome({ before: null, kind: null, read: gone, entries })).toMatchObject({ type });
  });

  it('of an unknown id does not wait for ever', () => {
    const over = { before: null, kind: null, read: gone, now: at(200_000) };
    expect(outcome({ ...over, entries: [entryAt(60, { action: 'create' })] })).toMatchObject({ type: 'untracked' });
    expect(outcome({ ...over, entries: [entryAt(60, { action: 'destroy' })] })).toMatchObject({ type: 'untracked' });
  });
});

describe('a state that cannot be read', () => {
  it('waits as a problem, except where an unknown id is hidden by a 403', () => {
    const read = { type: 'unreadable', reason: 'HTTP 500', forbidden: false } as const;
    expect(outcome({ read })).toMatchObject({ type: 'pending', problem: true });
    expect(outcome({ read, before: null })).toMatchObject({ type: 'pending', problem: true });
    expect(outcome({ read: { ...read, forbidden: true } })).toMatchObject({ type: 'pending', problem: true });
    expect(outcome({ read: { ...read, forbidden: true }, before: null })).toMatchObject({ type: 'untracked' });
  });

  it('is a deletion where a 404 says anything at all and the log says "destroy", and only there', () => {
    const missing = { type: 'unreadable', reason: '404', forbidden: false, missing: true } as const;
    const other = { type: 'unreadable', reason: '500', forbidden: false } as const;
    const [update, destroy] = [entryAt(1), entryAt(2, { action: 'destroy' })];
    expect(withLog(missing, [update, destroy])).toEqual({ type: 'gone' });
    expect(withLog(missing, [update])).toEqual(missing);
    expect(withLog(other, [destroy])).toEqual(other);
  });

  it('is never a deletion, whatever the entries say', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('create', 'update', 'destroy', 'odd')),
        fc.boolean(),
        (actions, forbidden) => {
          const entries = actions.map((action, index) => entryAt(index, { action }));
          const result = outcome({ entries, read: { type: 'unreadable', reason: 'x', forbidden } });
          expect(result.type).toBe('pending');
        },
      ),
    );
  });
});

describe('late entries', () => {
  const first = recordedChange('a', 'b', 100);
  const second = recordedChange('b', 'c', 200);
  const part = (seconds: number, changed: boolean) => {
    const { late, fresh } = partLateEntries([entryAt(seconds)], [first, second], changed);
    return [...late.keys(), ...fresh.map(() => 'fresh')];
  };

  it('belong to the first commit that saw their edit', () => {
    expect(part(50, false)).toEqual([first.commit]);
    expect(part(100, true)).toEqual([first.commit]);
    expect(part(101, true)).toEqual([second.commit]);
    expect(part(201, false)).toEqual(['fresh']);
  });

  it('of the second of the last look are late only where nothing changed since', () => {
    expect(part(200, false)).toEqual([second.commit]);
    expect(part(200, true)).toEqual(['fresh']);
  });

  it('of a second in which several states were seen, and that changed again, are fresh', () => {
    const tied = [recordedChange('a', 'b', 100), recordedChange('b', 'c', 100)];
    expect(partLateEntries([entryAt(100)], tied, true).fresh).toHaveLength(1);
  });
});
