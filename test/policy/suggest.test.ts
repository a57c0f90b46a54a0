import { describe, expect, test } from 'vitest';
import type { RecordedChange } from '#core/state/recorded-change.ts';
import { judge } from '#policy/judge.ts';
import { suggestRules } from '#policy/suggest.ts';
import { change, entry, policyOf } from './build.ts';
import { recorded, review } from './recorded.ts';

/** Approved one by one on three Tuesday evenings, Berlin time. */
const approvals = (...over: readonly Partial<RecordedChange>[]): readonly RecordedChange[] =>
  ['2026-11-03T17:10:00Z', '2026-11-10T18:59:00Z', '2026-11-17T17:30:00Z'].map((time, index) =>
    recorded(
      { object: 'macro/7', review: review('approved', `comment-${index}`), ...over[index] },
      { entries: [entry({ time })] },
    ),
  );

const suggest = (changes: readonly RecordedChange[]) => suggestRules(changes, 'Europe/Berlin');

describe('a proposed rule', () => {
  test('names exactly the person, kind, objects, days and hours that reviewers approved', () => {
    const { suggestions, declined } = suggest(approvals({}, { object: 'macro/8' }));
    expect(suggestions).toEqual([
      {
        rule: {
          name: 'macro changes by 1001',
          actors: ['1001'],
          kinds: ['macro'],
          objects: ['macro/7', 'macro/8'],
          actions: ['update'],
          window: { days: ['tue'], from: 1080, to: 1200, timezone: 'Europe/Berlin' },
          decide: 'approved',
        },
        actorName: 'Jane Doe',
        approvals: 3,
        changes: 3,
        reviewers: ['admin-ann'],
        first: '2026-11-03T17:10:00Z',
        last: '2026-11-17T17:30:00Z',
      },
    ]);
    expect(declined).toEqual([]);
  });

  test('approves what it was made from, and nothing beside it', () => {
    const evidence = approvals();
    const policy = policyOf(suggest(evidence).suggestions.map(({ rule }) => rule));
    const decide = (over: Partial<Parameters<typeof change>[0]>) =>
      judge(policy, change({ object: 'macro/7', kind: 'macro', ...over })).decision;
    for (const { change: known } of evidence) expect(decide({ entries: known.entries })).toBe('approved');
    const [first = recorded()] = evidence;
    const [known = entry()] = first.change.entries;
    expect(decide({ entries: [{ ...known, actorId: '1002' }] })).toBe('unapproved');
    expect(decide({ entries: [{ ...known, action: 'destroy' }] })).toBe('unapproved');
    expect(decide({ entries: [{ ...known, time: '2026-11-04T17:10:00Z' }] })).toBe('unapproved');
    expect(decide({ entries: [{ ...known, time: '2026-11-03T19:00:00Z' }] })).toBe('unapproved');
    expect(decide({ object: 'macro/9', entries: [known] })).toBe('unapproved');
    expect(decide({ object: 'trigger/7', kind: 'trigger', entries: [known] })).toBe('unapproved');
  });

  test.each(['rejected', 'reverted'] as const)('does not exist where a reviewer %s one of the changes', (decision) => {
    const { suggestions, declined } = suggest([
      ...approvals(),
      recorded(
        { object: 'macro/9', review: review(decision, 'no') },
        { entries: [entry(), entry({ actorId: '1002' })] },
      ),
    ]);
    expect(suggestions).toEqual([]);
    expect(declined).toMatchObject([
      { actor: '1001', kind: 'macro', approvals: 3, why: expect.stringContaining('1 of') },
    ]);
  });

  test('needs three approvals: one comment on a hundred changes is one', () => {
    const once = approvals().map((one) => ({ ...one, review: review('approved', 'digest') }));
    expect(suggest(once)).toMatchObject({
      suggestions: [],
      declined: [{ approvals: 1, why: 'fewer than 3 approvals' }],
    });
  });

  test('is not made from creations, deletions, changes of several people, or what nobody decided', () => {
    const [a = recorded(), b = recorded(), c = recorded()] = approvals();
    const not = (change: Partial<RecordedChange['change']>) => [a, b, { ...c, change: { ...c.change, ...change } }];
    for (const changes of [
      not({ entries: [entry({ action: 'create' })] }),
      not({ entries: [entry({ action: 'destroy' })] }),
      not({ entries: [entry(), entry({ actorId: '1002' })] }),
      [a, b, { ...c, review: null }],
      approvals({ object: 'rule/7' }, { object: 'rule/7' }, { object: 'rule/7' }),
    ])
      expect(suggest(changes).suggestions).toEqual([]);
  });
});
