import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSameButMasks } from '#core/snapshot/same-but-masks.ts';

const mask = '[redacted 0123456789abcdef]';

describe('two values under different redaction rules', () => {
  test.each([
    ['key abc', 'key [redacted]'],
    [`a ${mask} b secret`, `a one b ${mask}`],
    [{ value: ['x', `${mask}`] }, { value: ['x', 'hidden'] }],
    [{ value: { deep: 1 } }, { value: '[redacted]' }],
  ])('%j may be %j', (a, b) => {
    expect([isSameButMasks(a, b), isSameButMasks(b, a)]).toEqual([true, true]);
  });

  test.each([
    ['key abc', 'keys [redacted]'],
    ['aXa', 'a[redacted]aXa'],
    [`a ${mask} c`, 'a b d'],
    [['x'], ['x', 'y']],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    ['', '[redacted] x'],
    [`a ${mask} b secret`, `c one b ${mask}`],
  ])('%j is not %j', (a, b) => {
    expect([isSameButMasks(a, b), isSameButMasks(b, a)]).toEqual([false, false]);
  });

  test('a mask in any place hides what stood there, and nothing else', () => {
    const part = fc.string({ maxLength: 6 }).filter((text) => !text.includes('['));
    fc.assert(
      fc.property(part, part, part, part, (start, secret, end, other) => {
        expect(isSameButMasks(`${start}${secret}${end}`, `${start}${mask}${end}`)).toBe(true);
        const isFitting = other.length >= start.length + end.length && other.startsWith(start) && other.endsWith(end);
        expect(isSameButMasks(`${start}${mask}${end}`, other)).toBe(isFitting || (start === '' && end === ''));
      }),
    );
  });
});
