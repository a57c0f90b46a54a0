/**
 * New places that bring a kind into another order: only what has to move. Positions count inside a category where the
 * kind has categories.
 */
export interface OrderWrite {
  /** All categories, where their own order changes; else empty. */
  readonly categories: readonly NewPlace[];
  readonly objects: readonly NewPlace[];
}

export interface NewPlace {
  readonly id: string;
  readonly position: number;
}
