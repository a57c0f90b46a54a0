import type { Account, WorkflowRun } from '#ports.ts';
import { toNonsenseError } from './answer.ts';
import type { GitHubClient } from './client.ts';
import { parseAccount, parseWorkflowRun } from './parse.ts';

/** Letters, digits and single dashes; managed accounts add `_company`, apps `[bot]`. Nothing else is a login. */
export const isGitHubLogin = (text: string): boolean => /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})?(?:\[bot\])?$/.test(text);

/** https://docs.github.com/rest/users/users#get-a-user */
export async function readAccountByLogin(client: GitHubClient, login: string): Promise<Account | null> {
  return isGitHubLogin(login) ? readAccountAt(client, '/users/{username}', { username: login }) : null;
}

/** https://docs.github.com/rest/users/users#get-a-user-using-their-id */
export async function readAccount(client: GitHubClient, id: string): Promise<Account | null> {
  return isId(id) ? readAccountAt(client, '/user/{account_id}', { account_id: id }) : null;
}

async function readAccountAt(
  client: GitHubClient,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Account | null> {
  const { status, data } = await client.send({ method: 'GET', path, parameters }, { accept: [404] });
  if (status !== 200) return null;
  const account = parseAccount(data);
  if (account === null) throw toNonsenseError(`GET account ${Object.values(parameters)[0]}`, 'an account');
  return account;
}

/** https://docs.github.com/rest/actions/workflow-runs#get-a-workflow-run */
export async function readWorkflowRun(client: GitHubClient, id: string): Promise<WorkflowRun | null> {
  if (!isId(id)) return null;
  const path = '/repos/{owner}/{repo}/actions/runs/{run_id}';
  const request = { method: 'GET', path, parameters: { run_id: id } } as const;
  const { status, data } = await client.send(request, { accept: [403, 404] });
  if (status !== 200) return null;
  const run = parseWorkflowRun(data);
  if (run === null) throw toNonsenseError(`GET workflow run ${id}`, 'a workflow run');
  return run;
}

const isId = (text: string): boolean => /^\d{1,19}$/.test(text);
