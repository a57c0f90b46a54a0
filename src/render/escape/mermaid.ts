import { clip } from '#text.ts';

/**
 * Text as a label in a Mermaid chart, which has no escape for its own syntax: what is no letter, digit or plain mark becomes a
 * blank. Never empty, so that a label never changes what stands around it. https://mermaid.js.org/syntax/pie.html
 */
export function mermaidLabel(text: string, other: string, limit = 24): string {
  const plain = clip(
    text
      .slice(0, 200)
      .replace(/[^\p{L}\p{N} ._-]/gu, ' ')
      .replace(/ +/g, ' ')
      .trim(),
    limit,
  );
  return /[\p{L}\p{N}]/u.test(plain) ? plain : other;
}
