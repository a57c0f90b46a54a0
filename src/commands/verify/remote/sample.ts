/** Numbers from 0 inclusive to 1 exclusive, the same for the same seed (mulberry32, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random part of the items, at least one of them, in their own order. */
export function samplePart<T>(items: readonly T[], part: number, random: () => number): readonly T[] {
  if (part >= 1) return items;
  const wanted = Math.ceil(items.length * part);
  return items
    .map((item, index) => ({ item, index, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, wanted)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item);
}
