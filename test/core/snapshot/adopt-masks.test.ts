import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { adoptMasks } from '#core/snapshot/adopt-masks.ts';
import { type Redaction, redactLive } from '#core/snapshot/redact.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { canonicalText, type JsonObject } from '#json.ts';

const withKey = (key: string): Redaction => ({
  fields: [{ field: 'notification_webhook', kind: null }],
  keyedHash: (text) => createHmac('sha256', key).update(text).digest('hex'),
});

const toSnapshot = (value: JsonObject): Snapshot => ({ object: 'trigger/1', text: canonicalText(value), value });
const read = (value: JsonObject, key: string) => toSnapshot(redactLive(value, 'trigger', withKey(key)));

const trigger = (title: string, ...tokens: readonly string[]): JsonObject => ({
  title,
  actions: [
    { field: 'notification_webhook', value: ['01HVK', 'a whole secret'] },
    ...tokens.map((token) => ({ field: 'comment_value', value: `Bearer ${token}` })),
  ],
});

test('under another key a state is the recorded one, byte by byte', () => {
  const recorded = read(trigger('A', 'aaaaaaaa1', 'bbbbbbbb2'), 'old');
  const live = read(trigger('A', 'aaaaaaaa1', 'bbbbbbbb2'), 'new');
  expect(live.text).not.toBe(recorded.text);
  expect(adoptMasks(live, recorded, withKey('new'))).toEqual({ ...live, text: recorded.text, value: recorded.value });
});

test('what else is different stays so, and nothing but that', () => {
  const recorded = read(trigger('A', 'aaaaaaaa1', 'bbbbbbbb2'), 'old');
  const live = adoptMasks(read(trigger('B', 'aaaaaaaa1', 'bbbbbbbb2'), 'new'), recorded, withKey('new'));
  expect(live.text).toBe(recorded.text.replace('"A"', '"B"'));
});

test('a mask that is new is not taken from anywhere', () => {
  const recorded = read(trigger('A', 'aaaaaaaa1'), 'old');
  const live = adoptMasks(read(trigger('A', 'aaaaaaaa1', 'cccccccc3'), 'new'), recorded, withKey('new'));
  const added = live.text.split('\n').filter((line) => !recorded.text.split('\n').includes(line));
  expect(added).toEqual([expect.stringContaining('Bearer [redacted ')]);
});

test('what the detectors of that time did not find was recorded in clear; it is no change that they find it now', () => {
  const clear = toSnapshot({ title: 'Bearer aaaaaaaa1', other: 'x' });
  const live = read({ title: 'Bearer aaaaaaaa1', other: 'x' }, 'k');
  expect(adoptMasks(live, clear, withKey('k')).text).toBe(clear.text);
  const changed = read({ title: 'Bearer aaaaaaaa2', other: 'x' }, 'k');
  expect(adoptMasks(changed, clear, withKey('k')).text).toBe(changed.text);
});
