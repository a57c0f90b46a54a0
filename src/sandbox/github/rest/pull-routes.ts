import { readDiff } from '#sandbox/github/git/read-diff.ts';
import { askGit } from '#sandbox/github/git/read-git.ts';
import type { Actor } from '#sandbox/github/model/actor.ts';
import type { Issue } from '#sandbox/github/model/entities.ts';
import { createIssue, listIssues, readIssue } from '#sandbox/github/model/issues.ts';
import { refuseInvalid, refuseUnknown } from '#sandbox/github/model/refusal.ts';
import { type Answer, type Context, numberParam, type Route, readsPulls, writesPulls } from './exchange.ts';
import { findCommit } from './git-routes.ts';
import { answerPage } from './page.ts';
import { parsePullDraft } from './parse.ts';
import { readChoice } from './query.ts';
import { toFile } from './to-commit.ts';
import { type Proposal, toPullRequest } from './to-pull-request.ts';

const list = '/repos/{owner}/{repo}/pulls';
const one = `${list}/{pull_number}`;

/** Answered from the attached repository, as its head stands at that moment. */
export const pullRoutes: readonly Route[] = [
  { method: 'GET', path: list, needs: readsPulls, answer: answerPulls },
  { method: 'POST', path: list, needs: writesPulls, answer: answerNewPull },
  { method: 'GET', path: one, needs: readsPulls, answer: answerPull },
  { method: 'GET', path: `${one}/files`, needs: readsPulls, answer: answerFiles },
];

/** Of the repository itself: `head` is `owner:branch`. */
async function answerPulls(context: Context): Promise<Answer> {
  const { query } = context.request;
  const { owner } = context.store.repository;
  const state = readChoice(query, 'state', ['open', 'closed', 'all']);
  const found = listIssues(context.store).filter(
    (issue) =>
      issue.pullRequest &&
      (state === 'all' || issue.state === state) &&
      (query.get('head') ?? `${owner}:${issue.head}`) === `${owner}:${issue.head}`,
  );
  const shown = await Promise.all(found.map(async (issue) => show(context, issue)));
  return answerPage(context, shown, (pull) => pull);
}

/** https://docs.github.com/rest/pulls/pulls#create-a-pull-request */
async function answerNewPull(context: Context, actor: Actor): Promise<Answer> {
  const { head, base, ...draft } = parsePullDraft(context.request.body);
  const [directory, target] = await findCommit(context, base, refuseField('base'));
  const [, tip] = await findCommit(context, head, refuseField('head'));
  if (listIssues(context.store).some((one) => one.pullRequest && one.state === 'open' && one.head === head))
    throw refusePull({ code: 'custom', message: `A pull request already exists for ${head}.` });
  const ahead = await askGit(directory, 'rev-list', '--count', `${target.sha}..${tip.sha}`);
  if (Number(ahead) === 0) throw refusePull({ code: 'custom', message: `No commits between ${base} and ${head}` });
  const issue = createIssue(context.store, actor, { ...draft, head, pullRequest: true });
  return { status: 201, body: await show(context, issue) };
}

const refusePull = (error: { readonly code: string; readonly field?: string; readonly message?: string }) =>
  refuseInvalid({ resource: 'PullRequest', field: '', ...error });
const refuseField = (field: string) => refusePull({ field, code: 'invalid' });

const show = async (context: Context, issue: Issue) =>
  toPullRequest(context.store, context.origins, issue, await readProposal(context, issue));

async function answerPull(context: Context): Promise<Answer> {
  const issue = findPull(context);
  return { status: 200, body: await show(context, issue) };
}

async function answerFiles(context: Context): Promise<Answer> {
  const { head, files } = await readProposal(context, findPull(context));
  // "Responses include a maximum of 3000 files": https://docs.github.com/rest/pulls/pulls#list-pull-requests-files
  return answerPage(context, files.slice(0, 3000), (file) => toFile(context.store, context.origins, head.sha, file));
}

/** 404 for an issue: its number is no pull request's. */
function findPull(context: Context): Issue {
  const issue = readIssue(context.store, numberParam(context, 'pull_number'));
  if (!issue.pullRequest) throw refuseUnknown();
  return issue;
}

async function readProposal(context: Context, { head: ref }: Issue): Promise<Proposal> {
  const [directory, base] = await findCommit(context, context.store.repository.defaultBranch);
  const [, head] = await findCommit(context, ref ?? base.sha);
  const ancestor = (await askGit(directory, 'merge-base', base.sha, head.sha))?.trim() ?? base.sha;
  const commits = Number(await askGit(directory, 'rev-list', '--count', `${base.sha}..${head.sha}`));
  return { base, head, commits, files: await readDiff(directory, ancestor, head.sha) };
}
