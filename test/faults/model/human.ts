import { shownState, triageIn } from '../../support/triage-lab.ts';
import { driftIssues, type World } from '../world.ts';
import type { Step } from './story.ts';

const question = 'What is this?\n\n';

/** Puts the markers back where they were, before a state with the issue numbers is lost. */
export function fixBodies({ github }: World, login: string): void {
  for (const { number, body } of driftIssues(github)) {
    if (body?.startsWith(question)) github.model.as(login).editBody(number, body.replaceAll(question, ''));
  }
}

/** What people do to our issues at the web site. */
export function actAsHuman(
  { github, lab }: World,
  login: string,
  { what, issue: number }: Step & { readonly type: 'human' },
): void {
  const issues = driftIssues(github).filter(({ state }) => state === 'open');
  const issue = issues[number % Math.max(1, issues.length)];
  if (issue === undefined) return;
  const hanna = github.model.as(login);
  if (what === 'title') hanna.editTitle(issue.number, 'Something else');
  else if (what === 'body') {
    // An issue without its marker is known by its number alone: a person who is quicker than the state makes it nobody's.
    const known = [...(lab.state()?.episodes.values() ?? [])].some((episode) => episode.issue === issue.number);
    if (known) hanna.editBody(issue.number, `${question}${issue.body ?? ''}`);
  } else if (what === 'unlabel') hanna.removeLabel(issue.number, 'config-drift');
  else if (what === 'close') hanna.closeIssue(issue.number);
  else if (what === 'delete') hanna.deleteIssue(issue.number);
  else hanna.comment(issue.number, 'Who did this?');
}

/** A reviewer who has no user at Zendesk answers an issue with the command that it shows. */
export async function decide(
  { github, lab }: World,
  login: string,
  { command, issue: number }: Step & { readonly type: 'decide' },
): Promise<void> {
  const issues = driftIssues(github).filter(({ state, labels }) => state === 'open' && labels.includes('config-drift'));
  const issue = issues[number % Math.max(1, issues.length)];
  if (issue === undefined) return;
  const shown = command === 'approve' ? ` ${shownState(issue)}` : ' Not agreed';
  github.model.as(login).comment(issue.number, `/${command}${shown}`);
  await triageIn(lab);
}
