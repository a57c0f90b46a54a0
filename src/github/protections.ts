import type { GitHubClient } from './client.ts';
import { parseBlob, parseList, readMessage } from './parse.ts';
import {
  parseBranchPolicies,
  parseBranchRule,
  parseBypass,
  parseDefaultBranch,
  parseEnvironments,
  parseFolder,
  parseReviewProtection,
  parseSecretNames,
} from './parse-protections.ts';

/** What protects branches, environments and secrets. Null = this token may not see it, unless said otherwise. */
export function readProtections(client: GitHubClient) {
  /** Null where the token may not ask, `missing` where GitHub says that there is nothing. */
  const ask = async (path: string, parameters: Readonly<Record<string, unknown>> = {}) => {
    const request = { method: 'GET', path: `/repos/{owner}/{repo}${path}`, parameters } as const;
    const { status, data } = await client.send(request, { accept: [301, 403, 404] });
    if (status === 200) return { type: 'found', data } as const;
    return status === 404 ? ({ type: 'missing', message: readMessage(data) } as const) : null;
  };
  const read = async <Value>(
    parse: (data: unknown) => Value | null,
    path: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Value | null> => {
    const answer = await ask(path, parameters);
    return answer?.type === 'found' ? parse(answer.data) : null;
  };

  return {
    readDefaultBranch: () => read(parseDefaultBranch, ''),
    /** Rules of all active rulesets, of the repository and above. Classic protection is not among them. */
    listBranchRules: (branch: string) =>
      read(
        (data) => parseList(data)?.flatMap((rule) => parseBranchRule(rule) ?? []) ?? null,
        '/rules/branches/{branch}',
        { branch, per_page: 100 },
      ),
    readBypass: (ruleset: string) => read(parseBypass, '/rulesets/{ruleset}', { ruleset }),
    /** What classic protection asks of a pull request: nothing where the branch has none. */
    readReviewProtection: async (branch: string) => {
      const answer = await ask('/branches/{branch}/protection', { branch });
      if (answer?.type === 'found') return parseReviewProtection(answer.data);
      // Without admin rights the answer is a 404 as well, with other words.
      return answer !== null && /not protected/i.test(answer.message) ? parseReviewProtection(null) : null;
    },
    /** Each with the refs that may use it: `all`, those that are `protected`, or the patterns of a list. */
    listEnvironments: async () => {
      const environments = await read(parseEnvironments, '/environments', { per_page: 100 });
      if (environments === null) return null;
      return await Promise.all(
        environments.map(async ({ name, branches }) => {
          if (branches !== 'selected') return { name, refs: branches };
          const path = '/environments/{environment}/deployment-branch-policies';
          return { name, refs: await read(parseBranchPolicies, path, { environment: name, per_page: 100 }) };
        }),
      );
    },
    /** Names of the secrets of an environment, or of those that every run of the repository may use. */
    listSecrets: async (environment: string | null) => {
      const page = { per_page: 100 };
      if (environment !== null)
        return await read(parseSecretNames, '/environments/{environment}/secrets', { environment, ...page });
      const own = await read(parseSecretNames, '/actions/secrets', page);
      // A repository of a person has none of an organization.
      const shared = await read(parseSecretNames, '/actions/organization-secrets', page);
      return own === null ? null : [...own, ...(shared ?? [])];
    },
    /** Paths of the files of a folder of the default branch; none where there is no such folder. */
    listFolder: async (path: string) => {
      const answer = await ask('/contents/{path}', { path });
      if (answer === null) return null;
      return answer.type === 'missing' ? [] : parseFolder(answer.data);
    },
    /** A file of the default branch; empty where there is none. */
    readText: async (path: string) => {
      const answer = await ask('/contents/{path}', { path });
      if (answer === null) return null;
      const bytes = answer.type === 'missing' ? new Uint8Array() : parseBlob(answer.data);
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
  };
}
