import { describe, expect, test } from 'vitest';
import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import { isTypedIn, objectToWitness } from '#ledger/object-to-witness.ts';
import { readWitnesses, type Witness } from '#ledger/read-witnesses.ts';
import type { ListedComment } from '#ports.ts';
import { aDecision } from '../support/facts.ts';

const comment = (over: Partial<ListedComment> = {}): ListedComment => ({
  ...{ id: '2481923', nodeId: 'N2481923', issue: 211, author: 'admin-ann', authorId: '583231', authorType: 'User' },
  ...{ body: '/approve', createdAt: '2026-11-20T09:00:00Z', updatedAt: '2026-11-20T09:00:00Z' },
  ...over,
});

const decidedAt = '2026-11-20T10:00:00Z';
const said = (over: Partial<ListedComment> = {}, edited: string | null = null): Witness => ({
  ...{ type: 'comment', id: '2481923', comment: comment(over), edited },
});

const unanswered: Witness = { type: 'comment', id: '2481923', comment: comment(), edited: undefined };

const decision = (over: Partial<DecisionFacts> = {}) =>
  aDecision({ by: 'admin-ann', byId: '583231', issue: '211', comment: '2481923', ...over });

const objection = (witness: Witness, over: Partial<DecisionFacts> = {}) =>
  objectToWitness(
    { decision: decision(over), decidedAt, since: null, knownIssue: null, isCounted: false, isApprovedState: true },
    witness,
  );

const typed = { comment: '0', decision: 'reverted' } as const;

describe('a witness', () => {
  test.each<[string, Witness, Partial<DecisionFacts>, string | null]>([
    ['bears a decision out', said(), {}, null],
    ['may say /accept', said({ body: '/accept' }), { object: 'macro/vanished' }, null],
    ['may have another login by now', said({ author: 'ann-2027' }), {}, null],
    ['is by nobody who is left', said({ author: '', authorId: '' }), {}, 'gone'],
    ['is by nobody who is left, by name', said({ author: 'ghost', authorId: '10137' }), {}, 'gone'],
    ['is by someone else', said({ authorId: '34' }), {}, 'contradicted'],
    ['is in another issue', said({ issue: 5 }), {}, 'contradicted'],
    ['is in another repository', said({ issue: null }), {}, 'contradicted'],
    ['approves it for a while', said({ body: '/approve until 2027-01-15' }), { until: '2027-01-15T22:59:59Z' }, null],
    [
      'approves it for a shorter while',
      said({ body: '/approve until 2027-01-15' }),
      { until: '2027-01-20T22:59:59Z' },
      'contradicted',
    ],
    ['approves it for a while, not for good', said({ body: '/approve until 2027-01-15' }), {}, 'contradicted'],
    ['says another command', said({ body: '/reject' }), {}, 'contradicted'],
    ['says another word', said({ body: '/approve-all' }), {}, 'contradicted'],
    ['only talks about it', said({ body: 'I would /approve' }), {}, 'contradicted'],
    ['may have been edited, nobody knows', unanswered, {}, 'edits-unknown'],
    ['was edited before the decision', said({}, '2026-11-20T09:00:00Z'), {}, 'contradicted'],
    ['was edited in the second of the decision', said({}, decidedAt), {}, 'contradicted'],
    ['was edited later', said({}, '2026-11-20T10:00:01Z'), {}, 'edited-after'],
    ['says something else since', said({ body: 'Oops' }, '2026-11-20T10:00:01Z'), {}, 'reworded-after'],
    ['is gone', { type: 'comment', id: '7', comment: null, edited: undefined }, {}, 'gone'],
    ['was never named', { type: 'nothing' }, { comment: '0' }, 'no-witness'],
    ['is a workflow run', { type: 'run', id: '7', run: { actorId: '583231', actorLogin: 'x' } }, typed, null],
    ['is a run, though a comment could be', { type: 'run', id: '7', run: null }, { comment: '0' }, 'contradicted'],
    [
      'is a run by someone else',
      { type: 'run', id: '7', run: { actorId: '1', actorLogin: 'x' } },
      typed,
      'contradicted',
    ],
    ['is a run that is gone', { type: 'run', id: '7', run: null }, typed, 'gone'],
  ])('that %s', (_, witness, over, expected) => {
    expect(objection(witness, over)?.type ?? null).toBe(expected);
  });

  test.each(['approving', 'approved', 'rejected', 'reverting', 'reverted'] as const)(
    'of "%s" has to say that command',
    (word) => {
      const commands = ['/approve', '/reject', '/revert'];
      const fitting = commands.filter((body) => objection(said({ body }), { decision: word }) === null);
      expect(fitting).toEqual([
        { approving: '/approve', approved: '/approve', rejected: '/reject' }[String(word)] ?? '/revert',
      ]);
    },
  );
});

test.each([
  ['of the issue that is known', { knownIssue: 211 }, null],
  ['of another issue than the known one', { knownIssue: 5 }, 'contradicted'],
  ['from after the change', { since: '2026-11-20T08:59:00Z' }, null],
  ['from before it, by clocks that differ', { since: '2026-11-20T09:04:00Z' }, null],
  ['from before the change', { since: '2026-11-20T09:06:00Z' }, 'contradicted'],
])('a comment %s', (_, place, expected) => {
  const known = { since: null, knownIssue: null, isCounted: false, isApprovedState: true };
  const claim = { decision: decision(), decidedAt, ...known, ...place };
  expect(objectToWitness(claim, said())?.type ?? null).toBe(expected);
});

test('only a restore and an accepted deletion can have been typed at a terminal', () => {
  const typed = (over: Partial<DecisionFacts>) => isTypedIn(decision({ comment: '0', ...over }));
  expect(typed({ decision: 'reverting' })).toBe(true);
  expect(typed({ decision: 'reverted' })).toBe(true);
  expect(typed({ decision: 'approved', object: 'macro/vanished' })).toBe(true);
  expect(typed({ decision: 'approved' })).toBe(false);
  expect(typed({ decision: 'rejected' })).toBe(false);
  expect(typed({ decision: 'reverted', comment: '5' })).toBe(false);
});

test('20,000 decisions are asked about in three calls, each comment and each run once', async () => {
  const asked: string[] = [];
  const decisions = Array.from({ length: 20_000 }, (_, index) =>
    index % 4 === 0 ? { comment: '0', run: 'actions-77-1' } : { comment: String(1 + (index % 5000)) },
  );
  const witnessOf = await readWitnesses(
    {
      readComments: async (ids) => {
        asked.push(`${ids.length} comments`);
        return new Map(ids.map((id) => [id, comment({ id, nodeId: `N${id}` })]));
      },
      readEdits: async (ids) => {
        asked.push(`${ids.length} edits`);
        return new Map(ids.map((id) => [id, null]));
      },
      readWorkflowRun: async (id) => {
        asked.push(`run ${id}`);
        return { actorId: '1', actorLogin: 'ann' };
      },
    },
    decisions,
  );
  expect(asked).toEqual(['3750 comments', '3750 edits', 'run 77']);
  expect(decisions.map(witnessOf).filter(({ type }) => type === 'run')).toHaveLength(5000);
});

test('without any decision nothing is asked', async () => {
  const unasked = () => Promise.reject(new Error('asked'));
  await readWitnesses({ readComments: unasked, readEdits: unasked, readWorkflowRun: unasked }, []);
  await readWitnesses({ readComments: unasked, readEdits: unasked, readWorkflowRun: unasked }, [{ comment: '0' }]);
});
