import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openRepository, type RepositoryOptions } from '#git/repository.ts';
import type { FileChange, PlannedCommit, Repository } from '#ports.ts';
import { copyFolders, keepFolders } from '../support/kept-folders.ts';

export const stateRef = 'refs/zendrift/acme';
export const own = 'snapshots/acme';

/** A folder that goes away after the test, with its links resolved. */
export function makeFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'git-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Nothing of the machine's own git configuration reaches a test. */
export const environment: Readonly<Record<string, string | undefined>> = {
  PATH: process.env['PATH'],
  TMPDIR: tmpdir(),
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

const settings = ['init.defaultBranch=main', 'user.name=Ann', 'user.email=ann@example.com'].flatMap((entry) => [
  '-c',
  entry,
]);

export function git(directory: string, ...args: readonly string[]): string {
  return gitWithInput(directory, '', ...args);
}

export function gitWithInput(directory: string, input: string | Buffer, ...args: readonly string[]): string {
  const options = { cwd: directory, env: { ...environment }, input, stdio: 'pipe' as const };
  return execFileSync('git', [...settings, ...args], { ...options, maxBuffer: 1 << 28 })
    .toString()
    .trimEnd();
}

export function write(directory: string, path: string, text: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
}

export const read = (directory: string, path: string): string => readFileSync(join(directory, path), 'utf8');

/** A person's commit made with the work tree. */
export function commitFile(directory: string, path: string, text: string): string {
  write(directory, path, text);
  git(directory, 'add', '--', path);
  git(directory, 'commit', '-q', '-m', `Change ${path}`);
  return git(directory, 'rev-parse', 'HEAD');
}

/** A bare repository that git never tidies up: that would be a process or two for each push. */
export function initBare(path: string): void {
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
    mkdirSync(join(path, folder), { recursive: true });
  writeFileSync(join(path, 'HEAD'), 'ref: refs/heads/main\n');
  const core = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n\tfsync = none\n';
  writeFileSync(join(path, 'config'), `${core}[receive]\n\tautogc = false\n[gc]\n\tauto = 0\n`);
}

/** A person's commits that arrive in a bare repository, oldest first. Gives back the id of the last one. */
export function commitInto(repository: string, commits: readonly ArrivingCommit[], ref = 'main', from = ref): string {
  const full = (name: string) => (name.startsWith('refs/') ? name : `refs/heads/${name}`);
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const who = `Ann <ann@example.com> ${Math.floor(Date.now() / 1000)} +0000`;
  const start = git(repository, 'for-each-ref', '--format=from %(objectname)', full(from));
  const stream = commits.map(({ message, files }, index) => {
    const changes = Object.entries(files).map(([path, text]) =>
      text === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text)}`,
    );
    const parent = index === 0 && start !== '' ? `${start}\n` : '';
    const head = `commit ${full(ref)}\nmark :1\ncommitter ${who}\n${data(`${message}\n`)}${parent}`;
    return `${head}${changes.join('')}`;
  });
  return gitWithInput(repository, `${stream.join('')}get-mark :1\n`, 'fast-import', '--quiet');
}

export interface ArrivingCommit {
  readonly message: string;
  /** Path → text, null deletes. */
  readonly files: Readonly<Record<string, string | null>>;
}

export interface Pair {
  /** Bare repository. */
  readonly remote: string;
  readonly checkout: string;
}

/** A bare remote with `commits` commits on main and a clone of it. */
export function makePair(commits = 1, ...cloneOptions: readonly string[]): Pair {
  const name = JSON.stringify(['pair', commits, ...cloneOptions]);
  return copyFolders(name, makeFolder) ?? keepFolders(name, clonePair(commits, cloneOptions));
}

function clonePair(commits: number, cloneOptions: readonly string[]): Pair {
  const folder = makeFolder();
  const remote = join(folder, 'remote.git');
  initBare(remote);
  // As GitHub does: otherwise a clone with a filter is a full one.
  appendFileSync(join(remote, 'config'), '[uploadpack]\n\tallowFilter = true\n');
  const texts = Array.from({ length: commits }, (_, index) => `text ${index + 1}\n`);
  if (commits > 0)
    commitInto(
      remote,
      texts.map((text) => ({ message: 'Change README.md', files: { 'README.md': text } })),
    );
  git(folder, 'clone', '-q', '--template=', ...cloneOptions, `file://${remote}`, 'checkout');
  return { remote, checkout: join(folder, 'checkout') };
}

/** Someone else commits on top of main, and pushes to a ref. */
export const pushFromElsewhere = (pair: Pair, path = 'other.txt', text = 'other\n', ref = 'main'): string =>
  commitInto(pair.remote, [{ message: `Change ${path}`, files: { [path]: text } }], ref, 'main');

export async function open(directory: string, options: Partial<RepositoryOptions> = {}): Promise<Repository> {
  const repository = await openRepository({
    directory,
    stateRef,
    dryRun: false,
    environment,
    clock: { now: () => 0, sleep: async () => {} },
    random: Math.random,
    warn: () => {},
    ...options,
  });
  onTestFinished(() => repository.close());
  return repository;
}

const bot = { name: 'zendrift[bot]', email: 'zendrift@users.noreply.github.com', time: '2026-11-22T10:15:03Z' };

export function planCommit(changes: Partial<PlannedCommit> = {}): PlannedCommit {
  return {
    author: { name: 'Jane Doe', email: 'zendesk-user-1001@acme.zendesk.invalid', time: '2026-11-22T10:12:13Z' },
    committer: bot,
    message: 'Update trigger "One" (1)\n\nZendesk-Account: acme\n',
    files: [planFile()],
    ...changes,
  };
}

export const planFile = (text: string | null = '{}\n', name = 'triggers/1.json'): FileChange => ({
  path: `${own}/${name}`,
  text,
});

export interface Recorded {
  readonly head: string;
  readonly state: string;
}

/** Writes commits and a state commit on the tips, without the push. */
export async function writeRun(
  repository: Repository,
  commits: readonly PlannedCommit[] = [planCommit()],
): Promise<Recorded & { readonly tip: { readonly branch: string | null; readonly state: string | null } }> {
  const tip = await repository.fetchTip();
  const written = await repository.writeCommits(tip.branch, commits, own);
  const { author, committer } = planCommit();
  const note = { author, committer, message: `State ${Math.random()}\n` };
  const state = await repository.writeStateCommit(tip.state, note, new Map([['state.json', '{}\n']]));
  return { head: written.ids.at(-1) ?? '', state, tip };
}

/** A whole run: read, write, push, fast-forward. */
export async function record(repository: Repository, ...commits: readonly PlannedCommit[]): Promise<Recorded> {
  const run = await writeRun(repository, commits.length === 0 ? undefined : commits);
  const result = await repository.push(run.head, run.state, run.tip);
  if (result.type !== 'pushed') throw new Error('raced');
  const warning = await repository.fastForward(run.head, own);
  if (warning !== null) throw new Error(warning);
  return run;
}

/** One hash over every name and byte below a folder. */
export function hashFolder(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    const path = join(entry.parentPath, entry.name);
    hash.update(`${path}\n`);
    if (entry.isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** The code of the error that something throws. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  }
  return 'nothing thrown';
}
