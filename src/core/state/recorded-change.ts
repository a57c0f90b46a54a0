import type { ObjectKey } from '#core/object-key.ts';
import type { UtcTime } from '#core/time.ts';
import type { EpisodeChange } from './episode.ts';
import type { ChangeRequest } from './request-fold.ts';

/** What reviewers decided about a change. */
export interface ReviewDecision {
  readonly decision: 'approved' | 'rejected' | 'reverted';
  /** GitHub login. */
  readonly by: string;
  /** One comment may decide about many changes. */
  readonly comment: string;
  readonly at: UtcTime;
}

/** A change as history knows it now, with what is needed to judge it again. */
export interface RecordedChange {
  readonly commit: string;
  readonly object: ObjectKey;
  /** Of the newest entry, else when it was seen. */
  readonly time: UtcTime;
  /** With the entries that the log showed late, and the verdict over all of them. */
  readonly change: EpisodeChange;
  /** Change requests as they were before it. */
  readonly requests: ReadonlyMap<string, ChangeRequest>;
  /** The last decision of a reviewer about it; null = none. */
  readonly review: ReviewDecision | null;
  /** One of its people is the user of the write credentials. */
  readonly ownWrite: boolean;
}
