import fc from 'fast-check';

const half = { from: 0xd800, count: 0x800 };

/**
 * Any code point but half a pair: what fast-check calls `binary`, as a rule. There it is a table of a million texts, 90 MB
 * of each worker, which every fork copies.
 */
export const codePoint: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - half.count }).map(
  (index) => String.fromCodePoint(index < half.from ? index : index + half.count),
  (text) => {
    const code = typeof text === 'string' ? text.codePointAt(0) : undefined;
    if (code === undefined || String.fromCodePoint(code) !== text) throw new Error('not one code point');
    if (code < half.from) return code;
    if (code < half.from + half.count) throw new Error('half a pair');
    return code - half.count;
  },
);
