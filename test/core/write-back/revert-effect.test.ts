import { expect, it } from 'vitest';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { findRevertEffect } from '#core/write-back/revert-effect.ts';
import type { JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { action, names, parsed, snapshot } from '../describe/builders.ts';

const state = (kind: Kind, fields: JsonObject | null): Snapshot | null => fields && snapshot(kind, fields);

function effect(kind: Kind, before: JsonObject | null, after: JsonObject | null): string {
  const found = findRevertEffect(
    { kind, names: names(), titleOf: () => null },
    { id: '7', recorded: state(kind, after), wanted: state(kind, before) },
  );
  return found.type === 'impossible' ? parsed(found.why) : found.type;
}

const sends = (body: string): JsonObject => ({ actions: [action('notification_webhook', ['01HVK3T9QK5Z0', body])] });
const masked = sends('token [redacted 0123456789abcdef]');

it('is what a write-back would do', () => {
  expect(effect(trigger, { title: 'A' }, { title: 'B' })).toBe('update');
  expect(effect(trigger, null, {})).toBe('deactivate');
  expect(effect(trigger, null, { active: false })).toBe('remove');
  expect(effect(trigger, {}, null)).toBe('create');
  expect(effect(trigger, {}, {})).toBe('nothing');
});

it('is impossible where the history lacks what would have to be written', () => {
  expect(effect(trigger, masked, sends('other'))).toContain('only a masked value of actions');
  expect(effect(trigger, masked, null)).toContain('only a masked value of actions');
  expect(effect(macro, { attachments: ['1'] }, { attachments: [] })).toContain("The Zendesk API can't set attachments");
});

it('is no matter of a secret that did not change: it is sent back as it is read', () => {
  expect(effect(trigger, { ...masked, title: 'A' }, { ...masked, title: 'B' })).toBe('update');
});
