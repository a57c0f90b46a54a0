import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { UtcTime } from '#core/time.ts';
import type { Refusal } from '#core/write-back/write-back.ts';
import type { Clock, Written, ZendeskWriter } from '#ports.ts';
import type { Mask } from './read-live.ts';

export interface WriteBackTools {
  readonly writer: ZendeskWriter;
  readonly mask: Mask;
  readonly clock: Clock;
  /** Local time (milliseconds since 1970) after which nothing is written: another run may take it up. */
  readonly until: number;
}

export const tooLate = { type: 'unknown', reason: 'it took too long until it could be written' } as const;

/** What became of a target; each is known from a read of its own. */
export type WriteBackResult =
  /**
   * The account is in the target state. `id` is another one for an object that was created again; `written` false = it was so
   * before this run wrote anything, perhaps by an earlier run that was cut off.
   */
  | {
      readonly type: 'done';
      readonly written: boolean;
      readonly id: string;
      readonly after: Snapshot | null;
      /** Server time of the read that shows it. */
      readonly observed: UtcTime;
    }
  /** Nothing was written. */
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** The account turned the write away; `credential` = because of whose it is (401, 403), so for another it may do it. */
  | { readonly type: 'rejected'; readonly reason: string; readonly credential?: boolean }
  /** Written, and it became something else than what was written. */
  | {
      readonly type: 'differs-after';
      readonly id: string;
      readonly goal: Snapshot | null;
      readonly live: Snapshot | null;
    }
  /** Whether it is written is not known: a later run looks first, and so never writes twice. */
  | { readonly type: 'unknown'; readonly reason: string };

export const toRejected = ({ status, reason }: Extract<Written, { readonly type: 'refused' }>): WriteBackResult => ({
  type: 'rejected',
  reason: status === 0 ? reason : `${status} ${reason}`,
  credential: status === 401 || status === 403,
});
