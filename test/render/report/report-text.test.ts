import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '#render/report/report-html.ts';
import { renderMarkdown } from '#render/report/report-markdown.ts';
import type { ReportedChange, ReportResult } from '#render/report/report-result.ts';
import { toVisible } from '#text.ts';
import { anyText, hostileTexts } from '../../support/hostile.ts';
import { findUnclosed, parseHtml } from '../../support/html-oracle.ts';
import { parseMarkdown, tableCells } from '../../support/markdown-oracle.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

/** A report in which one text stands wherever a text from elsewhere can. */
function reportOf(text: string, url: string | null = `https://github.com/acme/data/commit/${commit}`): ReportResult {
  const change: ReportedChange = {
    commit,
    url,
    time: '2026-11-22T22:12:13Z',
    object: 'trigger/1',
    kind: 'trigger',
    what: text,
    change: 'updated',
    people: [{ id: '1001', name: text, login: 'jane-gh', ip: text }],
    auditIds: ['1'],
    attribution: 'exact',
    offHours: true,
    verdict: 'unapproved',
    reason: 'no-rule-matches',
    rule: null,
    risk: 'high',
    outcome: 'approved',
    decision: { by: text, issue: '12', at: '2026-11-22T23:00:00Z', reason: `x${text}` },
  };
  return {
    version: 1,
    account: 'acme',
    from: '2026-11-01T00:00:00Z',
    to: '2026-11-30T23:59:59Z',
    timezone: 'Europe/Berlin',
    head: commit,
    hours: { basis: 'hours', windows: ['tue 18:00–20:00 Europe/Berlin'] },
    totals: {
      changes: 2,
      people: 1,
      unapproved: 1,
      withoutEntry: 0,
      offHours: 1,
      decided: 1,
      medianSecondsToDecision: 2867,
      open: 1,
    },
    people: [{ id: '1001', name: text, login: null, changes: 2, unapproved: 1, offHours: 1 }],
    kinds: [{ kind: 'trigger', changes: 2, created: 0, updated: 2, deleted: 0, reordered: 0, unapproved: 1 }],
    open: [
      {
        object: 'trigger/1',
        what: text,
        since: '2026-11-22T22:12:13Z',
        commit,
        url,
        people: [text],
        risk: 'high',
        rejectedBy: text,
      },
    ],
    changes: [change, { ...change, verdict: 'approved', rule: `x${text}`, outcome: null, decision: null }],
  };
}

/** Elements and attributes in their order, without the texts. */
const skeleton = (html: string) =>
  parseHtml(html).tags.map(({ name, attributes, isEnd }) => [isEnd, name, ...attributes].flat().join(' '));

describe('the HTML report', () => {
  test('hostile text adds no element, no attribute and no comment, and reads back', () => {
    const plain = skeleton(renderHtml(reportOf('plain')));
    fc.assert(
      fc.property(anyText, (text) => {
        const html = renderHtml(reportOf(text));
        expect(skeleton(html)).toEqual(plain);
        const { texts, comments } = parseHtml(html);
        expect(comments).toBe(0);
        if (text.trim() !== '') expect(texts).toContain(toVisible(text));
      }),
    );
  });

  test('every element is closed, and nothing is loaded from anywhere', () => {
    const html = renderHtml(reportOf('plain'));
    const document = parseHtml(html);
    expect(findUnclosed(document)).toEqual([]);
    const names = document.tags.map(({ name }) => name);
    for (const name of ['script', 'link', 'img', 'iframe', 'object', 'base', 'form']) expect(names).not.toContain(name);
    expect(html).not.toMatch(/@import|url\(/);
    const attributes = document.tags.flatMap((tag) => [...tag.attributes.keys()]);
    expect(attributes.filter((name) => /^(?:on|src|style$|action$)/.test(name))).toEqual([]);
    const targets = document.tags.flatMap(({ attributes }) => attributes.get('href') ?? []);
    expect(new Set(targets)).toEqual(new Set([`https://github.com/acme/data/commit/${commit}`]));
  });

  test('tables have captions, and heads for columns and rows', () => {
    const { tags } = parseHtml(renderHtml(reportOf('plain')));
    const count = (wanted: string) => tags.filter(({ name, isEnd }) => name === wanted && !isEnd).length;
    expect([count('table'), count('caption'), count('thead')]).toEqual([4, 4, 4]);
    const scopes = tags.flatMap(({ name, attributes }) => (name === 'th' && attributes.get('scope')) || []);
    expect(scopes.filter((scope) => scope === 'row')).toHaveLength(5);
    expect(scopes).toHaveLength(tags.filter(({ name, isEnd }) => name === 'th' && !isEnd).length);
    expect(tags.find(({ name }) => name === 'html')?.attributes.get('lang')).toBe('en');
  });

  test('without a repository at GitHub nothing is linked', () => {
    expect(renderHtml(reportOf('plain', null))).not.toContain('<a ');
  });

  test('says when, in the time of the account, and what became of it', () => {
    const { texts } = parseHtml(renderHtml(reportOf('plain')));
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
    const plain = renderMarkdown(reportOf('plain'));
    for (const text of hostileTexts) {
      const markdown = renderMarkdown(reportOf(text));
      expect(cellsOf(markdown)).toEqual(cellsOf(plain));
      const { html, links, types } = parseMarkdown(markdown);
      expect(html).toEqual([]);
      expect(types).toEqual(parseMarkdown(plain).types);
      expect(new Set(links)).toEqual(new Set(parseMarkdown(plain).links));
    }
  });

  test('a long list is cut, and says by how much', () => {
    const report = reportOf('plain');
    const [change] = report.changes;
    const changes = Array.from({ length: 700 }, () => change).flatMap((one) => one ?? []);
    expect(renderMarkdown({ ...report, changes })).toContain('and 200 more changes');
  });
});
