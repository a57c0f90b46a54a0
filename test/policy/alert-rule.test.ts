import { expect, test } from 'vitest';
import { openWatch, type WatchedEntry } from '#policy/alert-rule.ts';
import type { AlertRule } from '#policy/rule.ts';

const entry: WatchedEntry = {
  action: 'update',
  source_type: 'user',
  actor_id: '1001',
  source_label: 'User: Eve',
  change_description: 'Role changed\nfrom agent to ADMIN',
  ip_address: '203.0.113.7',
};
const matches = (rule: Omit<AlertRule, 'name'>, of: WatchedEntry = entry): boolean =>
  openWatch([{ name: 'a', ...rule }])(of) === 'a';

test.each<[string, Omit<AlertRule, 'name'>, boolean]>([
  ['an action in any case', { actions: ['UPDATE'] }, true],
  ['another action', { actions: ['create'] }, false],
  ['a source type', { sourceTypes: ['api_token', 'user'] }, true],
  ['an actor', { actors: ['1001'] }, true],
  ['another actor', { actors: ['1002'] }, false],
  ['a label as a whole', { labels: ['user: eve'] }, true],
  ['a part of a label', { labels: ['eve'] }, false],
  ['a description over several lines', { descriptions: ['role*to admin'] }, true],
  ['an address in a range', { ips: ['203.0.113.0/24'] }, true],
  ['another address', { ips: ['198.51.100.0/24'] }, false],
  ['all keys that are given', { actions: ['update'], actors: ['1002'] }, false],
  ['what is excepted', { actions: ['update'], except: { actors: ['1001'] } }, false],
  ['what is excepted in part', { actions: ['update'], except: { actors: ['1001'], ips: ['198.51.100.1'] } }, true],
])('%s: %j matches: %s', (_name, rule, expected) => {
  expect(matches(rule)).toBe(expected);
});

test('a value that the log does not give matches no list', () => {
  const bare = { ...entry, action: null, source_type: null, actor_id: null, source_label: null, ip_address: null };
  for (const rule of [{ actions: ['update'] }, { actors: ['1001'] }, { labels: ['?*'] }, { ips: ['0.0.0.0/0'] }]) {
    expect(matches(rule, bare)).toBe(false);
  }
});

test('the first alert that matches counts', () => {
  const watch = openWatch([
    { name: 'no', actions: ['create'] },
    { name: 'first', actors: ['1001'] },
    { name: 'second', actions: ['update'] },
  ]);
  expect(watch(entry)).toBe('first');
});
