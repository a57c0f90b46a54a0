import { readText } from './source-files.ts';

/** The anchor that GitHub gives a heading. */
export const toAnchor = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');

export const withoutFences = (text: string): string => text.replaceAll(/^(`{3,}).*\n[\s\S]*?^\1`*$/gm, '');

/** Headings of a Markdown file, in order. */
export const headingsOf = (path: string): readonly string[] =>
  [...withoutFences(readText(path)).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = '']) => heading.trim());
