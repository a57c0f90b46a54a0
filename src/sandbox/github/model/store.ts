import type { Clock } from './clock.ts';
import type { BranchRule, Comment, Grant, Issue, Label, Repository, User, WorkflowRun } from './entities.ts';
import type { Refusal } from './refusal.ts';

/** Text limits in characters. `overlongUpdate: 'ignored'` answers 200 and keeps the old body, as GitHub was seen to do. */
export type Limits = {
  readonly title: number;
  readonly body: number;
  readonly overlongUpdate: 'refused' | 'ignored';
};

/** The state behind one sandbox. The maps are replaced entry by entry, so what was handed out never changes. */
export type Store = {
  repository: Repository;
  limits: Limits;
  readonly clock: Clock;
  readonly users: Map<string, User>;
  readonly tokens: Map<string, Grant>;
  readonly labels: Map<string, Label>;
  readonly issues: Map<number, Issue>;
  readonly comments: Map<number, Comment>;
  readonly rules: Map<string, readonly BranchRule[]>;
  readonly runs: Map<number, WorkflowRun>;
  /** Issues whose every write through the API is refused. People at the site are not. */
  readonly refusing: Map<number, Refusal>;
  /** Issue → number of comments after which it takes no more; GitHub's own limit where it is left out. */
  readonly commentLimits: Map<number, number>;
  /** Counts up for ever, one row for each kind of thing. */
  readonly nextId: (sequence: Sequence) => number;
};

export type Sequence = 'issue' | 'number' | 'comment' | 'label' | 'reaction' | 'user';

/** First ids are unlike each other and unlike issue numbers, so that one taken for another is seen. */
const firstIds: Readonly<Record<Sequence, number>> = {
  issue: 3_100_000_001,
  number: 1,
  comment: 2_481_001,
  label: 7_000_001,
  reaction: 9_000_001,
  user: 583_231,
};

export function openSequences(firstNumber: number): Store['nextId'] {
  const next: Record<Sequence, number> = { ...firstIds, number: firstNumber };
  return (sequence) => {
    const id = next[sequence];
    next[sequence] = id + 1;
    return id;
  };
}

/** Logins and label names are unique without regard to case. */
export function toKey(name: string): string {
  return name.toLowerCase();
}
