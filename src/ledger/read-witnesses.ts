import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import type { UtcTime } from '#core/time.ts';
import type { Issues, ListedComment, WorkflowRun } from '#ports.ts';

/** What GitHub knows about a decision. */
export type Witness =
  | {
      readonly type: 'comment';
      readonly id: string;
      /** Null where it does not exist (any more). */
      readonly comment: ListedComment | null;
      /** When it was last edited, null = never; undefined = GitHub does not say. */
      readonly edited: UtcTime | null | undefined;
    }
  /** `run` null where it does not exist (any more), or the token may not read it. */
  | { readonly type: 'run'; readonly id: string; readonly run: WorkflowRun | null }
  /** It was made at a terminal: there is nothing to ask about. */
  | { readonly type: 'nothing' };

type Asked = Pick<Issues, 'readComments' | 'readEdits' | 'readWorkflowRun'>;
type Named = Pick<DecisionFacts, 'comment' | 'run'>;

/** Asks GitHub about some decisions, each comment and each workflow run once, in as few requests as possible. */
export async function readWitnesses(issues: Asked, decisions: readonly Named[]): Promise<(decision: Named) => Witness> {
  const ids = decisions.map(({ comment }) => comment).filter((id) => id !== '0');
  const comments = ids.length === 0 ? new Map<string, ListedComment>() : await issues.readComments([...new Set(ids)]);
  const nodeIds = [...comments.values()].map(({ nodeId }) => nodeId);
  const edits = nodeIds.length === 0 ? new Map<string, UtcTime | null>() : await issues.readEdits(nodeIds);
  const runs = new Map<string, WorkflowRun | null>();
  for (const decision of decisions) {
    const id = runOf(decision);
    if (id !== null && !runs.has(id)) runs.set(id, await issues.readWorkflowRun(id));
  }
  return (decision) => {
    const { comment: id } = decision;
    const run = runOf(decision);
    if (run !== null) return { type: 'run', id: run, run: runs.get(run) ?? null };
    if (id === '0') return { type: 'nothing' };
    const comment = comments.get(id) ?? null;
    return { type: 'comment', id, comment, edited: comment === null ? undefined : edits.get(comment.nodeId) };
  };
}

/** The workflow run that stands for a decision without a comment. */
function runOf({ comment, run }: Named): string | null {
  return comment === '0' ? (/^actions-(\d+)-\d+$/.exec(run ?? '')?.[1] ?? null) : null;
}
