import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cleanGitEnvironment } from './bare-repository.ts';

export type Signature = { readonly name: string; readonly email: string; readonly date: string };

export type Commit = {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
};

const run = promisify(execFile);
const fieldFormat = '%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B';

/** Standard output of git in that repository; undefined where git refuses, e.g. because there is no such object. */
export async function askGit(directory: string, ...args: readonly string[]): Promise<string | undefined> {
  return await run('git', ['-C', directory, ...args], { env: cleanGitEnvironment, maxBuffer: 100_000_000 }).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

/** The commit behind a branch, a tag or an id; names that git could take for something else are nobody's. */
export async function resolveCommit(directory: string, ref: string): Promise<string | undefined> {
  if (!/^\w[\w./-]*$/.test(ref) || ref.includes('..')) return undefined;
  const found = await askGit(directory, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  return found?.trim();
}

/** The bytes of a blob by its id; undefined where there is none. */
export async function readBlob(directory: string, id: string): Promise<Buffer | undefined> {
  const options = { env: cleanGitEnvironment, maxBuffer: 100_000_000, encoding: 'buffer' } as const;
  return await run('git', ['-C', directory, 'cat-file', 'blob', id], options).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

/** Newest first, at most `limit`; `path` narrows to what changed there. */
export async function listCommits(
  directory: string,
  range: string,
  limit: number,
  path?: string,
): Promise<readonly Commit[]> {
  const paths = path === undefined ? [] : ['--', `:(literal)${path}`];
  const args = ['log', '-z', `--format=${fieldFormat}`, `--max-count=${limit}`, '--end-of-options', range, ...paths];
  const fields = ((await askGit(directory, ...args)) ?? '').split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + 9 < fields.length; at += 10) commits.push(toCommit(fields.slice(at, at + 10)));
  return commits;
}

/** The text at a path; undefined where there is no file. */
export async function readText(directory: string, commit: string, path: string): Promise<string | undefined> {
  return await askGit(directory, 'cat-file', 'blob', `${commit}:${path}`);
}

function toCommit(fields: readonly string[]): Commit {
  const at = (index: number): string => fields[index] ?? '';
  return {
    sha: at(0),
    tree: at(1),
    parents: at(2).split(' ').filter(Boolean),
    author: { name: at(3), email: at(4), date: at(5) },
    committer: { name: at(6), email: at(7), date: at(8) },
    message: at(9).replace(/\n+$/, ''),
  };
}
