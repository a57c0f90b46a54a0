import type { ChangeType } from '#core/change.ts';
import type { Names } from '#core/names/names.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { Kind } from '#kinds/kind.ts';

/** What is known about who made a change, and when. */
export interface RiskContext {
  /** Nobody of this id made a change before. */
  readonly firstSeenActor: boolean;
  /** This person never made a change from this address before. */
  readonly firstSeenIp: boolean;
  /** There are change windows, and the change lies in none of them. */
  readonly outsideEveryWindow: boolean;
}

export interface RiskInput {
  readonly kind: Kind;
  readonly type: ChangeType;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
  /** Several entries without net effect: nobody knows what it did in between. */
  readonly transient?: boolean;
  /** A setting changed that the snapshot does not hold: nobody here knows to what. */
  readonly otherFields?: boolean;
  readonly names: Names;
  readonly context: RiskContext;
}
