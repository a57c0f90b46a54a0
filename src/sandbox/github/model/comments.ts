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
  checkRoom(store, number);
  checkCommentText(store.limits, body);
  const now = store.clock.iso();
  const comment: Comment = {
    id: store.nextId('comment'),
    issue: number,
    login: actor.user.login,
    body,
    createdAt: now,
    updatedAt: now,
    editedAt: null,
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
  const now = store.clock.iso();
  return saveComment(store, {
    ...comment,
    body,
    updatedAt: now,
    editedAt: body === comment.body ? comment.editedAt : now,
  });
}

/** GitHub's own limit. */
const mostComments = 2500;

function checkRoom(store: Store, number: number): void {
  const limit = store.commentLimits.get(number) ?? mostComments;
  if (listComments(store, number).length < limit) return;
  throw new Refusal(403, `Commenting is disabled on issues with more than ${mostComments} comments`);
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
