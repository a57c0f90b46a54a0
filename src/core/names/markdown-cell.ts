import { clip, toVisible } from '#text.ts';

/** Longest text in a cell, in code points. */
const cellLimit = 120;

// Marks that mean nothing to Markdown by themselves. Left out on purpose: what opens or closes a construct, `/` of a
// link and `$` of a formula; and two that are safe but for one place, `www.` and `GH-1`.
const risky = /(?<=www)\.|(?<=gh)-|[^\p{L}\p{N}\p{M}\p{Zs}–—…’“”·,.:;?%+=(){}'"-]/giu;

/**
 * Text from Zendesk as one cell of a Markdown table on GitHub. What Markdown could act on becomes a numeric entity, so no
 * pipe, backtick, tag, link or reference is left for the parser; GitHub looks for mentions after it has decoded entities,
 * but never inside `<code>`.
 */
export function markdownCell(text: string): string {
  const line = clip(toVisible(text), cellLimit);
  return line.replace(risky, (character) => {
    const entity = `&#${character.codePointAt(0)};`;
    return character === '@' ? `<code>${entity}</code>` : entity;
  });
}
