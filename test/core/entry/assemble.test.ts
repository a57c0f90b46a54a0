import { describe, expect, it } from 'vitest';
import { type AssembleContext, assembleChanges, knownKind, type Reading } from '#core/entry/assemble.ts';
import { emptyState, type State } from '#core/state/state.ts';
import { kinds } from '#kinds/registry.ts';
import { trigger } from '#kinds/trigger.ts';
import { at, blobId, entryAt, found, recordedChange, snapshotOf } from '../../support/drift.ts';

const path = 'snapshots/acme/triggers/41.json';

const context = (state: Partial<State> = {}, files: Record<string, string> = { [path]: 'Old' }): AssembleContext => ({
  state: { ...emptyState('acme'), ...state },
  files: new Map(Object.entries(files).map(([name, title]) => [name, blobId(snapshotOf(title).text)])),
  now: at(1000),
  includePersonal: false,
  auditWindowSeconds: 172_800,
  blobId,
  people: new Map(),
  others: new Map(),
});

const reading = (over: Partial<Reading> = {}): Reading => ({
  kind: trigger,
  id: '41',
  entries: [entryAt(60)],
  read: found('New', 60),
  readAt: at(100),
  confirmedGone: false,
  ...over,
});

describe('readings become changes', () => {
  it('of what differs or has entries, and of nothing else', () => {
    expect(assembleChanges([reading()], context()).changes).toMatchObject([{ object: 'trigger/41', type: 'updated' }]);
    expect(assembleChanges([reading({ read: found('Old', 60) })], context()).changes).toMatchObject([{ type: 'none' }]);
    const quiet = reading({ read: found('Old', 60), entries: [] });
    expect(assembleChanges([quiet], context())).toEqual({ changes: [], waiting: [], untracked: [] });
  });

  it('or wait, or are counted', () => {
    const broken = reading({ read: { type: 'unreadable', reason: 'HTTP 500', forbidden: false } });
    expect(assembleChanges([broken], context()).waiting).toMatchObject([{ object: 'trigger/41', problem: true }]);
    const unknown = reading({ kind: null, id: '7', read: { type: 'gone' } });
    expect(assembleChanges([unknown], context()).untracked).toMatchObject([{ object: 'rule/7' }]);
  });

  it('under the name rule/<id> where an object came and went', () => {
    const entries = [entryAt(10, { action: 'create' }), entryAt(20, { action: 'destroy' })];
    const gone = reading({ kind: trigger, id: '7', entries, read: { type: 'gone' } });
    expect(assembleChanges([gone], context()).changes).toMatchObject([
      { object: 'rule/7', type: 'none', transient: true, attribution: 'collapsed' },
    ]);
  });
});

describe('late entries', () => {
  const seen = recordedChange('a', blobId(snapshotOf('Old').text), 200);

  it('explain their commit and leave the state to entries of its own', () => {
    const late = reading({ read: found('New', 150) });
    const { changes } = assembleChanges([late], context({ recent: new Map([['trigger/41', [seen]]]) }));
    expect(changes).toMatchObject([
      { type: 'none', explains: seen.commit, attribution: 'collapsed', transient: false },
      { type: 'updated', entries: [], attribution: 'none' },
    ]);
  });

  it('are none where the object shows their very edit', () => {
    const { changes } = assembleChanges([reading()], context({ recent: new Map([['trigger/41', [seen]]]) }));
    expect(changes).toMatchObject([{ type: 'updated', attribution: 'exact' }]);
  });

  it('come beside a fresh change of the same object', () => {
    const entries = [entryAt(60), entryAt(300)];
    const both = reading({ entries, read: found('New', 300), readAt: at(310) });
    const { changes } = assembleChanges([both], context({ recent: new Map([['trigger/41', [seen]]]) }));
    expect(changes.map(({ type, explains }) => [type, explains])).toEqual([
      ['none', seen.commit],
      ['updated', undefined],
    ]);
  });

  const reorder = recordedChange('o', 'p', 200, {
    type: 'reordered',
    moved: ['41', '42'],
    entries: [],
    attribution: 'none',
  });
  const files = { [path]: 'Old', 'snapshots/acme/triggers/42.json': 'Old' };
  const moves = (...actors: readonly string[]) =>
    actors.map((actorId, index) => {
      const id = String(41 + index);
      const read = found('Old', 60, { snapshot: snapshotOf('Old', `trigger/${id}`) });
      return reading({ id, read, entries: [entryAt(60, { actorId, sourceId: id })] });
    });
  const assembled = (...actors: readonly string[]) =>
    assembleChanges(moves(...actors), context({ recent: new Map([['trigger/order', [reorder]]]) }, files)).changes;

  it('of several moved objects explain their reorder in one commit', () => {
    expect(assembled('1001', '1002')).toMatchObject([
      { object: 'trigger/order', explains: reorder.commit, attribution: 'collapsed' },
    ]);
    expect(assembled('1001', '1001')).toMatchObject([{ attribution: 'exact', entries: [{}, {}] }]);
  });

  it('of an object that changed as well are its own', () => {
    const changed = reading({ read: found('New', 60) });
    const state = { recent: new Map([['trigger/order' as const, [reorder]]]) };
    expect(assembleChanges([changed], context(state)).changes).toMatchObject([
      { object: 'trigger/41', type: 'updated' },
    ]);
  });
});

it('the kind of an id is known from its file or from a commit that is still remembered', () => {
  const state = { ...emptyState('acme'), recent: new Map([['macro/9' as const, []]]) };
  const files = new Map([[path, 'blob']]);
  expect(knownKind('41', kinds, state, files)?.name).toBe('trigger');
  expect(knownKind('9', kinds, state, files)?.name).toBe('macro');
  expect(knownKind('7', kinds, state, files)).toBeNull();
});
