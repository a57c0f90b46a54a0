import { ZendriftError } from '#errors.ts';
import { clip } from '#text.ts';
import type { CommitFacts } from './commit-facts.ts';
import { factsToTrailers } from './facts-to-trailers.ts';
import { parseTrailers, printTrailers, type Trailer } from './trailer-block.ts';
import { trailersToFacts } from './trailers-to-facts.ts';

/**
 * The trailer block of a commit, ending in LF. Throws `unexpected` for facts that could not be read back (an id that is
 * no id): such a commit would be a hole in history.
 */
export function printFacts(facts: CommitFacts): string {
  const block = printTrailers(factsToTrailers(facts));
  const read = parseTrailers(`.\n\n${block}`);
  if (read === null || parseFacts(read) === null) {
    const reason = `these facts cannot be written into a commit: ${clip(block.replaceAll('\n', ' · '), 1000)}`;
    throw new ZendriftError('unexpected', { reason });
  }
  return block;
}

/**
 * The facts of a commit, or null: every value has its shape, and the block is exactly the one that `printFacts` writes
 * for them. So nothing missing, doubled, foreign or out of order is ever believed.
 */
export function parseFacts(trailers: readonly Trailer[]): CommitFacts | null {
  const facts = trailersToFacts(trailers);
  if (facts === null) return null;
  const expected = factsToTrailers(facts);
  return expected.length === trailers.length &&
    expected.every(({ key, value }, index) => key === trailers[index]?.key && value === trailers[index]?.value)
    ? facts
    : null;
}
