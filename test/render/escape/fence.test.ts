import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fence } from '#render/escape/fence.ts';
import { anyText, megabytes } from '../../support/hostile.ts';
import { parseMarkdown } from '../../support/markdown-oracle.ts';

describe('a fenced block', () => {
  it('is one code block with one line a line, whatever the lines hold', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 5 }), (lines) => {
        const { code, html, links, text } = parseMarkdown(`before\n\n${fence(lines, 'diff').join('\n')}\n\nafter`);
        expect({ html, links, text: text.split('\n').filter(Boolean) }).toEqual({
          html: [],
          links: [],
          text: ['before', 'after'],
        });
        expect(code).toHaveLength(1);
        expect(code[0]?.split('\n')).toHaveLength(lines.length + 1);
      }),
    );
  });

  it('holds a megabyte', () => {
    for (const text of megabytes) expect(fence([text])).toHaveLength(3);
  });
});
