// Control, format (bidi, zero-width) and separator characters, and unpaired surrogates: a message must show what is
// there, on one line, and must not steer a terminal or a CI log.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const longest = 160;

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('');

/** Hostile text as one short printable line; blank runs become one space, what is cut off is shown by `…`. */
export function oneLine(text: string, limit: number = longest): string {
  // Cut before escaping, so that a body of megabytes costs nothing.
  const line = text
    .slice(0, limit * 4)
    .replace(/[ \t\r\n]+/g, ' ')
    .trim()
    .replace(unprintable, escaped);
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line;
}

/** Takes every given secret out of a text: an answer or an error may repeat what was sent. */
export const conceal = (text: string, secrets: Iterable<string>): string =>
  [...secrets].reduce((result, secret) => (secret === '' ? result : result.replaceAll(secret, '***')), text);
