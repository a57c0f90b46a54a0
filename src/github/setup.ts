import { ZendriftError } from '#errors.ts';
import type { Profile } from '#ports/setup.ts';
import { toNonsenseError } from './answer.ts';
import { openGitHubClient } from './client.ts';
import type { IssuesOptions } from './issues.ts';
import { createLabels } from './labels.ts';
import { openOutage } from './outage.ts';
import { fieldOf, isObjectId, numberOf, parseAccount, parseLogin, textOf } from './parse.ts';
import { openRetryBudget } from './retry.ts';
import { openTransport } from './transport.ts';

/** Profiles that are read at most: one request each. */
const mostProfiles = 200;

const pulls = '/repos/{owner}/{repo}/pulls';

/** What sets a repository up, and what it is proposed from. */
export function openGitHubSetup(options: IssuesOptions) {
  const { clock, deadline, warn, repository, serverUrl, outage = openOutage() } = options;
  const signal = options.signal ?? new AbortController().signal;
  const retryBudget = openRetryBudget({ clock, deadline, signal });
  const client = openGitHubClient({ transport: openTransport(options), retryBudget, outage, repository, signal, warn });
  const [owner = ''] = repository.split('/');
  const read = async (path: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<unknown> => {
    const { status, data } = await client.send({ method: 'GET', path, parameters }, { accept: [403, 404, 422] });
    return status === 200 ? data : null;
  };
  const readProfile = async (username: string): Promise<Profile | null> =>
    parseProfile(await read('/users/{username}', { username }));
  const toPull = (data: unknown): { readonly number: number; readonly url: string } | null => {
    const number = numberOf(data, 'number');
    return number === null ? null : { number, url: `${serverUrl}/${repository}/pull/${number}` };
  };

  return {
    createLabels: (names: readonly string[]) => createLabels(client, names),
    /** Whoever the token belongs to; null for a job's own token. */
    readMyself: async () => parseProfile(await read('/user')),
    /** People who may push; null where the token may not see them. */
    listPeople: async (): Promise<readonly Profile[] | null> => {
      const logins = await listLogins();
      if (logins === null) return null;
      const found: Profile[] = [];
      for (const login of logins.slice(0, mostProfiles)) {
        const profile = await readProfile(login);
        if (profile !== null) found.push(profile);
      }
      return found;
    },
    /** Null where only an admin may know. https://docs.github.com/rest/actions/permissions */
    hasActions: async (): Promise<boolean | null> => {
      const enabled = fieldOf(await read('/repos/{owner}/{repo}/actions/permissions'), 'enabled');
      return typeof enabled === 'boolean' ? enabled : null;
    },
    /** The open pull request from a branch of this repository. */
    findPullRequest: async (branch: string) => {
      const items = await client.list(pulls, { state: 'open', head: `${owner}:${branch}` });
      return toPull(items.find((item) => textOf(fieldOf(item, 'head'), 'ref') === branch));
    },
    /** https://docs.github.com/rest/pulls/pulls#create-a-pull-request */
    createPullRequest: async (draft: {
      readonly head: string;
      readonly base: string;
      readonly title: string;
      readonly body: string;
    }) => {
      const { data } = await client.send({ method: 'POST', path: pulls, parameters: draft }, { repeat: false });
      const created = toPull(data);
      if (created === null) throw toNonsenseError('POST pull request', 'a pull request');
      return created;
    },
    /** The commit that a tag of another repository names; null where that cannot be seen. */
    resolveTag: async (name: string, tag: string): Promise<string | null> => {
      const sha = textOf(await read(`/repos/${name}/commits/${encodeURIComponent(tag)}`), 'sha');
      return isObjectId(sha) ? sha : null;
    },
  };

  async function listLogins(): Promise<readonly string[] | null> {
    try {
      const people = await client.list('/repos/{owner}/{repo}/collaborators', { permission: 'push' });
      return people.flatMap((person) => parseLogin(person) ?? []);
    } catch (error) {
      if (error instanceof ZendriftError && error.code === 'github-forbidden') return null;
      throw error;
    }
  }
}

function parseProfile(data: unknown): Profile | null {
  const account = parseAccount(data);
  if (account === null || account.type === 'Bot') return null;
  const { id, login } = account;
  return { id, login, name: textOf(data, 'name') || null, email: textOf(data, 'email') || null };
}
