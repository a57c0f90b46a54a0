import { expect, test } from 'vitest';
import { describeChange } from '#core/describe/describe-change.ts';
import { hidesChange, hidesNewText } from '#core/snapshot/hidden.ts';
import { macro } from '#kinds/macro.ts';
import { action, names, snapshot } from '../describe/builders.ts';

const mask = (digit: string) => `[redacted ${digit.repeat(16)}]`;
const saying = (...texts: readonly string[]) =>
  snapshot(macro, { actions: texts.map((text) => action('comment_value', text)) });

test.each<[string, Parameters<typeof hidesChange>, readonly [announced: boolean, risky: boolean]]>([
  ['a mask that came in', [saying('x'), saying(mask('a'))], [true, true]],
  ['a mask that became another', [saying(mask('a')), saying(mask('b'))], [true, true]],
  ['a mask that came in once more', [saying(mask('a')), saying(mask('a'), mask('a'))], [true, true]],
  ['a mask that moved with its text', [saying(mask('a'), 'x'), saying('x', mask('a'))], [false, false]],
  ['a text that changed around its mask', [saying(`x ${mask('a')}`), saying(`y ${mask('a')}`)], [true, false]],
  ['a text beside a mask', [saying('x', mask('a')), saying('y', mask('a'))], [false, false]],
  ['a mask that went away', [saying(mask('a')), saying('x')], [true, false]],
  ['a text that changed around a mask without a key', [saying('x [redacted]'), saying('y [redacted]')], [true, true]],
  ['a new object', [null, saying(mask('a'))], [true, true]],
  ['an object that is gone', [saying(mask('a')), null], [false, false]],
])('%s', (_name, [before, after], expected) => {
  expect([hidesChange(before, after), hidesNewText(before, after)]).toEqual(expected);
});

test('what is hidden is said first, so that no limit cuts it off', () => {
  const { lines } = describeChange(
    macro,
    saying('x'),
    saying(mask('a'), ...Array.from({ length: 300 }, (_, n) => `${n}`)),
    names({}),
  );
  expect(lines[0]?.words).toEqual([expect.stringMatching(/^Part of this text is hidden/)]);
});
