import { readDiff } from '#sandbox/github/git/read-diff.ts';
import { askGit } from '#sandbox/github/git/read-git.ts';
import type { Issue } from '#sandbox/github/model/entities.ts';
import { readIssue } from '#sandbox/github/model/issues.ts';
import { refuseUnknown } from '#sandbox/github/model/refusal.ts';
import { type Answer, type Context, numberParam, type Route, readsPulls } from './exchange.ts';
import { findCommit } from './git-routes.ts';
import { answerPage } from './page.ts';
import { toFile } from './to-commit.ts';
import { type Proposal, toPullRequest } from './to-pull-request.ts';

const one = '/repos/{owner}/{repo}/pulls/{pull_number}';

/** Answered from the attached repository, as its head stands at that moment. */
export const pullRoutes: readonly Route[] = [
  { method: 'GET', path: one, needs: readsPulls, answer: answerPull },
  { method: 'GET', path: `${one}/files`, needs: readsPulls, answer: answerFiles },
];

async function answerPull(context: Context): Promise<Answer> {
  const issue = findPull(context);
  return {
    status: 200,
    body: toPullRequest(context.store, context.origins, issue, await readProposal(context, issue)),
  };
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
