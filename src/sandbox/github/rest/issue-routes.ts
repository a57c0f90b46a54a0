import { checkMayEdit } from '#sandbox/github/model/actor.ts';
import { listComments } from '#sandbox/github/model/comments.ts';
import type { Issue } from '#sandbox/github/model/entities.ts';
import { createIssue, listIssues, readIssue, saveIssue, updateIssue } from '#sandbox/github/model/issues.ts';
import { type Store, toKey } from '#sandbox/github/model/store.ts';
import { type Answer, type Context, numberParam, type Route, readsIssues, writesIssues } from './exchange.ts';
import { answerPage } from './page.ts';
import { parseIssueDraft, parseIssuePatch, parseLockReason } from './parse.ts';
import { isSince, readChoice } from './query.ts';
import { toIssue } from './to-issue.ts';

const list = '/repos/{owner}/{repo}/issues';
const one = `${list}/{issue_number}`;

export const issueRoutes: readonly Route[] = [
  { method: 'GET', path: list, needs: readsIssues, answer: answerList },
  {
    method: 'POST',
    path: list,
    needs: writesIssues,
    answer: (context, actor) => {
      const issue = createIssue(context.store, actor, parseIssueDraft(context.request.body));
      const body = toIssue(context.store, context.origins, issue);
      return { status: 201, headers: { location: body.url }, body };
    },
  },
  {
    method: 'GET',
    path: one,
    needs: readsIssues,
    answer: (context) => answerIssue(context, readIssue(context.store, numberParam(context, 'issue_number'))),
  },
  {
    method: 'PATCH',
    path: one,
    needs: writesIssues,
    answer: (context, actor) => {
      const patch = parseIssuePatch(context.request.body);
      return answerIssue(context, updateIssue(context.store, actor, numberParam(context, 'issue_number'), patch));
    },
  },
  {
    method: 'PUT',
    path: `${one}/lock`,
    needs: writesIssues,
    answer: (context, actor) => {
      const issue = readIssue(context.store, numberParam(context, 'issue_number'));
      checkMayEdit(context.store, actor, '', 'triage');
      saveIssue(context.store, issue, { locked: true, lockReason: parseLockReason(context.request.body) });
      return { status: 204 };
    },
  },
  {
    method: 'DELETE',
    path: `${one}/lock`,
    needs: writesIssues,
    answer: (context, actor) => {
      const issue = readIssue(context.store, numberParam(context, 'issue_number'));
      checkMayEdit(context.store, actor, '', 'triage');
      saveIssue(context.store, issue, { locked: false, lockReason: null });
      return { status: 204 };
    },
  },
];

function answerIssue(context: Context, issue: Issue): Answer {
  return { status: 200, body: toIssue(context.store, context.origins, issue) };
}

function answerList(context: Context): Answer {
  const { query } = context.request;
  const state = readChoice(query, 'state', ['open', 'closed', 'all']);
  const sort = readChoice(query, 'sort', ['created', 'updated', 'comments']);
  const direction = readChoice(query, 'direction', ['desc', 'asc']);
  const labels = (query.get('labels') ?? '').split(',').filter((label) => label.trim() !== '');
  const found = listIssues(context.store).filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((label) => issue.labels.some((has) => toKey(has) === toKey(label.trim()))) &&
      matchesPerson(query.get('creator'), [issue.login]) &&
      matchesPerson(query.get('assignee'), issue.assignees) &&
      isSince(query, issue.updatedAt),
  );
  const sign = direction === 'asc' ? 1 : -1;
  const ordered = found.sort((a, b) => sign * (compareBy(context.store, sort, a, b) || a.number - b.number));
  return answerPage(context, ordered, (issue) => toIssue(context.store, context.origins, issue));
}

/** `none` and `*` are GitHub's words for nobody and anybody. */
function matchesPerson(wanted: string | null, logins: readonly string[]): boolean {
  if (wanted === null) return true;
  if (wanted === 'none') return logins.length === 0;
  return wanted === '*' ? logins.length > 0 : logins.some((login) => toKey(login) === toKey(wanted));
}

function compareBy(store: Store, sort: 'created' | 'updated' | 'comments', a: Issue, b: Issue): number {
  if (sort === 'comments') return listComments(store, a.number).length - listComments(store, b.number).length;
  const [left, right] = sort === 'created' ? [a.createdAt, b.createdAt] : [a.updatedAt, b.updatedAt];
  return Date.parse(left) - Date.parse(right);
}
