import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Marks } from '#core/words.ts';
import { markedCode } from '#render/issue/marked-code.ts';
import { toVisible } from '#text.ts';
import { anyText } from '../../support/hostile.ts';
import { parseMarkdown } from '../../support/markdown-oracle.ts';

describe('a line with marks', () => {
  it('shows the changed words in bold', () => {
    expect(markedCode('Refunds up to 50 EUR', [[14, 16]])).toBe('`Refunds up to `**`50`**` EUR`');
    expect(markedCode('50', [[0, 2]])).toBe('**`50`**');
    expect(markedCode('nothing changed', [])).toBe('`nothing changed`');
  });

  it('is code alone, and all of the text, wherever the marks are', () => {
    const places = fc.array(fc.nat({ max: 60 }), { maxLength: 6 }).map((all): Marks => {
      const sorted = [...new Set(all)].sort((a, b) => a - b);
      return sorted.flatMap((from, index) => {
        const to = sorted[index + 1];
        return index % 2 === 0 && to !== undefined ? [[from, to] as const] : [];
      });
    });
    fc.assert(
      fc.property(
        // Lines come visible, and never cut inside a character.
        anyText.map((text) =>
          toVisible(text)
            .slice(0, 100)
            .replace(/[^ -~]/g, '?'),
        ),
        places,
        (text, marks) => {
          const inside = marks.map(([from, to]) => [Math.min(from, text.length), Math.min(to, text.length)] as const);
          const { code, html, links, text: rest, types } = parseMarkdown(`- was ${markedCode(text, inside)}`);
          expect({ html, links, rest: rest.trim() }).toEqual({
            html: [],
            links: [],
            rest: text === '' ? 'was (empty)' : 'was',
          });
          expect([...types].filter((type) => !['document', 'list', 'strong'].includes(type))).toEqual([]);
          expect(code.join('')).toBe(text);
        },
      ),
    );
  });
});
