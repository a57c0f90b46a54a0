import { plainMarkdown } from './plain-markdown.ts';

// What is left of RFC 3986 when everything that could end a Markdown link or start a tag is taken out.
const unsafe = /[^0-9A-Za-z:/?#&=%._~@+,;-]/gu;

/** A Markdown link. `text` is ours; `url` was built by us from a configured address and checked parts. */
export const link = (text: string, url: string): string => `[${plainMarkdown(text)}](${url.replace(unsafe, encode)})`;

/** One part of a path: a branch name may hold slashes, everything else is encoded. */
export const urlPath = (path: string): string =>
  path
    .split('/')
    .map((part) => part.replace(/[^0-9A-Za-z._~-]/gu, encode))
    .join('/');

// A lone surrogate has no UTF-8 form, and `encodeURIComponent` would throw.
const encode = (character: string): string =>
  /^[\ud800-\udfff]$/.test(character)
    ? '%EF%BF%BD'
    : [...new TextEncoder().encode(character)]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
        .join('');
