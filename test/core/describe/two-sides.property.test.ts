import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { describeChange } from '#core/describe/describe-change.ts';
import { type Names, noNames } from '#core/names/names.ts';
import type { Description } from '#core/words.ts';
import type { Json, JsonObject } from '#json.ts';
import { macro } from '#kinds/macro.ts';
import { findKind } from '#kinds/registry.ts';
import { wordLines } from '#render/issue/issue.ts';
import { issueView } from '../../support/episodes.ts';
import { aChange } from '../../support/facts.ts';
import { hostileTexts } from '../../support/hostile.ts';
import { parseMarkdown } from '../../support/markdown-oracle.ts';
import { action, condition, snapshot } from './builders.ts';

const facts = aChange();
const commitBody = (description: Description): string =>
  renderCommitMessage({ subject: { type: 'plain', text: 'x' }, description, facts });
const issueBody = (description: Description): string => wordLines(issueView({ description })).join('\n');

/** What stands around an edit, so that the difference is at the start, far behind, or between two far ones. */
const padding = fc.constantFrom(
  ...[
    '',
    'Hello, ',
    'word '.repeat(60),
    'x'.repeat(400),
    'line\n'.repeat(8),
    '<p>Hi</p><p>',
    '{"a": ',
    '[',
    '☠\u200b ',
  ],
);
const piece = fc.oneof(
  fc.constantFrom(
    '50',
    '5000',
    '50 EUR',
    '',
    ' ',
    '\u00a0',
    '@a',
    '＠a',
    '\u202e',
    '\\u202e',
    '"',
    '1',
    '<b>',
    '</p>',
    '}',
  ),
  fc.constantFrom(...hostileTexts.filter((text) => text.length < 300)),
  fc.string({ maxLength: 8 }),
);
const pairOfTexts = fc
  .tuple(padding, piece, piece, padding, fc.option(fc.tuple(piece, piece)))
  .map(([before, one, other, behind, more]): readonly [string, string] => [
    `${before}${one}${behind}${more === null ? '' : more[0]}`,
    `${before}${other}${behind}${more === null ? '' : more[1]}`,
  ]);

const shapes: readonly ((text: string) => JsonObject)[] = [
  (text) => ({ title: `t${text}` }),
  (text) => ({ actions: [action('comment_value', ['channel:all', text])] }),
  (text) => ({ actions: [action('comment_value_html', `<p>${text}</p>`)] }),
  (text) => ({ actions: [action('notification_user', ['requester_id', 'Hi', text])] }),
  (text) => ({ actions: [action('notification_webhook', ['01HVK3T9QK5Z0', text])] }),
  (text) => ({ actions: [action('notification_webhook', ['01HVK3T9QK5Z0', JSON.stringify({ a: [text], b: 1 })])] }),
  (text) => ({
    actions: [
      action('notification_webhook', [
        '01HVK3T9QK5Z0',
        [
          ['id', '1'],
          ['q', text],
        ],
      ]),
    ],
  }),
  (text) => ({ actions: [action('side_conversation', ['Subject', text, 'ops@acme.test', 'text/html'])] }),
  (text) => ({ actions: [action('set_tags', text)] }),
  (text) => ({ actions: [action('group_id', text)] }),
  (text) => ({ actions: [action('odd', { text })] }),
  (text) => ({ conditions: { all: [condition('current_tags', 'includes', text)], any: [] } }),
  (text) => ({ conditions: { all: [], any: [condition('status', 'is', text)] } }),
  (text) => ({ conditions: { all: [condition('status', `o${text}`, 'open')], any: [] } }),
];

const twins: Names = {
  ...noNames,
  groups: Object.fromEntries(['50', '5000', '1', '@a', '＠a'].map((id) => [id, 'Support'])),
};

/** Said of two states that mean the same: the diff is what shows them. */
const sameMeaning = /white space|no change of meaning|in another order|stand in another order|order of its keys/;

function describePair(kindName: string, shape: number, [one, other]: readonly [string, string], named: boolean) {
  const kind = findKind(kindName) ?? macro;
  const [before, after] = [one, other].map((text) => snapshot(kind, shapes[shape]?.(text) ?? {}));
  if (before === undefined || after === undefined || before.text === after.text) return null;
  const names = named ? twins : noNames;
  return [describeChange(kind, before, after, names), describeChange(kind, after, before, names)] as const;
}

describe('what changed', () => {
  const change = fc.tuple(
    fc.constantFrom('trigger', 'automation', 'macro', 'view'),
    fc.nat({ max: shapes.length - 1 }),
    pairOfTexts,
    fc.boolean(),
  );

  it.each([
    ['a commit', commitBody],
    ['an issue', issueBody],
  ])('never looks the same before and after in %s', (_name, render) => {
    fc.assert(
      fc.property(change, (pair) => {
        const described = describePair(...pair);
        const said = described === null ? '' : render(described[0]);
        if (described !== null && !sameMeaning.test(said)) expect(said).not.toBe(render(described[1]));
      }),
    );
  });

  it('is code and our own words in an issue, with no tag, link or mention of the text', () => {
    fc.assert(
      fc.property(change, (pair) => {
        const [description] = describePair(...pair) ?? [];
        const body = description === undefined ? '' : issueBody(description);
        const { html, links, types } = parseMarkdown(body);
        expect({ html, links, image: types.has('image') }).toEqual({ html: [], links: [], image: false });
        expect(body).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u200b\u202e]/);
      }),
    );
  });

  it('takes no longer for a text made to be slow', () => {
    const slow: readonly string[] = ['<', '<a ', '<!--', '<p', '{"a":', '[', '&#1', '<script>', '<a href="'].map(
      (text) => text.repeat(Math.floor(30_000 / text.length)),
    );
    const started = performance.now();
    for (const text of slow) {
      const state = (end: string): Json => [action('comment_value_html', `<p>${text}${end}</p>`)];
      const lines = describeChange(
        macro,
        snapshot(macro, { actions: state('1') }),
        snapshot(macro, { actions: state('2') }),
        noNames,
      ).lines;
      expect(lines.length).toBeGreaterThan(0);
    }
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
