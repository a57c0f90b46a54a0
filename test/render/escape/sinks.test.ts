import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRow } from '#render/escape/csv-cell.ts';
import { escapeHtml } from '#render/escape/html.ts';
import { link, urlPath } from '#render/escape/link.ts';
import { anyText, hostileTexts, megabytes } from '../../support/hostile.ts';
import { parseMarkdown } from '../../support/markdown-oracle.ts';

const unescapeHtml = (html: string): string =>
  html.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
  );

/** RFC 4180, written down apart from the code. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    const [, raw = '', end] = match;
    rows.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === '\r\n') rows.push([]);
    if (cell.lastIndex === text.length) break;
  }
  return rows.slice(0, -1);
}

describe('HTML text', () => {
  it('opens no tag, ends no attribute, and reads back', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        if (/^[\x20-\x7e]*$/.test(text)) expect(unescapeHtml(escapeHtml(text))).toBe(text);
      }),
    );
  });

  it('takes a megabyte', () => {
    for (const text of megabytes) expect(escapeHtml(text)).not.toContain('<');
  });
});

describe('a CSV cell', () => {
  it('reads back as one cell, and a spreadsheet runs none', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (cells) => {
        const [read = [], ...more] = parseCsv(csvRow(cells));
        expect(more).toEqual([]);
        expect(read).toHaveLength(cells.length);
        for (const [index, cell] of read.entries()) {
          expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
          const given = cells[index] ?? '';
          if (/^[\x20-\x7e]*$/.test(given)) expect(cell.replace(/^'(?=\s*[=+\-@])/, '')).toBe(given);
        }
      }),
    );
  });
});

describe('a link', () => {
  it('is one link to the given host, whatever its parts hold', () => {
    for (const text of hostileTexts.filter((text) => text.length < 1_000)) {
      const markdown = link('History', `https://github.example/acme/x/commits/${urlPath(text)}`);
      const { links, html, code, types } = parseMarkdown(markdown);
      expect({ count: links.length, html, code }).toEqual({ count: 1, html: [], code: [] });
      expect(types.has('image')).toBe(false);
      expect(new URL(links[0] ?? '').host).toBe('github.example');
    }
  });
});
