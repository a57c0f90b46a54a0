import type { CommitFacts } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { factsToTrailers } from '#core/commit/facts-to-trailers.ts';
import { shortId } from '#core/commit/marker.ts';
import { type Finding, toFault, toFindingWarning } from '#render/verify/finding.ts';
import type { Step } from './step.ts';

/** Someone else's commit under a block of ours. */
export interface Claimed {
  readonly type: 'claimed';
  readonly commit: string;
  /** What it changes below our folder. */
  readonly paths: CommitRecord['paths'];
  /** Null where the block is not whole. */
  readonly facts: CommitFacts | null;
}

/**
 * Whoever cherry-picks or rebases one of our commits takes its block along: that claims and changes nothing but what history
 * says anyway. Any other block under someone else's commit is forged. Neither counts.
 */
export function forgeriesOf(claimed: readonly Claimed[], steps: readonly Step[]): readonly Finding[] {
  if (claimed.length === 0) return [];
  const originals = new Map(steps.map((step) => [printed(step.facts), step]));
  return claimed.map(({ commit, paths, facts }) => {
    const original = facts === null ? undefined : originals.get(printed(facts));
    const path = paths[0]?.path ?? null;
    if (original === undefined || !isSameChange(paths, original)) {
      return toFault('forged', 'forged: it carries our trailers, but someone else committed it', { commit, path });
    }
    const message = `a copy of our commit ${shortId(original.commit)} by someone else, which does not count`;
    return toFindingWarning('copied', message, { commit, path });
  });
}

const printed = (facts: CommitFacts): string => JSON.stringify(factsToTrailers(facts));

const isSameChange = (paths: CommitRecord['paths'], original: Step): boolean =>
  paths.every(({ path, after }) => original.paths.some((one) => one.path === path && one.after === after));
