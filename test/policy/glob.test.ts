import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesGlob } from '#policy/glob.ts';
import { globByRegex } from './naive.ts';

describe('a glob', () => {
  test.each([
    ['Refunds::*', 'Refunds::EU', true],
    ['Refunds::*', 'Refunds::', true],
    ['Refunds::*', 'Old Refunds::EU', false],
    ['Refunds', 'Refunds and more', false],
    ['refunds::*', 'Refunds::EU', false],
    ['Tier ? *', 'Tier 1 billing', true],
    ['Tier ? *', 'Tier 10 billing', false],
    ['?', '🦊', true],
    ['**', 'anything', true],
    ['a**b', 'axxb', true],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['[a-z].+', '[a-z].+', true],
    ['[a-z].+', 'b..', false],
    ['a\\*', 'a\\bc', true],
    ['*\n*', 'two\nlines', true],
    ['one*', 'one\nline', true],
  ])('%j on %j: %s', (glob, text, expected) => {
    expect(matchesGlob(glob, text)).toBe(expected);
  });

  test('agrees with a regular expression on every short text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n', '🦊'), maxLength: 8 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?', '\n', '🦊'), maxLength: 8 });
    fc.assert(
      fc.property(glob, text, (g, t) => matchesGlob(g, t) === globByRegex(g, t)),
      { numRuns: 2000 },
    );
  });

  test('a text made to exhaust a backtracking matcher is answered all the same', () => {
    expect(matchesGlob(`${'*a'.repeat(60)}*b`, 'a'.repeat(65_536))).toBe(false);
    expect(matchesGlob(`*${'a?'.repeat(90)}b`, 'a'.repeat(65_536))).toBe(false);
  });
});
