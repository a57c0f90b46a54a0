import { toVisible } from '#text.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an HTML text node or a quoted attribute value. */
export const escapeHtml = (text: string): string =>
  toVisible(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
