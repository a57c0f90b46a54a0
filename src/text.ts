/**
 * Characters that nobody can see: control, bidi and zero-width characters, line and paragraph separators, lone surrogates,
 * fillers, variation selectors, tags. Every text that zendrift writes shows the same ones, so that nothing hides in a diff,
 * and no two texts that look equal differ. Only U+2800 has no Unicode property that says so.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const runs = new RegExp(`(?:${invisible.source})+`, 'gu');

/** `\u202e` for each UTF-16 unit, lower case. */
export const escapeUnits = (text: string): string => {
  let escaped = '';
  for (let unit = 0; unit < text.length; unit += 1)
    escaped += `\\u${text.charCodeAt(unit).toString(16).padStart(4, '0')}`;
  return escaped;
};

/** The text on one line, with everything invisible written as `\uXXXX`. */
export const toVisible = (text: string): string => text.replace(invisible, escapeUnits);

/** A space in place of each run of them, for names that may not hold an escape. */
export const withoutInvisible = (text: string): string => text.replace(runs, ' ');

export const isVisible = (text: string): boolean => text.search(invisible) === -1;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const codePoints = (text: string): number => [...text].length;

/**
 * At most `limit` code points, with `…` for what is missing. Never cuts inside a grapheme or inside a `\uXXXX` escape.
 */
export function clip(text: string, limit: number): string {
  // Twice the limit in units holds the limit in code points: a megabyte is never segmented whole.
  const head = text.slice(0, limit * 2 + 2);
  if (head.length === text.length && codePoints(text) <= limit) return text;
  let kept = '';
  let length = 0;
  for (const { segment } of graphemes.segment(head)) {
    length += codePoints(segment);
    if (length > limit - 1) break;
    kept += segment;
  }
  return `${kept.replace(/\\(?:u[0-9a-f]{0,3})?$/, '').trimEnd()}…`;
}
