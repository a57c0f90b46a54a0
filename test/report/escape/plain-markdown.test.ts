import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainMarkdown } from '#report/escape/plain-markdown.ts';
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

  it('stay as they are where they mean nothing', () => {
    const words = 'Condition removed (all of): Tags contains at least one of 2.5 – 3 x_y';
    expect(plainMarkdown(words)).toBe(words);
  });
});
