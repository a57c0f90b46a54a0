/** Ids that look like the real ones and are the same in every run. */
export type Ids = {
  /** Business rules: one rising sequence for all four kinds, in steps of 20. */
  readonly rule: () => number;
  /** Anything else with a number for an id. */
  readonly other: () => number;
  /** Audit entries: unique, but not in the order of time, as recorded ids are not. */
  readonly audit: () => number;
};

export function openIds(seed = 20261122): Ids {
  const random = seededRandom(seed);
  const used = new Set<number>();
  let rule = 28835714800000;
  let other = 28835714000000;
  let audit = 28835703800000;
  return {
    rule: () => (rule += 20),
    other: () => (other += 20),
    audit: () => {
      audit += 20;
      let id = audit;
      do id = audit + Math.floor(random() * 400) - 200;
      while (used.has(id));
      used.add(id);
      return id;
    },
  };
}

/** Mulberry32: small, and the same numbers on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
