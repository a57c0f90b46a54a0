import { describe, expect, test } from 'vitest';
import { type Snapshot, toSnapshot } from '#core/snapshot/snapshot.ts';
import { type ChangedStates, findOwnWrites, type Revert, withActive, withId } from '#core/write-back/own-writes.ts';
import { trigger } from '#kinds/trigger.ts';
import { rawTrigger } from '../../zendesk/builders.ts';

const snap = (id: number, fields: object = {}): Snapshot => {
  const observed = toSnapshot(trigger, rawTrigger(id, fields));
  if (observed.type === 'unreadable') throw new Error(observed.reason);
  return observed.snapshot;
};

/** Any one-to-one name of a text does for a blob id. */
const blobId = (text: string): string => `blob of ${text}`;
const comparison = { blobId, isSameState: (_: string, a: string | null, b: string | null) => a === b };

const bad = snap(41, { active: false });
const good = snap(41);

const revert = (over: Partial<Revert> = {}): Revert => ({
  object: 'trigger/41',
  commit: 'c',
  comment: '7',
  writer: '990001',
  from: '2026-11-22T10:00:00Z',
  until: '2026-11-22T10:00:09Z',
  before: blobId(bad.text),
  after: blobId(good.text),
  newId: null,
  announced: '2026-11-20T08:00:00Z',
  run: null,
  ...over,
});

const entry = (over: { readonly actorId?: string; readonly time?: string; readonly id?: string } = {}) => ({
  id: '1',
  action: 'update',
  actorId: '990001',
  actorName: 'Config tracker',
  sourceId: '41',
  sourceType: 'trigger',
  sourceLabel: '',
  description: '',
  ip: null,
  time: '2026-11-22T10:00:05Z',
  ...over,
});

const change = (over: Partial<ChangedStates> = {}): ChangedStates => ({
  object: 'trigger/41',
  entries: [entry()],
  before: blobId(bad.text),
  after: blobId(good.text),
  snapshot: good,
  ...over,
});

const isOwn = (one: ChangedStates, reverts: readonly Revert[]) => findOwnWrites(one, reverts, comparison).whole;

describe('an entry is our own write', () => {
  test('by writer, object, time and resulting state', () => {
    expect(isOwn(change(), [revert()])).toBe(true);
    expect(isOwn(change(), [revert({ until: null })])).toBe(true);
  });

  test.each([
    ['another actor', change({ entries: [entry({ actorId: '1001' })] })],
    ['another object', change({ object: 'trigger/42' })],
    ['earlier', change({ entries: [entry({ time: '2026-11-22T09:59:57Z' })] })],
    ['later', change({ entries: [entry({ time: '2026-11-22T10:00:12Z' })] })],
    ['another state', change({ after: blobId('other') })],
    ['a deletion', change({ after: null, snapshot: null })],
  ])('but not %s', (_, other) => {
    expect(isOwn(other, [revert()])).toBe(false);
  });

  test('and someone else’s in the same change is left to the rules', () => {
    const janes = entry({ id: '2', actorId: '1001' });
    expect(findOwnWrites(change({ entries: [entry(), janes] }), [revert()], comparison)).toEqual({
      whole: false,
      others: [janes],
    });
  });

  test('for a deactivation and for a deletion of what should not be there', () => {
    const undone = revert({ before: blobId(good.text), after: null });
    const deactivated = change({
      before: blobId(good.text),
      after: blobId(bad.text),
      snapshot: withActive(good, false),
    });
    expect(isOwn(deactivated, [undone])).toBe(true);
    expect(isOwn({ ...deactivated, snapshot: snap(41, { active: false, raw_title: 'Other' }) }, [undone])).toBe(false);
    expect(isOwn(change({ after: null, snapshot: null }), [undone])).toBe(true);
  });

  test('for an object that was created again: the same state under another id', () => {
    const again = revert({ before: null, newId: null, until: null });
    const reborn = snap(99, { raw_title: 'Trigger 41' });
    const created = (snapshot: Snapshot): ChangedStates =>
      change({ object: 'trigger/99', before: null, after: blobId(snapshot.text), snapshot });
    expect(isOwn(created(reborn), [again])).toBe(true);
    expect(isOwn(created(reborn), [{ ...again, newId: '99' }])).toBe(true);
    expect(isOwn(created(reborn), [{ ...again, newId: '98' }])).toBe(false);
    expect(isOwn(created(snap(99, { raw_title: 'Other' })), [again])).toBe(false);
    expect(isOwn({ ...created(reborn), before: 'known before' }, [again])).toBe(false);
    expect(withId(reborn, '41')).toEqual(good);
  });

  test('without any entry, where both states are those of a verified write', () => {
    const silent = change({ entries: [] });
    expect(isOwn(silent, [revert()])).toBe(true);
    expect(isOwn(silent, [revert({ until: null })])).toBe(false);
    expect(isOwn({ ...silent, before: blobId('other') }, [revert()])).toBe(false);
  });
});
