import type { ObjectKey } from '#core/object-key.ts';

/** The objects of an account as they are recorded. Times are UTC; titles and names are hostile: each sink escapes them. */
export interface ListResult {
  readonly version: 1;
  readonly account: string;
  /** Kind that was asked for, null = all. */
  readonly kind: string | null;
  /** Kind by kind in their usual order, then by title. */
  readonly objects: readonly ListedObject[];
}

export interface ListedObject {
  /** `trigger/360000000041` */
  readonly object: ObjectKey;
  readonly title: string;
  /** Null where its kind cannot be switched off. */
  readonly active: boolean | null;
  /** Time of its last change, null where it is as it was when it was first recorded. */
  readonly changed: string | null;
  /** Who made it, several people joined by `; `; null where nobody is known. */
  readonly actor: string | null;
  /** Issue of its open drift, null where there is none, or none yet. */
  readonly open: number | null;
}
