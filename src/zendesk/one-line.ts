import { clip, toVisible } from '#text.ts';

const longest = 160;

/** Hostile text as one short printable line; blank runs become one space, what is cut off is shown by `…`. */
export function oneLine(text: string, limit: number = longest): string {
  // Cut before escaping, so that a body of megabytes costs nothing.
  const line = toVisible(
    text
      .slice(0, limit * 4)
      .replace(/[ \t\r\n]+/g, ' ')
      .trim(),
  );
  return clip(line, limit);
}

/** Takes every given secret out of a text: an answer or an error may repeat what was sent. */
export const conceal = (text: string, secrets: Iterable<string>): string =>
  [...secrets].reduce((result, secret) => (secret === '' ? result : result.replaceAll(secret, '***')), text);
