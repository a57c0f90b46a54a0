import { clip, toVisible } from './visible.ts';

/** Longest text in a cell, in code points. */
const cellLimit = 120;

/**
 * Text from Zendesk as one cell of a Markdown table on GitHub. Everything but letters, digits, marks and spaces becomes a
 * numeric entity, so no pipe, backtick, tag, link or reference is left for the parser; GitHub looks for mentions after it
 * has decoded entities, but never inside `<code>`.
 */
export function markdownCell(text: string): string {
  const line = clip(toVisible(text), cellLimit);
  return line.replace(/[^\p{L}\p{N}\p{M}\p{Zs}–—…’“”·,]/gu, (character) => {
    const entity = `&#${character.codePointAt(0)};`;
    return character === '@' ? `<code>${entity}</code>` : entity;
  });
}
