import { expect, test } from 'vitest';
import { readSettings } from '#config/settings.ts';

const account = { ZENDESK_SUBDOMAIN: 'acme', ZENDESK_OAUTH_TOKEN: 'reading' };
const restoreOf = (values: Parameters<typeof readSettings>[0]) => readSettings(values, account, 'credentials').restore;

test('without anything, all is asked for, and nothing is written', () => {
  expect(restoreOf({})).toEqual({
    objects: [],
    to: null,
    toText: null,
    actor: null,
    since: null,
    apply: false,
    problems: [],
  });
});

test('objects are a list, each once; a commit id is lower case; a day begins at midnight UTC', () => {
  const objects = 'trigger/41,macro/7 trigger/41,view/order';
  expect(restoreOf({ objects, to: 'ABCDEF0123', actor: '-1', since: '2026-11-22', apply: 'true' })).toEqual({
    objects: ['trigger/41', 'macro/7', 'view/order'],
    to: 'abcdef0123',
    toText: 'ABCDEF0123',
    actor: '-1',
    since: '2026-11-22T00:00:00Z',
    apply: true,
    problems: [],
  });
  expect(restoreOf({ since: '2026-11-22T10:12:13Z' }).since).toBe('2026-11-22T10:12:13Z');
});

test.each([
  [{ objects: 'trigger' }, 'KIND/ID'],
  [{ objects: '../../etc' }, 'KIND/ID'],
])('%j is a problem', (values, problem) => {
  expect(() => restoreOf(values)).toThrow(problem);
});

test.each([
  [{ actor: 'jane' }, 'must be a Zendesk user id'],
  [{ actor: '1001,1002' }, 'must be a Zendesk user id'],
  [{ since: '7d' }, 'must be a day'],
  [{ since: '2026-13-01' }, 'must be a day'],
])('%j is a problem of restore alone: for audit it may be right', (values, problem) => {
  expect(restoreOf(values).problems.join()).toContain(problem);
});

test.each(['HEAD~1', 'abc', '2026-11-22', 'main'])(
  '%s is no commit id, and restore says so with what was typed',
  (to) => {
    expect(restoreOf({ to })).toMatchObject({ to: null, toText: to });
  },
);
