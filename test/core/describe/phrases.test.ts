import { describe, expect, it } from 'vitest';
import { bare, count, listWords, ordinal, own, plural, quoted } from '#core/describe/phrases.ts';
import { parsed } from './builders.ts';

describe('numbers in words', () => {
  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [13, '13th'],
    [21, '21st'],
    [102, '102nd'],
    [111, '111th'],
    [3003, '3,003rd'],
  ])('writes place %d as %s', (number, text) => expect(ordinal(number)).toBe(text));

  it('writes one in the singular and thousands with commas', () => {
    expect([plural(0, 'line'), plural(1, 'line'), plural(2, 'entry', 'entries')]).toEqual([
      '0 lines',
      '1 line',
      '2 entries',
    ]);
    expect([count(999), count(1000), count(1234567)]).toEqual(['999', '1,000', '1,234,567']);
  });
});

describe('text from Zendesk', () => {
  it('is a value, cut where it is long, with its length said', () => {
    expect(quoted('a"b')).toEqual([{ value: 'a"b' }]);
    const [value, rest] = quoted('x'.repeat(65_536));
    expect(value).toMatchObject({ value: expect.stringMatching(/^x{150,160}…$/) });
    expect(rest).toBe(' (65,536 characters)');
  });

  it('stands bare only where it is an id or a number', () => {
    expect(bare('28835714737428')).toEqual(['28835714737428']);
    expect(bare('01HVK3T9QK5Z0')).toEqual(['01HVK3T9QK5Z0']);
    for (const text of ['fixes', 'ABCDEFGHIJKL', '1 2', '#1', '12\n', '@a1'])
      expect(bare(text)).toEqual([{ value: text }]);
  });

  it('is listed up to a limit, the rest counted', () => {
    expect(parsed(listWords(['a', 'b', 'c', 'd'].map(quoted), 2))).toBe('"a", "b" and 2 more');
  });

  it('never finds what an object inherits', () => {
    expect([own({}, 'constructor'), own({}, '__proto__'), own(undefined, 'a'), own({ a: 1 }, 'a')]).toEqual([
      undefined,
      undefined,
      undefined,
      1,
    ]);
  });
});
