import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runTrack } from '#connect/track.ts';
import { isToolFile } from '#core/commit/tool-files.ts';
import type { State } from '#core/state/state.ts';
import { parseState } from '#core/state/state-text.ts';
import { type GitHubOptions, type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { openZendesk, type ZendeskOptions, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import { commitInto, environment, git, initBare, makeFolder, write } from '../git/support.ts';
import { canonicalFiles } from './canonical-files.ts';
import { copyFolders, type Folders, keepFolders } from './kept-folders.ts';
import { type LoggedChange, type LoggedCommit, readLog, toChanges } from './lab-log.ts';
import { readObjects, readTip } from './object-files.ts';

export interface LabOptions {
  readonly zendesk?: ZendeskOptions;
  /** `false` (the default) = a run without GitHub; `true` or options = an embedded one. */
  readonly github?: boolean | GitHubOptions;
  /** `bare` (the default) = a bare remote and a clone of it; `none` = one local repository. */
  readonly remote?: 'bare' | 'none';
  /** Depth of the clone. */
  readonly depth?: number;
  /** No commit at all before the first run. */
  readonly empty?: boolean;
  /** Text of `.github/zendrift.yml`. */
  readonly config?: string;
  /** False = an account without any rule. */
  readonly seeded?: boolean;
  /** Another lab whose repository this account shares. */
  readonly beside?: Lab;
  /** The first run has been: its repository is kept for the next lab of these options. */
  readonly hasBaseline?: boolean;
  /** Variables of every run. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly inputs?: InputValues;
  readonly environment?: Readonly<Record<string, string>>;
  /** Another clone than the lab's own. */
  readonly checkout?: string;
  /** Sleeps of the run, in milliseconds: a place to let others act between two tries. */
  readonly onSleep?: (milliseconds: number) => void | Promise<void>;
}

export interface LabRun extends CommandOutcome {
  readonly warnings: readonly string[];
  /** Requests to Zendesk, without the one for a token. */
  readonly requests: readonly string[];
}

export interface Lab {
  readonly account: string;
  readonly zendesk: ZendeskSandbox;
  readonly github: GitHubSandbox | null;
  /** The bare remote, or the one repository. */
  readonly remote: string;
  readonly checkout: string;
  /** One `track` in this process. Rejects with what it throws. */
  run(options?: RunOptions): Promise<LabRun>;
  /** Moves the account's clock, and with it the machine's. */
  wait(seconds: number): void;
  /** Seconds by which the machine is ahead of the account. */
  setSkew(seconds: number): void;
  /** Commits of the branch, oldest first, that are not there before a first run; without those of names and indexes. */
  log(): Promise<readonly LoggedCommit[]>;
  /** The same with those of names and indexes. */
  wholeLog(): Promise<readonly LoggedCommit[]>;
  /** What the commits of changes say, oldest first. */
  changes(): Promise<readonly LoggedChange[]>;
  /** Texts below `snapshots/<account>` at the branch's tip: objects and orders, without the files for people. */
  tree(): ReadonlyMap<string, string>;
  /** What `tree` would be if the account were read now; see `canonicalFiles`. */
  canonicalRemote(): ReadonlyMap<string, string>;
  /** The state commit's `state.json`, null where there is none. */
  state(): State | null;
  /** Ids of the branch and of the state ref, empty where missing. */
  tips(): { readonly branch: string; readonly state: string };
  /** A commit by someone else, pushed to the branch: path → text, null deletes. */
  commitElsewhere(files: Readonly<Record<string, string | null>>, message?: string): string;
  freshClone(depth?: number): string;
  git(...args: readonly string[]): string;
  close(): Promise<void>;
}

const branch = 'main';

/** Labs of one name begin with the same repository; null where that is unknown from the options. */
function nameOf({ beside, ...options }: LabOptions): string | null {
  let isPlain = beside === undefined;
  const name = JSON.stringify(options, (_, value) => {
    isPlain &&= typeof value !== 'function';
    return value;
  });
  return isPlain ? name : null;
}

/** A repository is made once for all labs that begin with the same one, and copied: that is a dozen processes less. */
function openFolders(options: LabOptions): Folders {
  const name = JSON.stringify([options.remote, options.depth, options.empty, options.config]);
  return copyFolders(name, makeFolder) ?? keepFolders(name, makeRepository(options));
}

/** A whole world for `track`: an account, perhaps a GitHub, a repository, and clocks that only the test moves. */
export async function openLab(options: LabOptions = {}): Promise<Lab> {
  const zendesk = await openZendesk({ clock: { now: '2026-11-20T08:00:00Z' }, ...options.zendesk });
  if (options.seeded !== false) seedAccount(zendesk.account);
  const account = zendesk.account.subdomain;
  const name = options.hasBaseline === true ? nameOf(options) : null;
  const recorded = name === null ? null : copyFolders(name, makeFolder);
  const { remote, checkout } = recorded ?? options.beside ?? openFolders(options);
  const github = options.beside ? options.beside.github : await openHub(options.github, remote);
  let skew = 0;
  let closed = false;
  const at = (...args: readonly string[]) => git(remote, ...args);
  const lab: Lab = {
    account,
    zendesk,
    github,
    remote,
    checkout,
    git: at,
    run: (runOptions = {}) =>
      runOnce(lab, () => zendesk.clock.now() + skew * 1000, {
        ...runOptions,
        environment: { ...options.environment, ...runOptions.environment },
      }),
    wait: (seconds) => zendesk.clock.advance(seconds),
    setSkew: (seconds) => {
      skew = seconds;
    },
    log: async () => (await readLog(remote, account)).filter(({ facts }) => facts?.type !== 'names'),
    wholeLog: () => readLog(remote, account),
    changes: async () => toChanges(await readLog(remote, account)),
    tree: () => readTree(remote, account),
    canonicalRemote: () => canonicalFiles(zendesk.account, account),
    state: () => {
      const text = readFile(remote, `refs/zendrift/${account}:state.json`);
      return text === null ? null : parseState(text, account);
    },
    tips: () => ({ branch: readId(remote, branch), state: readId(remote, `refs/zendrift/${account}`) }),
    commitElsewhere: (files, message = 'Someone else') => commitElsewhere(remote, files, message),
    freshClone: (depth) => cloneOf(remote, depth),
    close: async () => {
      if (closed) return;
      closed = true;
      await zendesk.close();
      if (!options.beside) await github?.close();
    },
  };
  onTestFinished(() => lab.close());
  if (options.hasBaseline === true && recorded === null) {
    await lab.run();
    if (name !== null) keepFolders(name, { remote, checkout });
  }
  return lab;
}

async function openHub(options: LabOptions['github'] = false, gitDirectory: string): Promise<GitHubSandbox | null> {
  return options === false ? null : openGitHub({ gitDirectory, ...(options === true ? {} : options) });
}

function makeRepository({ remote: kind = 'bare', depth, empty = false, config }: LabOptions): Folders {
  const folder = makeFolder();
  const remote = join(folder, kind === 'bare' ? 'remote.git' : 'local');
  if (kind === 'bare') initBare(remote);
  else git(folder, 'init', '-q', '--template=', '-b', branch, remote);
  const files: Record<string, string> = config === undefined ? {} : { '.github/zendrift.yml': config };
  if (!empty) commitElsewhere(remote, { 'README.md': 'Our Zendesk configuration\n', ...files }, 'Start');
  if (kind === 'none') {
    if (!empty) git(remote, 'reset', '-q', '--hard');
    return { remote, checkout: remote };
  }
  return { remote, checkout: cloneOf(remote, depth) };
}

function cloneOf(remote: string, depth?: number): string {
  const folder = makeFolder();
  git(
    folder,
    'clone',
    '-q',
    '--template=',
    ...(depth === undefined ? [] : ['--depth', String(depth)]),
    `file://${remote}`,
    'clone',
  );
  return join(folder, 'clone');
}

type Files = Readonly<Record<string, string | null>>;

function commitElsewhere(remote: string, files: Files, message: string): string {
  return existsSync(join(remote, '.git'))
    ? pushElsewhere(remote, files, message)
    : commitInto(remote, [{ message, files }], branch);
}

/** Into a repository with a work tree. */
function pushElsewhere(remote: string, files: Files, message: string): string {
  const other = makeFolder();
  git(other, 'init', '-q', '--template=', '-b', branch);
  git(other, 'remote', 'add', 'origin', remote);
  if (readId(remote, branch) !== '') git(other, 'pull', '-q', 'origin', branch);
  for (const [path, text] of Object.entries(files)) {
    if (text === null) git(other, 'rm', '-q', '--', path);
    else write(other, path, text);
    if (text !== null) git(other, 'add', '--', path);
  }
  git(other, 'commit', '-q', '--allow-empty', '-m', message);
  git(other, '-c', 'receive.denyCurrentBranch=ignore', 'push', '-q', '--receive-pack', receivePack, 'origin', branch);
  return git(other, 'rev-parse', 'HEAD');
}

/** Pushing into a checked-out branch is what a test of a repository without a remote wants. */
const receivePack = 'git -c receive.denyCurrentBranch=updateInstead receive-pack';

async function runOnce(lab: Lab, now: () => number, options: RunOptions): Promise<LabRun> {
  const { zendesk, github } = lab;
  const hub: Record<string, string> = github
    ? {
        GITHUB_TOKEN: github.token,
        GITHUB_REPOSITORY: github.repository,
        GITHUB_API_URL: github.url,
        GITHUB_SERVER_URL: github.serverUrl,
      }
    : {};
  const variables = { ...environment, ...zendesk.env, ...hub, ...options.environment };
  const settings = readSettings(
    { repository: options.checkout ?? lab.checkout, ...options.inputs },
    variables,
    'inspection',
  );
  const warnings: string[] = [];
  const first = zendesk.requests.length;
  let slept = 0;
  const outcome = await runTrack({
    settings,
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: ({ message }) => void warnings.push(message) },
    clock: {
      now: () => now() + slept,
      sleep: async (milliseconds) => {
        slept += milliseconds;
        await options.onSleep?.(milliseconds);
      },
    },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
  const requests = zendesk.requests.slice(first).filter(({ path }) => path !== '/oauth/tokens');
  return { ...outcome, warnings, requests: requests.map(({ method, path }) => `${method} ${path}`) };
}

const readId = (remote: string, name: string): string => readTip(remote, name) ?? '';

function readFile(remote: string, path: string): string | null {
  try {
    return `${git(remote, 'cat-file', 'blob', path)}\n`;
  } catch {
    return null;
  }
}

/** Commit → its files. */
const trees = new Map<string, readonly string[]>();

function readTree(remote: string, account: string): ReadonlyMap<string, string> {
  const tip = readId(remote, branch);
  const lines = trees.get(tip) ?? git(remote, 'ls-tree', '-r', '-z', branch, '--', 'snapshots/').split('\0');
  trees.set(tip, lines);
  const files = lines
    .map((line) => ({ id: line.split(/[ \t]/)[2] ?? '', path: line.slice(line.indexOf('\t') + 1) }))
    .filter(({ path }) => path.startsWith(`snapshots/${account}/`))
    .filter(({ path }) => path.endsWith('.json') && !isToolFile(path, account));
  const texts = readObjects(
    remote,
    files.map(({ id }) => id),
  );
  return new Map(files.map(({ path }, index) => [path, texts[index] ?? '']));
}
