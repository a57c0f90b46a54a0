import { isOfThePast } from '#core/commit/backfill-facts.ts';
import { isOrder } from '#core/object-key.ts';
import type { RecordedEvent, TextOf } from '#core/state/fold.ts';
import { applyPaths, type OwnCommit, toEvents } from '#core/state/history.ts';
import type { Repository } from '#ports.ts';
import { type Ownership, readOwnCommits } from './own-commits.ts';

export interface ReadEvents {
  readonly own: OwnCommit;
  readonly events: readonly RecordedEvent[];
  /** Texts of orders, which alone decide whether an order is in its approved state again. */
  readonly textOf: TextOf;
}

interface Reading {
  readonly repository: Repository;
  readonly ownership: Ownership;
  readonly head: string;
  /** Path → blob, kept up to date; a batch ahead of what was yielded. */
  readonly recorded: Map<string, string>;
  /** Blobs of orders from earlier commits that the next ones are compared with. */
  readonly openOrders: () => readonly string[];
  /** Backfilled commits too, which mean nothing for what is recorded. */
  readonly withPast?: (stray: string) => void;
}

/** Commits whose texts are read at once: few processes, little memory. */
const batchSize = 2000;

/** The commits that count with what they mean, oldest first, in one pass. */
export async function* readEvents(reading: Reading): AsyncGenerator<ReadEvents> {
  const { repository, ownership, head, recorded, withPast } = reading;
  let batch: Omit<ReadEvents, 'textOf'>[] = [];
  for await (const own of readOwnCommits(repository, ownership, head, withPast === undefined ? {} : { withPast })) {
    const isPast = isOfThePast(own.facts);
    batch.push({ own, events: isPast ? [] : toEvents(own, recorded) });
    if (!isPast) applyPaths(recorded, own.record);
    if (batch.length < batchSize) continue;
    yield* withTexts(reading, batch);
    batch = [];
  }
  yield* withTexts(reading, batch);
}

async function* withTexts(
  { repository, openOrders }: Reading,
  batch: readonly Omit<ReadEvents, 'textOf'>[],
): AsyncGenerator<ReadEvents> {
  const blobs = batch.flatMap(({ events }) => events.flatMap(orderBlobs));
  const isAsked = batch.some(({ events }) => events.some((event) => 'object' in event && isOrder(event.object)));
  const texts = !isAsked ? new Map() : await repository.readBlobs([...new Set([...blobs, ...openOrders()])]);
  const textOf: TextOf = (blob) => texts.get(blob) ?? null;
  for (const read of batch) yield { ...read, textOf };
}

const orderBlobs = (event: RecordedEvent): readonly string[] =>
  event.type === 'change' && isOrder(event.object)
    ? [event.change.before, event.change.after].flatMap((blob) => blob ?? [])
    : [];
