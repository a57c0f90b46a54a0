import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '#core/change.ts';
import { type KnownRevision, splitByRevisions } from '#core/entry/revision-split.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { secondsBetween } from '#core/time.ts';
import { canonicalText, type Json, type JsonObject } from '#json.ts';
import { trigger } from '#kinds/trigger.ts';
import { aChangeOf, at, entryAt } from '../../support/drift.ts';

const [jane, mallory] = ['1001', '666'];

const condition = (field: Json) => ({ field, operator: 'is', value: 'open' });
const webhook = { field: 'notification_webhook', value: ['77', 'body'] };

const content = (title: string, over: JsonObject = {}): JsonObject => ({
  title,
  description: null,
  active: true,
  conditions: { all: [condition('status')], any: [] },
  actions: [{ field: 'priority', value: 'high' }],
  ...over,
});

const stateOf = (fields: JsonObject): Snapshot => {
  const value = { id: 41, category_id: '900', ...fields };
  return { object: 'trigger/41', text: canonicalText(value), value };
};

const revisionOf = (authorId: string, seconds: number, snapshot: JsonObject): KnownRevision => ({
  authorId,
  time: at(seconds),
  snapshot,
});

const editsOf = (after: Snapshot, ...edits: readonly (readonly [authorId: string, seconds: number])[]): Change =>
  aChangeOf('41', {
    after,
    entries: edits.map(([actorId, seconds]) => entryAt(seconds, { actorId })),
    attribution: 'collapsed',
  });

describe('two edits between two runs', () => {
  const [first, second] = [content('Jane'), content('Jane', { actions: [webhook] })];
  const base = revisionOf(jane, -900, content('Old'));
  const change = editsOf(stateOf(second), [jane, 10], [mallory, 70]);
  const split = (...revisions: readonly KnownRevision[]) =>
    splitByRevisions(trigger, change, stateOf(content('Old')), revisions);

  test('become one change each, with the state of their own revision', () => {
    const steps = split(base, revisionOf(jane, 11, first), revisionOf(mallory, 70, second));
    expect(steps?.map(({ entries, after }) => [entries[0]?.actorId, after?.value['actions']])).toEqual([
      [jane, first['actions']],
      [mallory, second['actions']],
    ]);
  });

  test.each<[string, JsonObject]>([
    ['a condition without a field', { conditions: { all: [condition(null)], any: [] } }],
    ['no list of actions', { actions: null }],
    ['no title', { title: null }],
    ['a word where true or false belongs', { active: 'yes' }],
  ])('stay one change of both people where the first revision has %s', (_name, over) => {
    const unreadable = { ...first, ...over };
    expect(split(base, revisionOf(jane, 11, unreadable), revisionOf(mallory, 70, second))).toBeNull();
  });

  test('stay one change where the revision before them cannot be read', () => {
    const unreadable = revisionOf(jane, -900, content('Old', { title: null }));
    expect(split(unreadable, revisionOf(jane, 11, first), revisionOf(mallory, 70, second))).toBeNull();
  });
});

/** What may happen to a list of revisions on its way here. */
const spoil = fc.constantFrom('nothing', 'unreadable', 'doubled', 'missing', 'foreign', 'swapped');

const spoiled = (revisions: readonly KnownRevision[], how: string, index: number): readonly KnownRevision[] => {
  const [one, next] = [revisions[index], revisions[index + 1]];
  if (one === undefined) return revisions;
  const replace = (count: number, ...by: readonly KnownRevision[]) => revisions.toSpliced(index, count, ...by);
  switch (how) {
    case 'unreadable':
      return replace(1, { ...one, snapshot: { ...one.snapshot, conditions: { all: [condition(null)], any: [] } } });
    case 'doubled':
      return replace(1, one, one);
    case 'missing':
      return replace(1);
    case 'foreign':
      return replace(1, revisionOf('999', secondsBetween(at(0), one.time), content('Foreign')), one);
    case 'swapped':
      return next === undefined ? revisions : replace(2, next, one);
    default:
      return revisions;
  }
};

test('a commit that names a revision has exactly the state of that revision, whatever the list looks like', () => {
  const edit = fc.record({
    author: fc.constantFrom(jane, mallory, '1002'),
    title: fc.constantFrom('A', 'B', 'C'),
    gap: fc.integer({ min: 0, max: 12 }),
    hook: fc.boolean(),
  });
  const faults = fc.array(fc.tuple(spoil, fc.nat(6)), { maxLength: 2 });
  let splits = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 2, maxLength: 5 }), fc.boolean(), faults, (edits, isNew, spoils) => {
      let seconds = 0;
      const made = edits.map(({ author, title, gap, hook }) => {
        seconds += gap;
        return revisionOf(author, seconds, content(title, hook ? { actions: [webhook] } : {}));
      });
      const base = content('Old');
      const whole = isNew ? made : [revisionOf('1003', -900, base), ...made];
      const revisions = spoils.reduce<readonly KnownRevision[]>(
        (list, [how, index]) => spoiled(list, how, index),
        whole,
      );
      const after = stateOf(made.at(-1)?.snapshot ?? base);
      const times = made.map(({ authorId, time }) => [authorId, secondsBetween(at(0), time)] as const);
      const steps = splitByRevisions(trigger, editsOf(after, ...times), isNew ? null : stateOf(base), revisions);
      for (const { entries, after: state, attribution } of steps ?? []) {
        const [entry] = entries;
        const own = revisions.filter(
          ({ authorId, time }) => authorId === entry?.actorId && Math.abs(secondsBetween(time, entry?.time ?? '')) <= 5,
        );
        expect(own.map(({ snapshot }) => stateOf(snapshot).text)).toContain(state?.text);
        expect(attribution).toBe('revision');
      }
      // What they say together is what was seen: each begins where the one before it ends.
      expect(steps?.at(-1)?.after?.text ?? after.text).toBe(after.text);
      if (steps !== null) splits += 1;
    }),
    { numRuns: 500 },
  );
  expect(splits).toBeGreaterThan(50);
});
