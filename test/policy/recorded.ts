import type { EpisodeChange } from '#core/state/episode.ts';
import type { RecordedChange, ReviewDecision } from '#core/state/recorded-change.ts';
import { blob, entry } from './build.ts';

let commits = 0;

/** Jane's edit of a trigger, which no rule approved. */
export function recorded(over: Partial<RecordedChange> = {}, change: Partial<EpisodeChange> = {}): RecordedChange {
  commits += 1;
  const entries = change.entries ?? [entry()];
  const commit = `c${commits}`.padEnd(40, '0');
  return {
    commit,
    object: 'trigger/41',
    time: entries.at(-1)?.time ?? '2026-11-22T22:41:13Z',
    change: {
      commit,
      type: 'updated',
      before: 'before',
      after: 'after',
      entries,
      attribution: entries.length === 0 ? 'none' : 'exact',
      observed: '2026-11-22T22:45:00Z',
      transient: false,
      verdict: { decision: 'unapproved', reason: 'no-rule-matches', policy: blob, failed: [] },
      risk: 'low',
      riskCodes: [],
      moved: [],
      ...change,
    },
    requests: new Map(),
    review: null,
    ownWrite: false,
    ...over,
  };
}

export const review = (decision: ReviewDecision['decision'], comment: string, by = 'admin-ann'): ReviewDecision => ({
  ...{ decision, by, comment },
  at: '2026-11-23T08:00:00Z',
});
