/** As much of a text as every sink shows whole, and what stands around a difference. */
const width = 150;
const around = 40;

/** Both texts around the first place where they differ, so that no cut makes them look alike. */
export function excerptsOf(one: string, other: string): readonly [string, string] {
  const same = commonStart(one, other);
  return [excerptAt(one, same), excerptAt(other, same)];
}

/** How many UTF-16 units both begin with, never half a character. */
export function commonStart(one: string, other: string): number {
  let same = 0;
  while (same < one.length && same < other.length && one[same] === other[same]) same += 1;
  return /[\udc00-\udfff]/.test(one.charAt(same) + other.charAt(same)) && same > 0 ? same - 1 : same;
}

function excerptAt(text: string, place: number): string {
  const start = text.length <= width || place < width - around ? 0 : place - around;
  const end = start + width;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
