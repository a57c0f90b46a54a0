import { describe, expect, it } from 'vitest';
import { changedItems, changedValue, changedWords, looksDifferent } from '#core/describe/changed-words.ts';
import { pairLines } from '#core/describe/line-pairs.ts';
import { textChange } from '#core/describe/text-change.ts';
import type { Json } from '#json.ts';
import { parsed, plainLine } from './builders.ts';

const side = (value: Json, said = String(value)) => ({ words: [{ value: said }], value });

describe('two sides of a change', () => {
  it('are exact where a sink would write them alike', () => {
    expect(looksDifferent([{ value: '@ops' }], [{ value: '＠ops' }])).toBe(false);
    expect(parsed(changedValue('@ops', '＠ops'))).toBe('""@ops"" → ""\\uff20ops""');
    expect(parsed(changedWords(side('x\u200b'), side('x\\u200b')))).toBe('""x\\u200b"" (was ""x\\\\u200b"")');
  });

  it('are cut around the difference where they are long', () => {
    const long = 'a'.repeat(500);
    const [now = '', was = ''] = parsed(changedWords(side(`${long}1`), side(`${long}2`))).split(' (was ');
    expect(now).toMatch(/^"…a{40}1""$/);
    expect(was).toMatch(/^"…a{40}2""\)$/);
  });

  it('of one name have their ids, and of one id the form that changed', () => {
    expect(parsed(changedWords(side('2', 'Support'), side('1', 'Support')))).toBe('"Support" (2) (was "Support" (1))');
    expect(parsed(changedWords(side(24, '24'), side('24', '24')))).toBe(
      '"24" (no change of meaning: a text is now written as a number)',
    );
  });

  it('that are long lists name what came and what went', () => {
    const items = (...keys: string[]) => keys.map((key) => ({ key, words: [{ value: key }] }));
    const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(parsed(changedItems(items(...seven, 'a'), items(...seven)) ?? [])).toBe('now with "a"');
    expect(parsed(changedItems(items('b'), items(...seven)) ?? [])).toBe('without "a", "c", "d", "e", "f", "g"');
    expect(changedItems(items('a'), items('b'))).toBeNull();
    expect(changedItems(items(...seven.toReversed()), items(...seven))).toBeNull();
  });
});

describe('changed lines', () => {
  const text = (name: string) => `Write to the team\nmail ${name} or call\nBye`;

  it('are escaped where they would look alike', () => {
    expect(textChange(['Body'], text('@ops'), text('＠ops')).map(plainLine)).toEqual([
      'Body, 1 of 3 lines:\n- mail @ops or call\n+ mail \\uff20ops or call',
    ]);
  });

  it('mark their words, and neighbours as one', () => {
    const [pair] = pairLines(['It takes 5–7 days, or more.'], ['It takes 10 days, or less.']);
    const marked = (line: NonNullable<typeof pair>['added']) =>
      line?.marks.map(([from, to]) => line.text.slice(from, to));
    expect([marked(pair?.removed ?? null), marked(pair?.added ?? null)]).toEqual([
      ['5–7', 'more'],
      ['10', 'less'],
    ]);
  });

  it('that were rewritten are shown once, from where they differ', () => {
    const pairs = pairLines([`Dear customer, ${'old words stand here. '.repeat(20)}`], ['Hello, we are closed.']);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]?.added?.text).toBe('Hello, we are closed.');
  });
});
