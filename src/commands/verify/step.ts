import type { CommitFacts } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import type { RecordedEvent } from '#core/state/fold.ts';

/** A commit that counts, in its place. */
export interface Step {
  readonly commit: string;
  /** Where it stands among all commits. */
  readonly place: number;
  readonly facts: CommitFacts;
  readonly paths: CommitRecord['paths'];
  /** `time` in seconds since 1970. */
  readonly author: { readonly name: string; readonly email: string; readonly time: number };
  /** What it means for the state. */
  readonly events: readonly RecordedEvent[];
  /** What a change commit means for the state. */
  readonly change: EpisodeChange | null;
}
