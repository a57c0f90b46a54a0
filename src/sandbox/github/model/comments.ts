import { type Actor, actorPermits, checkMayEdit } from './actor.ts';
import type { Comment } from './entities.ts';
import { readIssue, saveIssue } from './issues.ts';
import { Refusal, refuseUnknown } from './refusal.ts';
import type { Store } from './store.ts';
import { checkCommentText } from './text-rules.ts';

export function createComment(store: Store, actor: Actor, number: number, body: string): Comment {
  const issue = readIssue(store, number);
  // An installation is no collaborator, whatever it was granted.
  if (issue.locked && (actor.grant?.kind === 'actions' || !actorPermits(store, actor, 'write'))) {
    throw new Refusal(403, 'Unable to create comment because issue is locked.');
  }
  checkCommentText(store.limits, body);
  const now = store.clock.iso();
  const comment: Comment = {
    id: store.nextId('comment'),
    issue: number,
    login: actor.user.login,
    body,
    createdAt: now,
    updatedAt: now,
    reactions: [],
  };
  store.comments.set(comment.id, comment);
  saveIssue(store, issue, {});
  return comment;
}

export function readComment(store: Store, id: number): Comment {
  const comment = store.comments.get(id);
  if (comment === undefined || store.issues.get(comment.issue)?.fate.type !== 'present') throw refuseUnknown();
  return comment;
}

export function updateComment(store: Store, actor: Actor, id: number, body: string): Comment {
  const comment = readComment(store, id);
  checkMayEdit(store, actor, comment.login, 'write');
  checkCommentText(store.limits, body);
  return saveComment(store, { ...comment, body, updatedAt: store.clock.iso() });
}

export function deleteComment(store: Store, actor: Actor, id: number): void {
  const comment = readComment(store, id);
  checkMayEdit(store, actor, comment.login, 'write');
  store.comments.delete(id);
  saveIssue(store, readIssue(store, comment.issue), {});
}

export function saveComment(store: Store, comment: Comment): Comment {
  store.comments.set(comment.id, comment);
  return comment;
}

/** Oldest first; ids ascend with time. */
export function listComments(store: Store, number?: number): readonly Comment[] {
  return [...store.comments.values()].filter((comment) => {
    const present = store.issues.get(comment.issue)?.fate.type === 'present';
    return present && (number === undefined || comment.issue === number);
  });
}
