import type { BackfillFacts } from '#core/commit/commit-facts.ts';
import { renderCommitMessage } from '#core/commit/commit-message.ts';
import type { Person } from '#core/entry/author.ts';
import type { UtcTime } from '#core/time.ts';
import type { Words } from '#core/words.ts';
import type { FileChange, PlannedCommit } from '#ports.ts';

export interface ToolContext {
  readonly committer: Person;
  readonly now: UtcTime;
  readonly facts: Omit<BackfillFacts, 'type' | 'step' | 'commits' | 'watermark'>;
}

/** The commits of a backfill that nobody in Zendesk made: by the tool itself. `time` = its place among the others. */
function planByTool(
  { committer, now, facts }: ToolContext,
  own: Pick<BackfillFacts, 'step' | 'commits' | 'watermark'>,
  time: UtcTime,
  subject: string,
  notes: readonly Words[],
): Omit<PlannedCommit, 'files'> {
  const text = { subject: { type: 'plain', text: subject } as const, notes };
  return {
    author: { ...committer, time },
    committer: { ...committer, time: now },
    message: renderCommitMessage({ ...text, facts: { type: 'backfill', ...facts, ...own } }),
  };
}

/** The states at the time from which on the past is wanted. */
export const planStartCommit = (context: ToolContext, files: readonly FileChange[]): PlannedCommit => ({
  ...planByTool(
    context,
    { step: 'start', commits: 0 },
    context.facts.from ?? context.now,
    `Record the states of ${context.facts.from ?? ''}`,
    [['The newest revisions before that time. Who made them is not part of this history.']],
  ),
  files,
});

/** What no revision shows: everything of other kinds, and where the baseline differs from the last revision. */
export const planEndCommit = (context: ToolContext, commits: number, files: readonly FileChange[]): PlannedCommit => ({
  ...planByTool(context, { step: 'end', commits }, context.facts.until, 'Record what no revision shows', [
    [
      `${files.length} ${files.length === 1 ? 'file' : 'files'} as the baseline of ${context.facts.until} found them. Who brought them there is not known.`,
    ],
  ]),
  files,
});

/** The merge: the tree of its first parent, and the past behind its second one. */
export const planJoin = (
  context: ToolContext,
  { commits, tip, watermark }: { readonly commits: number; readonly tip: string; readonly watermark: UtcTime | null },
): PlannedCommit => ({
  ...planByTool(
    context,
    { step: 'joined', commits, ...(watermark === null ? {} : { watermark }) },
    context.now,
    'Join the history from before the baseline',
    [
      [
        `${commits} ${commits === 1 ? 'commit' : 'commits'} from before the baseline of ${context.facts.until}, for people to read. No file changes, and nothing is decided by it.`,
      ],
    ],
  ),
  files: [],
  joins: tip,
});
