import type { DecisionKind } from '#core/commit/commit-facts.ts';
import { changeHandle, shortId } from '#core/commit/marker.ts';
import type { Person } from '#core/entry/author.ts';
import { type Episode, earliestUntil } from '#core/state/episode.ts';
import type { Words } from '#core/words.ts';
import { type DecisionDraft, planDecision } from '#ledger/plan-decision.ts';
import type { Ledger, PublishRun, PushItem } from '#ledger/publish.ts';
import { titleOf } from '#ledger/snapshot-text.ts';
import type { ListedComment } from '#ports.ts';
import type { Decided, Granted } from './judge-command.ts';

/** Whose decision it is, and where it stands. */
export interface DecisionSource {
  readonly comment: ListedComment;
  readonly issue: number;
  readonly reason: string;
  /** Web address of the data repository. */
  readonly webUrl: string;
  /** Of an approval. */
  readonly granted?: Granted;
}

/** What every decision commit of one comment says. */
export const toDeciderFacts = ({ comment, issue, reason }: DecisionSource, { change, fourEyes }: Decided) => ({
  by: comment.author,
  byId: comment.authorId,
  issue: String(issue),
  comment: comment.id,
  change: changeHandle(change),
  fourEyes,
  ...(reason === '' ? {} : { reason }),
});

/** One commit for each decided episode, on the recorded state that it was judged by. */
export async function toDecisionItems(
  run: PublishRun,
  { files }: Ledger,
  decision: Extract<DecisionKind, 'approving' | 'approved' | 'rejected'>,
  asked: DecisionSource,
  decided: readonly Decided[],
): Promise<readonly PushItem[]> {
  await files.loadBlobs(decided.flatMap(({ episode, change }) => change.after ?? episode.approvedState ?? []));
  const { granted } = asked;
  return decided.map((one) => {
    const { episode, change } = one;
    const ends = [...(granted?.until ? [{ until: granted.until }] : []), ...(episode.approvals ?? [])];
    const until = decision === 'approved' ? earliestUntil(ends) : (granted?.until ?? undefined);
    const facts: DecisionDraft = {
      type: 'decision',
      account: run.config.account,
      object: episode.object,
      decision,
      ...toDeciderFacts(asked, one),
      before: episode.approvedState,
      after: change.after,
      ...(until === undefined ? {} : { until }),
    };
    const shown = change.after ?? episode.approvedState;
    const text = shown === null ? null : files.textOfBlob(shown);
    const title = text === null ? '' : (titleOf(text) ?? '');
    return planDecision(run, facts, { author: toReviewer(asked), title, notes: notesOf(granted, episode) });
  });
}

/** Which of several approvals it is, and whose the others are. */
function notesOf(granted: Granted | undefined, { approvals = [] }: Episode): readonly Words[] {
  if (granted === undefined || granted.needed === 1) return [];
  const others = approvals.map(({ by, commit }) => `${by} (commit ${shortId(commit)})`).join(', ');
  const before = others === '' ? '' : ` Approved before by ${others}.`;
  return [[`Approval ${granted.nth} of ${granted.needed}.${before}`]];
}

/** The address under which GitHub shows the commits of someone whose e-mail it does not say. */
export function toReviewer({ comment: { author, authorId }, webUrl }: DecisionSource): Person {
  return { name: author, email: `${authorId}+${author}@users.noreply.${noreplyHost(webUrl)}` };
}

/** A GitHub Enterprise Server has addresses of its own; one on this machine stands for github.com. */
function noreplyHost(webUrl: string): string {
  const { hostname } = new URL(webUrl);
  return /^(?:localhost|127\..*|\[?::1\]?)$/.test(hostname) ? 'github.com' : hostname;
}
