import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCsvReader } from '#core/read-csv.ts';
import { renderCsv } from '#render/report/report-csv.ts';
import { renderHtml } from '#render/report/report-html.ts';
import { renderMarkdown } from '#render/report/report-markdown.ts';
import { renderText } from '#render/report/report-text.ts';
import { toVisible } from '#text.ts';
import { anyText, hostileTexts } from '../../support/hostile.ts';
import { findUnclosed, parseHtml } from '../../support/html-oracle.ts';
import { parseMarkdown, tableCells } from '../../support/markdown-oracle.ts';
import { aChange, aReport, sampleCommit } from '../../support/report-sample.ts';

/** Elements and attributes in their order, without the texts. */
const skeleton = (html: string) =>
  parseHtml(html).tags.map(({ name, attributes, isEnd }) => [isEnd, name, ...attributes].flat().join(' '));

describe('the HTML report', () => {
  test('hostile text adds no element, no attribute and no comment, and reads back', () => {
    const plain = skeleton(renderHtml(aReport('plain')));
    fc.assert(
      fc.property(anyText, (text) => {
        const html = renderHtml(aReport(text));
        expect(skeleton(html)).toEqual(plain);
        const { texts, comments } = parseHtml(html);
        expect(comments).toBe(0);
        if (text.trim() !== '') expect(texts).toContain(toVisible(text));
      }),
    );
  });

  test('every element is closed, and nothing is loaded from anywhere', () => {
    const html = renderHtml(aReport('plain'));
    const document = parseHtml(html);
    expect(findUnclosed(document)).toEqual([]);
    const names = document.tags.map(({ name }) => name);
    for (const name of ['script', 'link', 'img', 'iframe', 'object', 'base', 'form']) expect(names).not.toContain(name);
    expect(html).not.toMatch(/@import|url\(/);
    const attributes = document.tags.flatMap((tag) => [...tag.attributes.keys()]);
    expect(attributes.filter((name) => /^(?:on|src|style$|action$)/.test(name))).toEqual([]);
    const targets = document.tags.flatMap(({ attributes }) => attributes.get('href') ?? []);
    expect(new Set(targets)).toEqual(new Set([`https://github.com/acme/data/commit/${sampleCommit}`]));
  });

  test('tables have captions, and heads for columns and rows', () => {
    const { tags } = parseHtml(renderHtml(aReport('plain')));
    const count = (wanted: string) => tags.filter(({ name, isEnd }) => name === wanted && !isEnd).length;
    expect([count('table'), count('caption'), count('thead')]).toEqual([4, 4, 4]);
    const scopes = tags.flatMap(({ name, attributes }) => (name === 'th' && attributes.get('scope')) || []);
    expect(scopes.filter((scope) => scope === 'row')).toHaveLength(6);
    expect(scopes).toHaveLength(tags.filter(({ name, isEnd }) => name === 'th' && !isEnd).length);
    expect(tags.find(({ name }) => name === 'html')?.attributes.get('lang')).toBe('en');
  });

  test('without a repository at GitHub nothing is linked', () => {
    expect(renderHtml(aReport('plain', null))).not.toContain('<a ');
  });

  test('says when, in the time of the account, and what became of it', () => {
    const { texts } = parseHtml(renderHtml(aReport('plain')));
    const text = texts.join(' ');
    expect(text).toContain('22 Nov 2026 23:12');
    expect(text).toContain('unapproved: no-rule-matches');
    expect(text).toContain('approved by plain, issue 12');
    expect(text).toContain('47 min');
  });
});

describe('the Markdown report', () => {
  test('hostile text opens no tag, image or link, and ends no cell', () => {
    const cellsOf = (markdown: string) => markdown.split('\n').map((line) => tableCells(line).length);
    const plain = renderMarkdown(aReport('plain'));
    for (const text of hostileTexts) {
      const markdown = renderMarkdown(aReport(text));
      expect(cellsOf(markdown)).toEqual(cellsOf(plain));
      const { html, links, types } = parseMarkdown(markdown);
      expect(html).toEqual([]);
      expect(types).toEqual(parseMarkdown(plain).types);
      expect(new Set(links)).toEqual(new Set(parseMarkdown(plain).links));
    }
  });

  test('a long list is cut, says by how much, and fits into an issue', () => {
    const changes = Array.from({ length: 700 }, () => aChange('"'.repeat(200)));
    const markdown = renderMarkdown({ ...aReport('"'.repeat(200)), changes });
    expect(markdown.length).toBeLessThan(65_536);
    const shown = markdown.split('\n').filter((line) => line.includes('no-rule-matches')).length;
    expect(markdown).toContain(`and ${700 - shown} more changes`);
    expect(shown).toBeGreaterThan(30);
  });

  test('its charts have the same lines whatever people and titles are called', () => {
    const chartsOf = (text: string) =>
      (renderMarkdown(aReport(text)).match(/```mermaid\n[\s\S]*?\n```/g) ?? []).join('\n').split('\n');
    const plain = chartsOf('plain');
    expect(plain.filter((line) => line === '```mermaid')).toHaveLength(2);
    expect(plain).toContain('  x-axis ["11-20", "11-21", "11-22"]');
    expect(plain).toContain('  bar [1, 0, 1]');
    for (const text of hostileTexts) {
      const lines = chartsOf(text);
      expect(lines).toHaveLength(plain.length);
      for (const line of lines) expect(line).not.toMatch(/[<>#;%{}@]|[^`]`[^`]/);
      expect(lines.filter((line) => /^ {2}"[\p{L}\p{N} ._…-]+" : 1$/u.test(line))).toHaveLength(2);
    }
  });
});

describe('on a terminal', () => {
  test('the figures and what to look at stand on lines of their own, with nothing that a terminal obeys', () => {
    for (const text of hostileTexts) {
      const lines = renderText(aReport(text));
      expect(lines.filter((line) => toVisible(line) !== line)).toEqual([]);
      expect(lines.length).toBe(renderText(aReport('plain')).length);
    }
    const lines = renderText(aReport('plain'));
    expect(lines).toContain('Decided by someone else (four eyes): 100 %');
    expect(lines).toContain('  plain (1001): 1, a reviewer rejected or reverted it, not named in the configuration');
    expect(lines).toContain('  22 Nov 2026 23:12  plain (1001): new address plain');
  });
});

describe('the CSV', () => {
  const rowsOf = async (changes: Parameters<typeof renderCsv>[0]) => {
    const parts: string[] = [];
    for await (const part of renderCsv(changes)) parts.push(part);
    return parts.join('').split('\r\n');
  };

  test('has the columns of the contract and one line for each change', async () => {
    const [head, row, ...rest] = await rowsOf([aChange('Jane', { actor_id: '-1', rule: null })]);
    expect(head).toBe(
      'time,object,kind,title,change,actor_name,actor_id,ip,verdict,reason,rule,risk,decision,decided_by,decided_at,commit,issue,words',
    );
    expect(row).toBe(
      `2026-11-22T22:12:13Z,trigger/1,trigger,Jane,updated,Jane,-1,Jane,unapproved,no-rule-matches,,high,approved,Jane,2026-11-22T23:00:00Z,${sampleCommit},12,Jane`,
    );
    expect(rest).toEqual(['']);
  });

  test('no cell is a formula, and every text stays in its cell', async () => {
    for (const text of [...hostileTexts, '=1+1', '@SUM(A1)', '-2+3', '\t=1']) {
      const [, row = '', ...rest] = await rowsOf([aChange(text)]);
      expect(rest).toEqual(['']);
      const cells = openCsvReader().take(row) ?? [];
      expect(cells).toHaveLength(18);
      for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    }
  });
});
