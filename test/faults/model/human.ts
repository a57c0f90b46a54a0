import { driftIssues, type World } from '../world.ts';
import type { Step } from './story.ts';

/** What people do to our issues at the web site. */
export function actAsHuman({ github }: World, { what, issue: number }: Step & { readonly type: 'human' }): void {
  const issues = driftIssues(github).filter(({ state }) => state === 'open');
  const issue = issues[number % Math.max(1, issues.length)];
  if (issue === undefined) return;
  const hanna = github.model.as('hanna');
  if (what === 'title') hanna.editTitle(issue.number, 'Something else');
  else if (what === 'body') hanna.editBody(issue.number, `What is this?\n\n${issue.body ?? ''}`);
  else if (what === 'unlabel') hanna.removeLabel(issue.number, 'config-drift');
  else if (what === 'close') hanna.closeIssue(issue.number);
  else if (what === 'delete') hanna.deleteIssue(issue.number);
  else hanna.comment(issue.number, 'Who did this?');
}
