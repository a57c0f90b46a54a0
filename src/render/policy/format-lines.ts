import { visibleJson } from '#render/document.ts';

/** A result in the format that was asked for, line by line. */
export function formatLines(
  format: 'text' | 'markdown' | 'json',
  text: () => readonly string[],
  markdown: string,
  result: object,
): readonly string[] {
  if (format === 'text') return text();
  return (format === 'json' ? visibleJson(result, 2) : markdown.trimEnd()).split('\n');
}
