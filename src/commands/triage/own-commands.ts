import type { Pending } from '#decisions/pending.ts';
import type { TriageRun } from '#decisions/triage-run.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';

/**
 * Whether a command is this run's. A job for reverts had the consent of its reviewers for one comment alone: another
 * `/revert` may still wait for theirs, or they said no. What a run began and was cut off from had that consent.
 */
export const isOwn =
  ({ commands, event }: TriageRun, { ledger: { state } }: LoadedLedger) =>
  ({ parsed, comment }: Pick<Pending, 'parsed' | 'comment'>): boolean => {
    if (commands !== 'revert') return true;
    // As workflows tell the two jobs apart, where upper and lower case are the same: a misspelt one is answered here.
    if (!parsed.word.toLowerCase().startsWith('revert')) return false;
    const started = state.reverts.some((revert) => revert.comment === comment.id && revert.until === null);
    return started || event === null || event.comment === comment.id;
  };
