import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownCell } from '#core/names/markdown-cell.ts';
import { codePoint } from '../../support/code-point.ts';

/** What a browser shows of a cell: tags gone, entities decoded. */
const seen = (cell: string) =>
  cell.replace(/<\/?code>/g, '').replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

describe('a cell of a Markdown table', () => {
  it('leaves plain words as they are', () => {
    expect(markdownCell('Nachricht an Ärzte – EU, 2')).toBe('Nachricht an Ärzte – EU, 2');
  });

  it.each([
    ['a | b', 'a &#124; b'],
    ['`x`', '&#96;x&#96;'],
    ['<img src=x>', '&#60;img src=x&#62;'],
    ['[a](javascript:b)', '&#91;a&#93;(javascript:b)'],
    ['@org/team', '<code>&#64;</code>org&#47;team'],
    ['fixes #1', 'fixes &#35;1'],
    ['www.evil.com', 'www&#46;evil.com'],
    ['a\nb', 'a&#92;u000ab'],
    ['a\u202eb', 'a&#92;u202eb'],
    ['&lt;', '&#38;lt;'],
  ])('takes the meaning out of %j', (text, cell) => expect(markdownCell(text)).toBe(cell));

  it('cuts what is long', () => {
    expect(seen(markdownCell('x'.repeat(65_536)))).toBe(`${'x'.repeat(119)}…`);
  });

  it('has no character that Markdown could act on, and shows the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint, maxLength: 60 }), (text) => {
        const cell = markdownCell(text);
        const bare = cell.replace(/<code>&#64;<\/code>|&#\d+;/g, '');
        expect(bare).not.toMatch(/[!-+\-./:-@[-`{-~\p{Cc}\p{Cf}]/u);
        expect(cell).not.toContain('\n');
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(seen(markdownCell(text))).toBe(text);
      }),
    );
  });
});
