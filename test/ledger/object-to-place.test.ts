import { describe, expect, test } from 'vitest';
import type { DecisionFacts, RequestTerms } from '#core/commit/commit-facts.ts';
import { printDigestMarker, printMarker, printTermsMark } from '#core/commit/marker.ts';
import { namesOther, objectToPlace } from '#ledger/object-to-place.ts';
import { termsText } from '#policy/change-request.ts';
import type { ListedComment } from '#ports.ts';
import { aDecision } from '../support/facts.ts';
import { listedComment, listedIssue } from '../support/listed.ts';

const after = 'a'.repeat(40);
const blobId = (text: string) => `${text.length}`.padStart(40, 'f');
const decision = (over: Partial<DecisionFacts> = {}) => aDecision({ issue: '211', comment: '900', after, ...over });
const comment = (body = '/approve') => listedComment({ id: '900', issue: 211, body });

const markedFor = (object: `${string}/${string}`, account = 'acme') =>
  printMarker({ account, object, change: '1', before: null, after });

const source = (body: string, author = 'bot', comments: readonly ListedComment[] = []) => ({
  account: 'acme',
  authors: new Set(['bot']),
  blobId,
  issues: {
    read: async () => listedIssue({ number: 211, body, author }),
    listComments: async () => comments,
    readEdits: async () => new Map(comments.map(({ nodeId }) => [nodeId, null])),
  },
});

describe('the place of a comment', () => {
  const { object } = decision();
  test.each([
    ['is the issue of the object', source(markedFor(object)), '/approve', null],
    ['is the issue of another object', source(markedFor('macro/1')), '/approve', 'not about'],
    ['is an issue of another account', source(markedFor(object, 'other')), '/approve', 'not about'],
    ['is an issue that someone else opened', source(markedFor(object), 'mallory'), '/approve', 'by mallory'],
    ['is an issue without a marker', source('Please look'), '/approve', 'not about'],
    ['is a digest', source(printDigestMarker({ account: 'acme', id: '0123456789ab', changes: 2 })), '/approve', null],
    ['names the state', source(markedFor(object)), '/approve aaaaaaa fine', null],
    ['names another state', source(markedFor(object)), '/approve bbbbbbb fine', 'another state'],
  ])('%s', async (_, from, body, expected) => {
    const objection = await objectToPlace(from, { decision: decision(), isCounted: false }, comment(body));
    expect(objection?.reason ?? null).toEqual(expected === null ? null : expect.stringContaining(expected));
  });

  test('is believed by our answer where someone has edited the issue since', async () => {
    const answer = (about: string) =>
      listedComment({ id: '901', author: 'bot', body: `<!-- zendrift:1 reply=900 -->\n**Approved**: \`${about}\`.` });
    const ask = (about: string) => source(markedFor('macro/1'), 'bot', [answer(about)]);
    const claim = { decision: decision(), isCounted: false };
    expect(await objectToPlace(ask(object), claim, comment())).toBeNull();
    expect(await objectToPlace(ask('macro/1'), claim, comment())).not.toBeNull();
  });

  test('is asked about only where another state is named, once a state of ours counts the decision', async () => {
    const unasked = {
      ...source(''),
      issues: {
        read: () => Promise.reject(new Error('asked')),
        listComments: async () => [],
        readEdits: async () => new Map(),
      },
    };
    expect(await objectToPlace(unasked, { decision: decision(), isCounted: true }, comment())).toBeNull();
  });
});

test('a revert names the state that it undoes', () => {
  const reverted = decision({ decision: 'reverting', before: after, after: 'c'.repeat(40) });
  expect(namesOther(reverted, comment('/revert aaaaaaa'))).toBe(false);
  expect(namesOther(reverted, comment('/revert ccccccc'))).toBe(true);
});

describe('a change request', () => {
  const terms: RequestTerms = {
    ...{ objects: ['trigger/1'] as const, actors: ['1001'], from: '2026-11-20T09:00:00Z', to: '2026-11-21T09:00:00Z' },
    ...{ uses: 'once', expected: new Map() },
  };
  const change = blobId(termsText(terms));
  const approval = (over: Partial<DecisionFacts> = {}) =>
    decision({ object: 'request/211', change, after: null, request: terms, ...over });
  const shows = (id: string, hash: string, author = 'bot') =>
    listedComment({ id, author, body: `${printTermsMark('acme', hash)}\nRead as` });
  const other = 'e'.repeat(40);

  test.each([
    ['was read back above', [shows('800', change)], {}, '/approve', null],
    ['was read back below only', [shows('901', change)], {}, '/approve', 'shows these terms'],
    ['was read back by someone else', [shows('800', change, 'mallory')], {}, '/approve', 'shows these terms'],
    ['had other terms', [shows('800', other)], {}, '/approve', 'shows these terms'],
    ['had two versions', [shows('800', other), shows('801', change)], {}, '/approve', 'does not name'],
    [
      'had two, and one is named',
      [shows('800', other), shows('801', change)],
      {},
      `/approve ${change.slice(0, 7)}`,
      null,
    ],
    ['is another one', [shows('800', change)], { object: 'request/5' }, '/approve', 'is in issue'],
    ['allows other terms', [shows('800', change)], { change: other }, '/approve', 'other terms'],
  ] as const)('that %s', async (_, comments, over, body, expected) => {
    const from = source('', 'jane-gh', comments);
    const objection = await objectToPlace(from, { decision: approval(over), isCounted: false }, comment(body));
    expect(objection?.reason ?? null).toEqual(expected === null ? null : expect.stringContaining(expected));
  });
});
