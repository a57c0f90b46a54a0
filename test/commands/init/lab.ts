import { onTestFinished } from 'vitest';
import type { Ask, CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runInit } from '#connect/init.ts';
import type { InitResult } from '#render/init/init-result.ts';
import { toolRepository } from '#render/init/workflow-text.ts';
import { type GitHubOptions, type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { openZendesk, type ZendeskOptions, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import { environment, git, makePair, type Pair } from '../../git/support.ts';

export interface InitLab {
  readonly zendesk: ZendeskSandbox;
  readonly github: GitHubSandbox;
  readonly pair: Pair;
  run(inputs?: InputValues, options?: RunOptions): Promise<InitEnded>;
  /** A file at a branch of the remote; null where there is none. */
  remoteFile(branch: string, path: string): string | null;
  /** Branch → commit, at the remote. */
  heads(): Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly ask?: Ask;
}

export interface InitEnded {
  readonly outcome: CommandOutcome;
  readonly result: InitResult;
  /** Path → what became of it. */
  readonly files: Readonly<Record<string, string>>;
  readonly left: readonly string[];
}

/** A token of a maintainer, who may do everything that init does. */
const adminToken = 'admin-token';

export const releaseCommit = '0123456789'.repeat(4);

/** An account, a GitHub and a clone without zendrift in it. */
export async function openInitLab(
  options: { readonly zendesk?: ZendeskOptions; readonly github?: GitHubOptions; readonly commits?: number } = {},
): Promise<InitLab> {
  const zendesk = await openZendesk({ clock: { now: '2026-11-23T08:00:00Z' }, ...options.zendesk });
  onTestFinished(() => zendesk.close());
  seedAccount(zendesk.account);
  const pair = makePair(options.commits ?? 1);
  const github = await openGitHub({
    gitDirectory: pair.remote,
    users: [
      { login: 'jane-gh', permission: 'admin', id: 34, email: 'Jane.Doe@acme.example' },
      { login: 'bob', permission: 'write', id: 35, name: 'Bob Ray' },
    ],
    tokens: { [adminToken]: { login: 'jane-gh', pulls: 'write' } },
    ...options.github,
  });
  onTestFinished(() => github.close());
  github.onRequest(({ path }) =>
    path.startsWith(`/repos/${toolRepository}/commits/`) ? { status: 200, body: { sha: releaseCommit } } : undefined,
  );
  const hub = {
    GITHUB_TOKEN: adminToken,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: github.serverUrl,
  };
  return {
    ...{ zendesk, github, pair },
    run: async (inputs = { yes: 'true' }, { variables = {}, ask } = {}) => {
      // Nothing on this PATH is called gh.
      const all = { ...environment, ...hub, ...zendesk.env, ...variables };
      const settings = readSettings({ repository: pair.checkout, ...inputs }, all, 'inspection');
      const outcome = await runInit({
        ...{ settings, environment: all, ask },
        progress: { stage: () => {}, warn: () => {}, detail: () => {} },
        clock: { now: () => zendesk.clock.now(), sleep: async () => {} },
        signal: new AbortController().signal,
        random: () => 0.5,
      });
      const result: InitResult = JSON.parse(JSON.stringify(outcome.json));
      return {
        ...{ outcome, result },
        files: Object.fromEntries(result.files.map(({ path, status }) => [path, status])),
        left: result.left.map(({ title }) => title),
      };
    },
    remoteFile: (branch, path) => {
      const listed = git(pair.remote, 'ls-tree', '--name-only', branch, '--', path);
      return listed === '' ? null : `${git(pair.remote, 'cat-file', 'blob', `${branch}:${path}`)}\n`;
    },
    heads: () =>
      Object.fromEntries(
        git(pair.remote, 'for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/heads')
          .split('\n')
          .map((line) => line.split(' ')),
      ),
  };
}
