import { cpSync, rmSync } from 'node:fs';
import { delimiter } from 'node:path';
import type { Issue } from '#sandbox/github/model/entities.ts';
import type { GitHubSandbox } from '#sandbox/github/open-github.ts';
import type { Editor } from '#sandbox/zendesk/edit.ts';
import { environment, git, makeFolder } from '../git/support.ts';
import { buildEntry } from '../support/bundle.ts';
import { type Lab, type LabOptions, type LabRun, openLab, type RunOptions } from '../support/lab.ts';
import { type Ended, type RunOptions as ProcessStart, runNode } from '../support/run-node.ts';
import { type KillPoint, type KillSwitch, openKillSwitch } from './kill-switch.ts';
import { type Makers, watchMakers } from './makers.ts';

/** A lab with a GitHub, in which it is known who made what, and in which runs can be killed. */
export interface World {
  readonly lab: Lab;
  readonly github: GitHubSandbox;
  readonly makers: Makers;
  readonly killSwitch: KillSwitch;
  /** Commits that someone made by hand to look like ours. */
  readonly forged: Set<string>;
  edit(actor: number, work: (editor: Editor) => void): void;
  /** Moves the clocks of account, machine and GitHub. */
  wait(seconds: number): void;
  run(options?: RunOptions): Promise<LabRun>;
  /** The shipped program as a process of its own; killed at the point, if it comes that far. */
  runProcess(options?: ProcessOptions): Promise<ProcessRun>;
  /** Everything that runs can change, as it is now. Returns what brings it back. */
  keep(): () => void;
  /** Requests that changed something at GitHub, so far. */
  githubWrites(): number;
}

export interface ProcessOptions {
  readonly point?: KillPoint | null;
  readonly checkout?: string;
  readonly words?: readonly string[];
  /** `track` unless given. */
  readonly command?: string;
  /** How the process is started, and what happens to it meanwhile. */
  readonly during?: ProcessStart;
}

export interface ProcessRun extends Ended {
  readonly effects: readonly string[];
}

const start = '2026-11-20T08:00:00Z';

/** A world in which the first run has been, ten minutes ago. */
export async function openWatchedWorld({ config }: { readonly config?: string } = {}): Promise<World> {
  const world = await openWorld({ hasBaseline: true });
  if (config !== undefined) {
    world.lab.commitElsewhere({ '.github/zendrift.yml': config });
    git(world.lab.checkout, 'pull', '-q');
  }
  world.wait(600);
  return world;
}

export async function openWorld(options: LabOptions = {}): Promise<World> {
  const lab = await openLab({ github: { clock: start }, ...options });
  if (lab.github === null) throw new Error('A world has a GitHub');
  const { github, zendesk } = lab;
  const killSwitch = openKillSwitch();
  github.onRequest(killSwitch.hook);
  const makers = watchMakers(zendesk.account, lab.account);
  return {
    lab,
    github,
    makers,
    killSwitch,
    forged: new Set(),
    edit: makers.edit,
    wait: (seconds) => {
      lab.wait(seconds);
      github.model.clock.set(zendesk.clock.iso());
    },
    run: (runOptions) => lab.run(runOptions),
    runProcess: (processOptions = {}) => runProcess(lab, github, killSwitch, processOptions),
    keep: () => keep(lab, github),
    githubWrites: () => github.requests.filter(({ method, path }) => method !== 'GET' && path !== '/graphql').length,
  };
}

/** Variables of a run of the program against the sandboxes. */
export const processEnvironment = ({ zendesk, github }: Lab): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : []))),
  ...zendesk.env,
  ...(github
    ? {
        GITHUB_TOKEN: github.token,
        GITHUB_REPOSITORY: github.repository,
        GITHUB_API_URL: github.url,
        GITHUB_SERVER_URL: github.serverUrl,
      }
    : {}),
});

async function runProcess(
  lab: Lab,
  github: GitHubSandbox,
  killSwitch: KillSwitch,
  { point = null, checkout = lab.checkout, command = 'track', words = [], during = {} }: ProcessOptions,
): Promise<ProcessRun> {
  const cli = await buildEntry('src/cli.ts');
  killSwitch.arm(point);
  const env = { ...processEnvironment({ ...lab, github }), ...during.env };
  const ended = await runNode(cli, [command, '--repository', checkout, ...words], {
    ...during,
    env: { ...env, PATH: `${killSwitch.path}${delimiter}${process.env['PATH'] ?? ''}` },
    during: (child) => {
      killSwitch.watch(child.pid ?? 0);
      during.during?.(child);
    },
  });
  const effects = killSwitch.effects();
  killSwitch.arm(null);
  return { ...ended, effects };
}

function keep(lab: Lab, github: GitHubSandbox): () => void {
  const folder = makeFolder();
  cpSync(lab.remote, folder, { recursive: true });
  const { issues, comments, labels } = github.model.store;
  const kept = { issues: [...issues], comments: [...comments], labels: [...labels] };
  const now = lab.zendesk.clock.iso();
  return () => {
    rmSync(lab.remote, { recursive: true });
    cpSync(folder, lab.remote, { recursive: true });
    for (const map of [issues, comments, labels]) map.clear();
    for (const [key, value] of kept.issues) issues.set(key, value);
    for (const [key, value] of kept.comments) comments.set(key, value);
    for (const [key, value] of kept.labels) labels.set(key, value);
    lab.zendesk.clock.set(now);
    github.model.clock.set(now);
  };
}

/** Issues about drift, as the bot opened them. */
export const driftIssues = ({ model }: GitHubSandbox): readonly Issue[] =>
  model.issues().filter(({ login }) => login === 'github-actions[bot]');
