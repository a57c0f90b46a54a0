import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cleanGitEnvironment, createBareRepository } from '#sandbox/github/git/bare-repository.ts';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { openZendesk, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import type { DemoPeople } from './step.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The made-up company: its Zendesk account, its GitHub, and a clone of its data repository with a bare remote. */
export interface Stage {
  /** The clone that `track` runs in. */
  readonly directory: string;
  readonly zendesk: ZendeskSandbox;
  readonly github: GitHubSandbox;
  readonly people: DemoPeople;
  /** What `track` needs to know, as it would stand in a workflow. */
  readonly variables: Readonly<Record<string, string>>;
  /** `variables` within an environment in which nothing of the machine's own settings counts. */
  readonly environment: Variables;
  /** All clocks together: two demos are the same to the last commit id. */
  readonly moveTo: (time: string) => void;
  /** Runs git in the clone. */
  readonly git: (...args: readonly string[]) => Promise<string>;
  /** Runs git in the remote: what stands there was pushed. */
  readonly gitRemote: (...args: readonly string[]) => Promise<string>;
  readonly commit: (file: {
    readonly path: string;
    readonly content: string;
    readonly message: string;
  }) => Promise<void>;
  readonly close: () => Promise<void>;
}

const run = promisify(execFile);

/** Who is on GitHub, and who that is in Zendesk. */
export const members = [
  { login: 'jane-gh', name: 'Jane Doe', permission: 'write', zendesk: 1001 },
  { login: 'bob-gh', name: 'Bob Ray', permission: 'write', zendesk: 1002 },
  { login: 'admin-ann', name: 'Ann Admin', permission: 'admin', zendesk: 1003 },
] as const;

// Wherever the demo runs, it shows the times of Acme; this spelling needs no time zone database.
const berlin = { TZ: 'CET-1CEST' };

// A person's own credentials, proxies and git settings must neither be used nor change what the demo shows.
const foreign = /^(?:ZENDESK|ZENDRIFT|GITHUB|GIT|INPUT|ACTIONS|RUNNER)_|^(?:HTTPS?|ALL|NO)_PROXY$/i;

/** Opens everything in a temporary directory and on loopback. The directory stays; `close` ends the servers. */
export async function openStage(start: string, machine: Variables): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'zendrift-demo-'));
  const remote = join(root, 'remote', 'acme', 'zendesk-config.git');
  const directory = join(root, 'zendesk-config');
  await createBareRepository(remote);
  const zendesk = await openZendesk({ subdomain: 'acme', clock: { now: start } });
  const github = await openGitHub({ gitDirectory: remote, clock: start, users: members });
  seedAccount(zendesk.account);

  const git = async (...args: readonly string[]): Promise<string> => {
    const time = zendesk.clock.iso();
    const env = { ...cleanGitEnvironment, ...berlin, GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time };
    const { stdout } = await run('git', args, { cwd: directory, env, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  };
  await mkdir(directory);
  await git('init', '--quiet', '--initial-branch=main');
  await git('remote', 'add', 'origin', remote);
  await git('config', 'user.name', 'Ann Admin');
  await git('config', 'user.email', 'admin-ann@users.noreply.github.com');

  const variables = {
    ...zendesk.env,
    ...zendesk.writeEnv,
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: github.serverUrl,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_TOKEN: github.token,
    // Who announces a write is in its commit, and two demos are the same.
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
  };
  const kept = Object.entries(machine).filter(([name]) => !foreign.test(name));
  return {
    directory,
    zendesk,
    github,
    people: toPeople(zendesk),
    variables,
    environment: { ...Object.fromEntries(kept), ...cleanGitEnvironment, ...variables },
    moveTo: (time) => {
      zendesk.clock.set(time);
      github.model.clock.set(time);
    },
    git,
    gitRemote: (...args) => git('--git-dir', remote, ...args),
    commit: async ({ path, content, message }) => {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), content);
      await git('add', path);
      await git('commit', '--quiet', '--no-gpg-sign', '-m', message);
      await git('push', '--quiet', '--set-upstream', 'origin', 'main');
    },
    close: async () => {
      await Promise.all([zendesk.close(), github.close()]);
    },
  };
}

const toPeople = ({ account }: ZendeskSandbox): DemoPeople => ({
  jane: account.as(1001, { ip: '203.0.113.7' }),
  bob: account.as(1002, { ip: '198.51.100.4' }),
  ann: account.as(1003, { ip: '203.0.113.20' }),
  carl: account.as(1004, { ip: '192.0.2.66' }),
  bot: account.as(998877, { ip: '198.51.100.200' }),
});
