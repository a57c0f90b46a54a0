import { entry } from './entry.ts';

/** What is recorded, and where. */
export const recordErrors = {
  'state-ref-foreign': entry<'ref' | 'what' | 'id' | 'account'>(
    2,
    (v) => `The state ref ${v.ref} holds ${v.what} (${v.id}), not the state of ${v.account}. Nothing was written.`,
    (v) =>
      `Set another "state-ref" in the configuration. Or, if nobody needs that commit, delete ${v.ref} at the remote: the next run rebuilds the state.`,
  ),
  'state-ref-unusable': entry<'ref' | 'remote' | 'id'>(
    2,
    (v) => `The state ref ${v.ref} at ${v.remote} points to ${v.id}, which is not a commit.`,
    (v) =>
      `Find out who pushed it, then delete it (git push ${v.remote} :${v.ref}). The next run rebuilds it from history.`,
  ),
  'history-elsewhere': entry<'account' | 'other' | 'branch'>(
    2,
    (v) => `The history of ${v.account} is on branch ${v.other}, not on ${v.branch}.`,
    (v) =>
      `Use branch ${v.other}, or move the history: zendrift move --to ${v.branch}. To start over instead, run "zendrift track --new-baseline".`,
  ),
  'move-diverged': entry<'from' | 'to' | 'tip'>(
    2,
    (v) => `Can't move the history from ${v.from} to ${v.to}: ${v.to} has other commits (${v.tip}).`,
    (v) => `Nothing was written. Choose a new branch, or one that is part of ${v.from} or already contains it.`,
  ),
  'move-ambiguous': entry<'account' | 'branches'>(
    2,
    (v) => `Several branches claim to hold the history of ${v.account}: ${v.branches}.`,
    () => 'Delete the copies, then run move again.',
  ),
  'baseline-missing': entry<'branch' | 'account'>(
    2,
    (v) => `Branch ${v.branch} has files or a state of ${v.account}, but no valid baseline commit.`,
    () =>
      'If the committer was renamed, list the old one under "former-committers". If the history is lost, restore the branch from a clone. To start over instead, run "zendrift track --new-baseline".',
  ),
  'nothing-recorded': entry<'account'>(
    2,
    (v) => `This branch has no record of the account ${v.account}.`,
    () => 'Run track first: it records the whole account.',
  ),
  'backfill-differs': entry<'account' | 'baseline' | 'found' | 'wanted'>(
    3,
    (v) =>
      `The backfilled history of ${v.account} ends with another tree (${v.found}) than its baseline ${v.baseline} (${v.wanted}). Nothing was joined to the record.`,
    () => 'This is probably a bug in zendrift. Please report it with the line above.',
  ),
  'backfill-twice': entry<'account' | 'ref'>(
    1,
    (v) => `Another backfill of ${v.account} is running: ${v.ref} has moved.`,
    () => 'Wait for it to end, then run backfill again if it is not done.',
  ),
  'backfill-from': entry<'from' | 'until'>(
    2,
    (v) => `There is nothing to backfill from ${v.from}: the record begins with the baseline of ${v.until}.`,
    () => 'Name an earlier time, or leave --from out.',
  ),
  'history-damaged': entry<'problems'>(
    3,
    (v) => `The history is damaged: ${v.problems}`,
    () => 'See "verify fails" in docs/operating.md.',
  ),
} as const;
