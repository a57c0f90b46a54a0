import { describe, expect, test } from 'vitest';
import type { BaselineFacts } from '#core/commit/commit-facts.ts';
import { establish, objectToLaterBaseline } from '#ledger/later-baseline.ts';

const facts = (more: Partial<BaselineFacts> = {}): BaselineFacts => ({
  ...{
    type: 'baseline' as const,
    account: 'acme',
    time: '2026-11-20T08:00:00Z',
    kinds: ['trigger', 'macro'],
    format: 3,
  },
  ...{ branch: 'main', config: 'none', accounts: [], ...more },
});
const pathOf = (name: string) => `snapshots/acme/triggers/${name}.json`;
const texts = new Map([
  ['old', '{ "id": "1", "title": "Refunds", "actions": [{ "field": "subject", "value": "token 12345" }] }'],
  ['masked', '{ "id": "1", "title": "Refunds", "actions": [{ "field": "subject", "value": "token [redacted]" }] }'],
  ['field', '{ "id": "1", "title": "Refunds", "actions": "[redacted 0123456789abcdef]" }'],
  ['edited', '{ "id": "1", "title": "Payouts", "actions": [{ "field": "subject", "value": "token [redacted]" }] }'],
  ['order', '[{ "category": "1", "ids": ["1", "2"] }]'],
  ['more', '[{ "category": "1", "ids": ["1", "3", "2"] }]'],
  ['turned', '[{ "category": "1", "ids": ["2", "1"] }]'],
]);

const repository = { readBlobs: async () => texts };

const judge = (path: string, before: string | null, after: string | null, more: Partial<BaselineFacts> = {}) =>
  objectToLaterBaseline(
    establish(null, facts()),
    { facts: facts(more), paths: [{ path, before, after }] },
    new Map(before === null ? [] : [[path, before]]),
    repository,
  );

const otherRules = { redaction: 'v2,key:none' };

describe('a later baseline', () => {
  test.each([
    [
      'the first one, whatever it holds',
      () => objectToLaterBaseline(null, { facts: facts(), paths: [] }, new Map(), repository),
    ],
    ['with a mask in a text', () => judge(pathOf('1'), 'old', 'masked', otherRules)],
    ['with a masked field', () => judge(pathOf('1'), 'old', 'field', otherRules)],
    ['in clear again', () => judge(pathOf('1'), 'masked', 'old', otherRules)],
    ['with an object that was withheld under the former rules', () => judge(pathOf('2'), null, 'old', otherRules)],
    ["with objects of people's own", () => judge(pathOf('2'), null, 'old', { personal: true })],
    ['with an object of a new kind', () => judge('snapshots/acme/views/1.json', null, 'old', { kinds: ['view'] })],
    ['with more objects in an order', () => judge(pathOf('order'), 'order', 'more')],
    ['with files for people', () => judge('snapshots/acme/triggers/README.md', 'old', 'edited')],
  ])('counts: %s', async (_, judged) => {
    expect(await judged()).toBeNull();
  });

  test.each([
    ['changes trigger/1', () => judge(pathOf('1'), 'old', 'edited')],
    ['changes trigger/1', () => judge(pathOf('1'), 'old', 'masked')],
    ['changes trigger/1', () => judge(pathOf('1'), 'old', 'edited', otherRules)],
    ['changes trigger/1', () => judge(pathOf('1'), 'old', 'edited', { format: 2 })],
    ['changes trigger/1', () => judge(pathOf('1'), 'old', 'a blob that is not there', otherRules)],
    ['removes trigger/1', () => judge(pathOf('1'), 'old', null, otherRules)],
    ['adds trigger/2', () => judge(pathOf('2'), null, 'old')],
    ['changes trigger/order', () => judge(pathOf('order'), 'order', 'turned')],
  ])('does not count: it %s', async (what, judged) => {
    expect(await judged()).toBe(`it ${what}, and no change records that`);
  });
});
