import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { mentions, references } from '../../support/github-rules.ts';
import { anyText } from '../../support/hostile.ts';
import { parseMarkdown } from '../../support/markdown-oracle.ts';

describe('plain words in Markdown', () => {
  it('are text and nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { code, html, links, types, text: seen } = parseMarkdown(`- ${plainMarkdown(text)}`);
        expect({ code, html, links }).toEqual({ code: [], html: [], links: [] });
        expect([...types].filter((type) => !['document', 'paragraph', 'list', 'item'].includes(type))).toEqual([]);
        expect([...mentions(seen), ...references(seen)]).toEqual([]);
      }),
    );
  });

  it.each([
    'Condition removed (all of): Tags contains at least one of 2.5 – 3 x_y',
    '2026-11-24T06:43:44Z, not in 2026-11-24T08:00:00Z–2026-11-24T12:00:00Z',
    'such as 2026-11-24T18:00+01:00 or 2026-11-24T18:00:30+01:00',
    'Sun 23:41 Europe/Berlin, not in tue, thu 18:00–20:00 Europe/Berlin',
  ])('stay as they are where they mean nothing: %s', (words) => {
    expect(plainMarkdown(words)).toBe(words);
  });

  it.each([':100:', ':+1:', ':1234:', ':8ball:', ':a:', '10:100:10'])('are no emoji: %s', (words) => {
    expect(plainMarkdown(words)).not.toMatch(/:[\w+-]+:/);
  });
});
