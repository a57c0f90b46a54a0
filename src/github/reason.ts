/**
 * GitHub's own words, made fit for one line of a log: no control, bidi or zero-width characters, at most 200 characters.
 * A proxy may answer with a page of HTML, and a validation error repeats what was sent.
 */
export function toReason(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return plain.length > 200 ? `${Array.from(plain).slice(0, 200).join('')}…` : plain;
}
