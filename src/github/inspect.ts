import { ZendriftError } from '#errors.ts';
import { isObject } from '#json.ts';
import { openGitHubClient } from './client.ts';
import type { IssuesOptions } from './issues.ts';
import { openOutage } from './outage.ts';
import { parseLabelName, parseLogin, parseProtection } from './parse.ts';
import { readProtections } from './protections.ts';
import { openRetryBudget } from './retry.ts';
import { openTransport } from './transport.ts';

/** What surrounds the issues of a repository. Each list is null where the token may not ask for it. */
export function openGitHubInspection(options: IssuesOptions) {
  const { clock, deadline, warn, repository, outage = openOutage() } = options;
  const signal = options.signal ?? new AbortController().signal;
  const retryBudget = openRetryBudget({ clock, deadline, signal });
  const client = openGitHubClient({ transport: openTransport(options), retryBudget, outage, repository, signal, warn });

  const listNames = async (
    path: string,
    parameters: Readonly<Record<string, unknown>>,
    nameOf: (item: unknown) => string | null,
  ): Promise<readonly string[] | null> => {
    try {
      const items = await client.list(`/repos/{owner}/{repo}/${path}`, parameters);
      return items.flatMap((item) => nameOf(item) ?? []);
    } catch (error) {
      if (error instanceof ZendriftError && error.code === 'github-forbidden') return null;
      throw error;
    }
  };

  return {
    /** Types of the rules of all rulesets that hold for a branch. */
    listRules: async (branch: string) => {
      const types = await listNames('rules/branches/{branch}', { branch }, (rule) =>
        isObject(rule) && typeof rule['type'] === 'string' ? rule['type'] : null,
      );
      return types === null ? null : [...new Set(types)];
    },
    /** https://docs.github.com/rest/branches/branches#get-a-branch */
    readProtection: async (branch: string) => {
      const path = '/repos/{owner}/{repo}/branches/{branch}';
      const { status, data } = await client.send(
        { method: 'GET', path, parameters: { branch } },
        { accept: [301, 403, 404] },
      );
      return status === 200 ? parseProtection(data) : null;
    },
    /** Logins of people who may push. */
    listWriters: () => listNames('collaborators', { permission: 'push' }, parseLogin),
    listLabels: () => listNames('labels', {}, parseLabelName),
    ...readProtections(client),
  };
}
