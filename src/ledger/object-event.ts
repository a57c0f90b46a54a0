import type { BackfilledFacts, ChangeFacts, DecisionFacts } from '#core/commit/commit-facts.ts';
import type { EpisodeChange } from '#core/state/episode.ts';

/** Two states of an object and the words of their time, as blob ids. */
export interface States {
  readonly before: string | null;
  readonly after: string | null;
  readonly names: string | null;
}

interface AnyEvent {
  readonly commit: string;
  /** Blob of the account's words when it was recorded, null before there were any. */
  readonly names: string | null;
}

/** One thing that history says of an object. Times are UTC. */
export type ObjectEvent =
  | (AnyEvent & {
      readonly type: 'change';
      readonly facts: ChangeFacts;
      readonly change: Pick<EpisodeChange, 'before' | 'after' | 'entries' | 'transient'>;
    })
  /** It was moved in the order of its kind: part of a commit about that order. */
  | (AnyEvent & {
      readonly type: 'moved';
      readonly facts: ChangeFacts;
      readonly change: Pick<EpisodeChange, 'before' | 'after'>;
    })
  /** From before the baseline: nothing was judged, and nothing recorded is made of it. */
  | (AnyEvent & {
      readonly type: 'backfilled';
      readonly facts: BackfilledFacts;
      readonly change: Pick<EpisodeChange, 'before' | 'after'>;
    })
  | (AnyEvent & { readonly type: 'decision'; readonly facts: DecisionFacts; readonly time: string })
  /** Its state was recorded as it stood: a baseline, or someone's edit of the file put back. */
  | (AnyEvent & {
      readonly type: 'baseline' | 'repair';
      readonly time: string;
      readonly before: string | null;
      readonly after: string | null;
    });

export type ChangeEvent = Extract<ObjectEvent, { readonly type: 'change' }>;

/** Blobs that describing an event, or the difference of two states, reads. */
export function blobsOf(event: ObjectEvent | States): readonly string[] {
  const states = 'type' in event ? statesOf(event) : event;
  return [states?.before, states?.after, event.names].flatMap((blob) => blob ?? []);
}

function statesOf(event: ObjectEvent): Pick<States, 'before' | 'after'> | null {
  if (event.type === 'change' || event.type === 'backfilled') return event.change;
  return event.type === 'baseline' || event.type === 'repair' ? event : null;
}
