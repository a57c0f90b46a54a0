import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RestoredObject, RestoreResult } from '#render/restore/restore-result.ts';
import { renderRestoreText } from '#render/restore/restore-text.ts';
import { isVisible } from '#text.ts';
import { anyText } from '../../support/hostile.ts';

const anObject = (over: Partial<RestoredObject> = {}): RestoredObject => ({
  object: 'trigger/41',
  title: 'Notify requester',
  unapproved: false,
  outcome: 'planned',
  action: 'update',
  lines: [{ words: ['Status is set to ', { value: 'Solved' }], removed: ['old'], added: ['new'] }],
  body: { active: true },
  createdAs: null,
  references: [],
  ...over,
});

const aResult = (over: Partial<RestoreResult> = {}): RestoreResult => ({
  version: 1,
  account: 'acme',
  to: '0123456789abcdef0123456789abcdef01234567',
  applied: false,
  objects: [anObject()],
  warnings: [],
  requests: { zendesk: 3 },
  ...over,
});

test('a plan says what would change, what would be sent, and how to go on', () => {
  expect(renderRestoreText(aResult())).toEqual([
    '1 object would be restored as of 0123456789ab. To write, add --apply',
    'trigger/41 "Notify requester" would be updated',
    '    Status is set to "Solved"',
    '      - old',
    '      + new',
    '    > {"active":true}',
    '3 Zendesk requests',
  ]);
});

test('a new id is reported, with what still names the old one', () => {
  const objects = [
    anObject({
      outcome: 'restored',
      action: 'create',
      createdAs: 'trigger/99',
      references: ['view/7'],
      lines: [],
      body: null,
    }),
    anObject({ object: 'macro/8', outcome: 'refused', action: null, lines: [], body: null }),
  ];
  expect(renderRestoreText(aResult({ applied: true, objects })).slice(0, 4)).toEqual([
    '1 object of 2 restored as of 0123456789ab',
    'trigger/41 "Notify requester" was created again as trigger/99',
    '    still refers to trigger/41, not trigger/99: view/7',
    'macro/8 "Notify requester" cannot be restored',
  ]);
  expect(renderRestoreText(aResult({ objects: [] }))[0]).toContain('Nothing to restore');
});

test('no line holds anything invisible, whatever Zendesk says', () => {
  fc.assert(
    fc.property(anyText, anyText, (title, text) => {
      const hostile = anObject({
        title,
        lines: [{ words: [{ value: text }], removed: [text], added: [text] }],
        body: { text },
      });
      const lines = renderRestoreText(aResult({ objects: [hostile] }));
      for (const line of lines) expect(isVisible(line)).toBe(true);
      expect(lines).toHaveLength(7);
    }),
  );
});
