import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeCell, codeSpan } from '#render/escape/code-span.ts';
import { anyText, hostileTexts, megabytes } from '../../support/hostile.ts';
import { parseMarkdown, tableCells } from '../../support/markdown-oracle.ts';

describe('a code span', () => {
  it('is one code node and nothing else, whatever it holds and whatever stands around it', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('', '- ', 'Log says: '), (text, before) => {
        const { code, html, links, types, text: around } = parseMarkdown(`${before}${codeSpan(text)} after`);
        expect({ html, links }).toEqual({ html: [], links: [] });
        expect(code).toHaveLength(text === '' ? 0 : 1);
        expect(around.trim()).toBe(`${before.replace('- ', '')}${text === '' ? '(empty)' : ''} after`.trim());
        expect(
          [...types].filter((type) => !['document', 'paragraph', 'list', 'item', 'softbreak'].includes(type)),
        ).toEqual([]);
      }),
    );
  });

  it('shows what it holds, except that what cannot be seen is written out', () => {
    for (const text of hostileTexts.filter((text) => text !== '' && text.length < 150 && /^[\x20-\x7e]*$/.test(text)))
      expect(parseMarkdown(codeSpan(text)).code).toEqual([text]);
    expect(codeSpan('a\nb\u202e')).toBe('`a\\u000ab\\u202e`');
  });

  it('stays short and on one line', () => {
    for (const text of [...hostileTexts, ...megabytes]) {
      const span = codeSpan(text);
      expect(span).not.toMatch(/[\n\r]/);
      expect(span.length).toBeLessThan(1_300);
    }
  });

  it('is one cell in a table', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tableCells(`| 1 | ${codeCell(text)} | 3 |`)).toHaveLength(3);
      }),
    );
  });
});
