import { toInert } from '#core/inert.ts';
import { toVisible } from '#text.ts';

/**
 * Words of ours, or a name out of the configuration, as Markdown text: reads as it is written, and does nothing. Text
 * from Zendesk goes into `codeSpan` instead.
 */
export const plainMarkdown = (text: string): string =>
  toInert(toVisible(text))
    .replace(/[\\`*[\]<~|]/g, '\\$&')
    .replace(/(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])/g, '\\_')
    .replace(/&(?=[#A-Za-z])/g, '&amp;')
    // GitHub's mathematics and emoji look at the text before, or after, the Markdown is read.
    .replace(/\$/g, '&#36;')
    // No emoji has a name of two digits, with or without an offset: `06:43:44Z` and `18:00+01:00` stay times.
    .replace(/:(?!\d\d(?:[+-]\d\d)?:)(?=[\w+-]+:)/g, '：')
    .replace(/^(\s*)([-+#>=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
