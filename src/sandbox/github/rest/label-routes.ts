import { type Actor, checkMayEdit } from '#sandbox/github/model/actor.ts';
import { readIssue, saveIssue } from '#sandbox/github/model/issues.ts';
import { createLabel, findLabel, listIssueLabels, resolveLabels } from '#sandbox/github/model/labels.ts';
import { Refusal, refuseUnknown } from '#sandbox/github/model/refusal.ts';
import { toKey } from '#sandbox/github/model/store.ts';
import { type Answer, type Context, numberParam, param, type Route, readsIssues, writesIssues } from './exchange.ts';
import { answerPage } from './page.ts';
import { parseLabelDraft, parseLabelNames } from './parse.ts';
import { toLabel } from './to-issue.ts';

const ofRepository = '/repos/{owner}/{repo}/labels';
const ofIssue = '/repos/{owner}/{repo}/issues/{issue_number}/labels';

export const labelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: ofRepository,
    needs: readsIssues,
    answer: (context) =>
      answerPage(context, [...context.store.labels.values()], (label) =>
        toLabel(context.store, context.origins, label),
      ),
  },
  {
    method: 'POST',
    path: ofRepository,
    needs: writesIssues,
    answer: (context) => {
      const label = createLabel(context.store, parseLabelDraft(context.request.body));
      const body = toLabel(context.store, context.origins, label);
      return { status: 201, headers: { location: body.url }, body };
    },
  },
  {
    method: 'GET',
    path: `${ofRepository}/{name}`,
    needs: readsIssues,
    answer: (context) => {
      const label = findLabel(context.store, param(context, 'name'));
      if (label === undefined) throw refuseUnknown();
      return { status: 200, body: toLabel(context.store, context.origins, label) };
    },
  },
  {
    method: 'GET',
    path: ofIssue,
    needs: readsIssues,
    answer: (context) => {
      const issue = readIssue(context.store, numberParam(context, 'issue_number'));
      const labels = listIssueLabels(context.store, issue);
      return answerPage(context, labels, (label) => toLabel(context.store, context.origins, label));
    },
  },
  {
    method: 'POST',
    path: ofIssue,
    needs: writesIssues,
    answer: (context, actor) =>
      changeLabels(context, actor, (labels) => [...labels, ...parseLabelNames(context.request.body)]),
  },
  {
    method: 'PUT',
    path: ofIssue,
    needs: writesIssues,
    answer: (context, actor) => changeLabels(context, actor, () => parseLabelNames(context.request.body)),
  },
  {
    method: 'DELETE',
    path: ofIssue,
    needs: writesIssues,
    answer: (context, actor) => {
      changeLabels(context, actor, () => []);
      return { status: 204 };
    },
  },
  {
    method: 'DELETE',
    path: `${ofIssue}/{name}`,
    needs: writesIssues,
    answer: (context, actor) => {
      const name = toKey(param(context, 'name'));
      return changeLabels(context, actor, (labels) => {
        const rest = labels.filter((label) => toKey(label) !== name);
        if (rest.length === labels.length) throw new Refusal(404, 'Label does not exist');
        return rest;
      });
    },
  },
];

function changeLabels(
  context: Context,
  actor: Actor,
  change: (labels: readonly string[]) => readonly string[],
): Answer {
  const { store } = context;
  const issue = readIssue(store, numberParam(context, 'issue_number'));
  checkMayEdit(store, actor, '', 'triage');
  const saved = saveIssue(store, issue, { labels: resolveLabels(store, change(issue.labels)) });
  return { status: 200, body: listIssueLabels(store, saved).map((label) => toLabel(store, context.origins, label)) };
}
