import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMask } from '#entry/mask.ts';
import { toPlainLine } from '#entry/plain-line.ts';

const secret = fc
  .string({ unit: 'grapheme', minLength: 8, maxLength: 60 })
  .filter((text) => text.trim() === text && !/^\*+$/.test(text));
const around = fc.string({ maxLength: 30 });

/** The ways that a secret goes through this program. */
const forms: ReadonlyArray<readonly [string, (text: string) => string]> = [
  ['as it is', (text) => text],
  ['JSON', (text) => JSON.stringify(text).slice(1, -1)],
  ['a URL', encodeURIComponent],
  ['one plain line', toPlainLine],
  ['Markdown', (text) => text.replace(/[^\p{L}\p{N}\s]/gu, '\\$&')],
];

test.each(forms)('no secret survives as %s', (_, form) => {
  fc.assert(
    fc.property(secret, around, around, (text, before, after) => {
      fc.pre(!before.includes(form(text)) && !after.includes(form(text)) && text.length > 3);
      expect(createMask([text])(`${before}${form(text)}${after}`)).not.toContain(form(text));
    }),
  );
});

test('no secret survives in base64, wherever it stands in what was encoded', () => {
  fc.assert(
    fc.property(
      secret,
      around,
      around,
      fc.constantFrom('base64' as const, 'base64url' as const),
      (text, before, after, encoding) => {
        const encoded = Buffer.from(`${before}${text}${after}`).toString(encoding);
        const masked = createMask([text])(`Basic ${encoded}`);
        // What is left decodes to less than the secret.
        const rest = masked
          .replace('Basic ', '')
          .split('***')
          .map((part) => Buffer.from(part, encoding).toString());
        expect(rest.join('')).not.toContain(text);
        expect(masked).toContain('***');
      },
    ),
  );
});

test('several secrets are masked, also where one holds another', () => {
  const mask = createMask(['secret-one', 'secret-one-and-more', 'other secret']);
  expect(mask('a secret-one-and-more b secret-one c other secret d')).toBe('a *** b *** c *** d');
});

test('texts too short to be a secret, and none at all, change nothing', () => {
  expect(createMask(['', 'abc', '****'])('abc **** abcd')).toBe('abc **** abcd');
  expect(createMask([])('text')).toBe('text');
});

test('each line of a secret of several lines is masked', () => {
  expect(createMask(['-----BEGIN\nABCDEFGH\n-----END'])('x ABCDEFGH y')).toBe('x *** y');
});
