/**
 * Whether a whole text matches a glob: `*` = any run of characters, `?` = exactly one, all else literal and
 * case-sensitive. Titles are hostile and may hold 64 KB, so no regular expression is built: only the last `*` is ever
 * retried, which bounds the work by pattern × text.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = [...glob];
  const characters = [...text];
  let p = 0;
  let c = 0;
  let star = -1;
  let resume = 0;
  while (c < characters.length) {
    if (pattern[p] === '*') {
      star = p;
      resume = c;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === characters[c])) {
      p += 1;
      c += 1;
    } else if (star >= 0) {
      resume += 1;
      c = resume;
      p = star + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(p).every((rest) => rest === '*');
}
