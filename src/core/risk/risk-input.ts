import type { ChangeType } from '#core/change.ts';
import type { Names } from '#core/names/names.ts';
import type { Use } from '#core/references/uses.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { Kind } from '#kinds/kind.ts';

/** What is known about who made a change, and when. */
export interface RiskContext {
  /** Nobody of this id made a change before. */
  readonly firstSeenActor: boolean;
  /** This person never made a change from this address before. */
  readonly firstSeenIp: boolean;
  /** Made outside the working hours, and not approved for that time. */
  readonly offHours: boolean;
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
  /** It may have done what cannot be seen here: a late entry, or settings that nothing could be compared with. */
  readonly unseen?: boolean;
  /** Of a new order: whether everything that runs still runs in the order that it had. */
  readonly sameRunOrder?: boolean;
  /** Objects that name it. */
  readonly uses?: readonly Use[];
  readonly names: Names;
  readonly context: RiskContext;
}
