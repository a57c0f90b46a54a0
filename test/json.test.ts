import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText, InexactNumber, type Json, parseExact } from '#json.ts';
import { codePoint } from './support/code-point.ts';

// Strings with everything that has bitten someone: quotes, backslashes, braces, controls, bidi, lone surrogates.
const nasty = fc.constantFrom(
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\u0000',
  '\u202e',
  '\u200b',
  '\ud800',
  '\u{e0041}',
  '__proto__',
  '10',
  '9',
);
const string = fc.oneof(
  fc.string({ unit: codePoint }),
  fc.array(nasty).map((parts) => parts.join('')),
);
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
    string,
    fc.array(tie('value')),
    fc
      .uniqueArray(fc.tuple(string, tie('value')), { selector: ([key]) => key })
      .map((pairs) => Object.fromEntries(pairs)),
  ),
})).value;

const shuffleKeys = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(shuffleKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]): [string, Json] => [key, shuffleKeys(inner)])
      .reverse(),
  );
};

describe('canonicalText', () => {
  test('says the same as the value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('gives equal values equal bytes, and is its own normal form', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalText(value);
        expect(canonicalText(shuffleKeys(value))).toBe(text);
        expect(canonicalText(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test('shows every invisible character, survives UTF-8, and ends with its only last line feed', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalText(value);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
        expect(text.endsWith('\n') && !text.endsWith('\n\n')).toBe(true);
      }),
    );
  });

  test('indents by two, sorts keys as text, and keeps empty things on one line', () => {
    const value = { b: [], a: { 10: 1, 9: {} }, ['__proto__']: [1, { x: null }] };
    expect(canonicalText(value)).toBe(`{
  "__proto__": [
    1,
    {
      "x": null
    }
  ],
  "a": {
    "10": 1,
    "9": {}
  },
  "b": []
}
`);
  });

  test('structure inside a text is text', () => {
    expect(canonicalText(['{"a":[1,2]}', '\\"', '\u202e\u{e0041}\ud800'])).toBe(
      '[\n  "{\\"a\\":[1,2]}",\n  "\\\\\\"",\n  "\\u202e\\udb40\\udc41\\ud800"\n]\n',
    );
  });
});

describe('parseExact', () => {
  test('gives what JSON.parse gives, where nothing is lost', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        expect(parseExact(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('keeps every digit of any whole number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (number) => {
        const parsed = parseExact(`{"id":${number}}`);
        const id = Object.values(Object(parsed))[0];
        expect(id instanceof InexactNumber ? id.literal : String(id)).toBe(String(number));
      }),
    );
  });

  test.each(['9007199254740993', '-9007199254740993', '1e400', '1e20', '12345678901234567.5'])(
    '%s is inexact',
    (literal) => {
      expect(parseExact(`[${literal}]`)).toEqual([new InexactNumber(literal)]);
    },
  );

  test.each([
    ['9007199254740991', 9007199254740991],
    ['1e2', 100],
    ['1.50', 1.5],
    ['0.1', 0.1],
  ])('%s is exact', (literal, value) => {
    expect(parseExact(`[${literal}]`)).toEqual([value]);
  });

  test('never touches digits inside a text, nor takes a text for a number', () => {
    const texts = ['9007199254740993', 'a "9007199254740993" b', '\\'];
    expect(parseExact(`[9007199254740993,${JSON.stringify(texts).slice(1)}`)).toEqual([
      new InexactNumber('9007199254740993'),
      ...texts,
    ]);
  });

  test.each(['', '{', '[1,]', '01', '{"a":9007199254740993', 'undefined', "{'a':1}"])(
    'throws SyntaxError for %s',
    (text) => {
      expect(() => parseExact(text)).toThrow(SyntaxError);
    },
  );
});
