import { type Actor, checkMayEdit } from './actor.ts';
import { createComment, deleteComment, readComment, saveComment, updateComment } from './comments.ts';
import type { Comment, Issue, ReactionContent, StateReason } from './entities.ts';
import { createIssue, type IssueDraft, readIssue, saveIssue, updateIssue } from './issues.ts';
import { addReaction } from './reactions.ts';
import type { Store } from './store.ts';
import { findUser } from './users.ts';

/** What someone does at the web site, under that person's own rights. Everything throws `Refusal` where GitHub refuses. */
export type Person = {
  readonly openIssue: (draft: IssueDraft) => Issue;
  readonly openPullRequest: (draft: IssueDraft) => Issue;
  readonly comment: (issue: number, body: string) => Comment;
  readonly editComment: (comment: number, body: string) => Comment;
  readonly deleteComment: (comment: number) => void;
  readonly react: (comment: number, content: ReactionContent) => void;
  readonly closeIssue: (issue: number, reason?: StateReason) => Issue;
  readonly reopen: (issue: number) => Issue;
  readonly editTitle: (issue: number, title: string) => Issue;
  readonly editBody: (issue: number, body: string) => Issue;
  readonly addLabel: (issue: number, label: string) => Issue;
  readonly removeLabel: (issue: number, label: string) => Issue;
  readonly lock: (issue: number) => Issue;
  readonly unlock: (issue: number) => Issue;
  readonly deleteIssue: (issue: number) => void;
  /** Moves the issue to another repository, e.g. `acme/other`. */
  readonly transfer: (issue: number, repository: string) => void;
};

/** @throws Error when nobody has that login. */
export function toPerson(store: Store, login: string): Person {
  const act = (): Actor => {
    const user = findUser(store, login);
    if (user === undefined) throw new Error(`Nobody is called ${login} here`);
    return { user, grant: undefined };
  };
  const update = (number: number, patch: Parameters<typeof updateIssue>[3]): Issue =>
    updateIssue(store, act(), number, patch);
  const administer = (number: number): Issue => {
    const issue = readIssue(store, number);
    checkMayEdit(store, act(), '', 'admin');
    return issue;
  };
  const setLock = (number: number, locked: boolean): Issue => {
    checkMayEdit(store, act(), '', 'triage');
    return saveIssue(store, readIssue(store, number), { locked });
  };
  act();
  return {
    openIssue: (draft) => createIssue(store, act(), draft),
    openPullRequest: (draft) => createIssue(store, act(), { ...draft, pullRequest: true }),
    comment: (number, body) => createComment(store, act(), number, body),
    editComment: (id, body) => updateComment(store, act(), id, body),
    deleteComment: (id) => deleteComment(store, act(), id),
    react: (id, content) => {
      const comment = readComment(store, id);
      saveComment(store, { ...comment, reactions: addReaction(store, act(), comment.reactions, content).reactions });
    },
    closeIssue: (number, reason = 'completed') => update(number, { state: 'closed', stateReason: reason }),
    reopen: (number) => update(number, { state: 'open' }),
    editTitle: (number, title) => update(number, { title }),
    editBody: (number, body) => update(number, { body }),
    addLabel: (number, label) => update(number, { labels: [...readIssue(store, number).labels, label] }),
    removeLabel: (number, label) =>
      update(number, { labels: readIssue(store, number).labels.filter((name) => name !== label) }),
    lock: (number) => setLock(number, true),
    unlock: (number) => setLock(number, false),
    deleteIssue: (number) => void saveIssue(store, administer(number), { fate: { type: 'deleted' } }),
    transfer: (number, repository) =>
      void saveIssue(store, administer(number), { fate: { type: 'transferred', repository, number: 1 } }),
  };
}
