import type { DecisionFacts, DecisionKind } from '#core/commit/commit-facts.ts';
import { renderCommitMessage } from '#core/commit/commit-message.ts';
import type { Subject } from '#core/commit/commit-subject.ts';
import type { Person } from '#core/entry/author.ts';
import { idOf, isOrder, kindOf } from '#core/object-key.ts';
import { toUtcTime } from '#core/time.ts';
import type { Words } from '#core/words.ts';
import { findKind } from '#kinds/registry.ts';
import { configBlob, type PublishRun, type PushItem } from './publish.ts';

/** Who started a workflow run, and the run as `Decision-Run` names it. */
export interface Starter {
  readonly login: string;
  readonly id: string;
  readonly run: string;
}

export interface DecisionText {
  /** Whom the commit is by. */
  readonly author: Person;
  /** Title of the object. Hostile; unused for an order. */
  readonly title: string;
  /** Our own words below the subject, a paragraph each. */
  readonly notes?: readonly Words[];
  /** Instead of one about the object. */
  readonly subject?: Subject;
}

const verbs: Readonly<Record<DecisionKind, string>> = {
  approving: 'Begin to approve',
  approved: 'Approve',
  rejected: 'Reject',
  reverting: 'Begin to revert',
  reverted: 'Revert',
};

/** A decision before it is known which configuration allows it. */
export type DecisionDraft = Omit<DecisionFacts, 'config'>;

/** The commit of a decision: no file changes, the reviewer is its author. */
export function planDecision(run: PublishRun, draft: DecisionDraft, text: DecisionText): PushItem {
  const decision: DecisionFacts = { ...draft, config: configBlob(run) };
  const time = toUtcTime(run.clock.now());
  const message = (watermark: string | null) =>
    renderCommitMessage({
      subject: text.subject ?? toSubject(decision, text.title),
      ...(text.notes === undefined ? {} : { notes: text.notes }),
      ...(decision.reason === undefined ? {} : { comment: decision.reason }),
      facts: watermark === null ? decision : { ...decision, watermark },
    });
  return {
    files: [],
    toCommit: (watermark) => ({
      author: { ...text.author, time },
      committer: { ...run.config.committer, time },
      message: message(watermark),
      files: [],
    }),
    toEvents: (commit) => [{ type: 'decision', commit, decision, at: time }],
  };
}

function toSubject({ object, decision }: DecisionFacts, title: string): Subject {
  const kind = kindOf(object);
  const verb = verbs[decision];
  return isOrder(object)
    ? { type: 'plain', text: `${verb} the order of ${findKind(kind)?.plural ?? kind}` }
    : { type: 'object', verb, kind, id: idOf(object), title };
}

/** The address that GitHub shows someone's commits under without knowing their e-mail. */
export const noreplyOf = (login: string, id: string): Person => ({
  name: login,
  email: id === '0' ? `${login}@users.noreply.github.com` : `${id}+${login}@users.noreply.github.com`,
});
