import {
  createComment,
  deleteComment,
  listComments,
  readComment,
  updateComment,
} from '#sandbox/github/model/comments.ts';
import type { Comment } from '#sandbox/github/model/entities.ts';
import { readIssue } from '#sandbox/github/model/issues.ts';
import { type Answer, type Context, numberParam, type Route, readsIssues, writesIssues } from './exchange.ts';
import { answerPage } from './page.ts';
import { parseCommentBody } from './parse.ts';
import { isSince, readChoice } from './query.ts';
import { toComment } from './to-issue.ts';

const ofIssue = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
const all = '/repos/{owner}/{repo}/issues/comments';
const one = `${all}/{comment_id}`;

export const commentRoutes: readonly Route[] = [
  { method: 'GET', path: all, needs: readsIssues, answer: answerAll },
  {
    method: 'GET',
    path: one,
    needs: readsIssues,
    answer: (context) => answerComment(context, 200, readComment(context.store, numberParam(context, 'comment_id'))),
  },
  {
    method: 'PATCH',
    path: one,
    needs: writesIssues,
    answer: (context, actor) => {
      const body = parseCommentBody(context.request.body);
      const comment = updateComment(context.store, actor, numberParam(context, 'comment_id'), body);
      return answerComment(context, 200, comment);
    },
  },
  {
    method: 'DELETE',
    path: one,
    needs: writesIssues,
    answer: (context, actor) => {
      deleteComment(context.store, actor, numberParam(context, 'comment_id'));
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: ofIssue,
    needs: readsIssues,
    answer: (context) => {
      const { number } = readIssue(context.store, numberParam(context, 'issue_number'));
      return answerList(context, listComments(context.store, number));
    },
  },
  {
    method: 'POST',
    path: ofIssue,
    needs: writesIssues,
    answer: (context, actor) => {
      const body = parseCommentBody(context.request.body);
      const comment = createComment(context.store, actor, numberParam(context, 'issue_number'), body);
      return answerComment(context, 201, comment);
    },
  },
];

function answerComment(context: Context, status: number, comment: Comment): Answer {
  const body = toComment(context.store, context.origins, comment);
  return status === 201 ? { status, headers: { location: body.url }, body } : { status, body };
}

function answerList(context: Context, comments: readonly Comment[]): Answer {
  const found = comments.filter((comment) => isSince(context.request.query, comment.updatedAt));
  return answerPage(context, found, (comment) => toComment(context.store, context.origins, comment));
}

/** The repository's comments; GitHub ignores `direction` without `sort`. */
function answerAll(context: Context): Answer {
  const { query } = context.request;
  const sort = readChoice(query, 'sort', ['created', 'updated']);
  const descending = query.has('sort') && readChoice(query, 'direction', ['desc', 'asc']) === 'desc';
  const keyOf = (comment: Comment): number => Date.parse(sort === 'created' ? comment.createdAt : comment.updatedAt);
  const ordered = [...listComments(context.store)].sort((a, b) => keyOf(a) - keyOf(b) || a.id - b.id);
  return answerList(context, descending ? ordered.reverse() : ordered);
}
