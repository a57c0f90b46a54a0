/** In a soak every variant is played; the suite plays some of each kind, so that it stays quick. */
export const isSoak = process.env['ZENDRIFT_SOAK'] !== undefined;

/** The first of some variants and every `step`-th after it; in a soak all of them. */
export const someOf = <T>(variants: readonly T[], step: number): readonly T[] =>
  isSoak ? variants : variants.filter((_, index) => index % step === 0);
