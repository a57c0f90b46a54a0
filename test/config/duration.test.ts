import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDuration } from '#config/duration.ts';

describe('a duration', () => {
  test.each([
    ['20s', 20_000],
    ['45m', 2_700_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['1h30m', 5_400_000],
    ['1d2h3m4s', 93_784_000],
    ['0s', 0],
    [' 90s ', 90_000],
  ])('%j is %d milliseconds', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  test.each([
    '',
    's',
    '45',
    '45 m',
    '-1h',
    '1.5h',
    '30m1h',
    '1h1h',
    '1H',
    '1w',
    '10ms',
    '1e3s',
    '999999999999d',
    'P1D',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  test('whatever is accepted is a safe whole number of milliseconds', () => {
    const unit = fc
      .tuple(fc.nat(), fc.constantFrom('d', 'h', 'm', 's', ''))
      .map(([count, letter]) => `${count}${letter}`);
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 4 }), (parts) => {
        const value = parseDuration(parts.join(''));
        return value === null || (Number.isSafeInteger(value) && value >= 0);
      }),
    );
  });
});
