import { git } from '../../git/support.ts';
import { readObjects, readTip, readTreeEntries, writeObject, writeTreeEntries } from '../../support/object-files.ts';

/** Tools to damage a bare repository as someone with push rights, or a broken disk, could. */

export const tipOf = (repository: string, ref = 'main'): string =>
  readTip(repository, ref) ?? git(repository, 'rev-parse', ref);

/** By the tip: what a commit is reached from never changes. */
const histories = new Map<string, readonly string[]>();

/** Ids of the branch, oldest first. */
export function commitsOf(repository: string): readonly string[] {
  const tip = tipOf(repository);
  const commits = histories.get(tip) ?? git(repository, 'rev-list', '--reverse', '--topo-order', tip).split('\n');
  histories.set(tip, commits);
  return commits;
}

export const rawCommit = (repository: string, id: string): string => readObjects(repository, [id])[0] ?? '';

export const subjectOf = (repository: string, id: string): string => git(repository, 'log', '-1', '--format=%s', id);

/** The newest commit whose message matches. */
export function findCommit(repository: string, pattern: RegExp): string {
  const commits = commitsOf(repository);
  const raws = readObjects(repository, commits);
  const found = commits[raws.findLastIndex((raw) => pattern.test(raw))];
  if (found === undefined) throw new Error(`no commit matches ${pattern}`);
  return found;
}

/** The newest commit of a change: those of names and indexes follow it. */
export const lastChange = (repository: string): string => findCommit(repository, /^Zendesk-Change: /m);

/** Rewrites one commit and all that follow it, and moves the branch. Gives back the new id of that commit. */
export function rewrite(repository: string, target: string, edit: (raw: string) => string): string {
  const moved = new Map<string, string>();
  const commits = commitsOf(repository);
  const raws = readObjects(repository, commits);
  for (const [place, id] of commits.entries()) {
    const raw = raws[place] ?? '';
    const parents = raw.replace(/^parent ([0-9a-f]+)$/gm, (line, parent: string) => {
      const now = moved.get(parent);
      return now === undefined ? line : `parent ${now}`;
    });
    const text = id === target ? edit(parents) : parents;
    if (text !== raw) moved.set(id, writeObject(repository, 'commit', text));
  }
  const tip = tipOf(repository);
  git(repository, 'update-ref', 'refs/heads/main', moved.get(tip) ?? tip);
  return moved.get(target) ?? target;
}

/** A tree like that of a commit, with one file set or (null) removed. */
export function treeWith(repository: string, commit: string, path: string, text: string | null): string {
  return treeWithEntry(repository, commit, path, text === null ? null : `100644 blob ${blobOf(repository, text)}`);
}

export const blobOf = (repository: string, text: string): string => writeObject(repository, 'blob', text);

/** The same with any entry, such as `120000 blob <id>` for a link. */
export const treeWithEntry = (repository: string, commit: string, path: string, entry: string | null): string =>
  replaceEntry(repository, treeOf(repository, commit), path.split('/'), entry);

function treeOf(repository: string, commit: string): string {
  const id = /^[0-9a-f]{40}$/.test(commit) ? commit : tipOf(repository, commit);
  return /^tree ([0-9a-f]+)$/m.exec(rawCommit(repository, id))?.[1] ?? '';
}

function replaceEntry(
  repository: string,
  tree: string | null,
  [name = '', ...deeper]: readonly string[],
  entry: string | null,
): string {
  const lines = tree === null ? [] : readTreeEntries(repository, tree);
  const present = lines.find((line) => line.endsWith(`\t${name}`));
  const [, type, id] = present?.split(/[ \t]/) ?? [];
  const below = type === 'tree' ? (id ?? null) : null;
  const next = deeper.length === 0 ? entry : `040000 tree ${replaceEntry(repository, below, deeper, entry)}`;
  const kept = lines.filter((line) => line !== present);
  return writeTreeEntries(repository, next === null ? kept : [...kept, `${next}\t${name}`]);
}

export interface Identity {
  readonly name: string;
  readonly email: string;
}

export const bot: Identity = { name: 'zendrift[bot]', email: 'zendrift@users.noreply.github.com' };
export const mallory: Identity = { name: 'Mallory', email: 'mallory@example.com' };

export interface NewCommit {
  readonly message: string;
  readonly committer: Identity;
  readonly author?: Identity;
  readonly tree?: string;
  readonly parents?: readonly string[];
}

/** Puts a commit on the branch as it is reported, whatever it is. */
export function commitRaw(
  repository: string,
  { message, committer, author = committer, tree, parents }: NewCommit,
): string {
  const tip = tipOf(repository);
  const person = ({ name, email }: Identity) => `${name} <${email}> 1795176000 +0000`;
  const raw = [
    `tree ${tree ?? treeOf(repository, tip)}`,
    ...(parents ?? [tip]).map((parent) => `parent ${parent}`),
    `author ${person(author)}`,
    `committer ${person(committer)}`,
    '',
    message,
  ].join('\n');
  const id = writeObject(repository, 'commit', raw);
  git(repository, 'update-ref', 'refs/heads/main', id);
  return id;
}

/** Replaces files of the state commit; its message, and with it the head that it names, stays. */
export function editState(repository: string, edit: (files: Map<string, string>) => void): string {
  const tip = tipOf(repository, 'refs/zendrift/acme');
  const listed = git(repository, 'ls-tree', '-r', tip).split('\n');
  const texts = readObjects(
    repository,
    listed.map((line) => line.split(/[ \t]/)[2] ?? ''),
  );
  const files = new Map(listed.map((line, place) => [line.slice(line.indexOf('\t') + 1), texts[place] ?? '']));
  edit(files);
  const raw = rawCommit(repository, tip).replace(/^tree .*$/m, `tree ${writeTree(repository, files)}`);
  const id = writeObject(repository, 'commit', raw);
  git(repository, 'update-ref', 'refs/zendrift/acme', id);
  return id;
}

function writeTree(repository: string, files: ReadonlyMap<string, string>): string {
  const names = [...new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''))];
  const lines = names.map((name) => {
    const text = files.get(name);
    if (text !== undefined) return `100644 blob ${writeObject(repository, 'blob', text)}\t${name}`;
    const inside = [...files]
      .filter(([path]) => path.startsWith(`${name}/`))
      .map(([path, body]) => [path.slice(name.length + 1), body] as const);
    return `040000 tree ${writeTree(repository, new Map(inside))}\t${name}`;
  });
  return writeTreeEntries(repository, lines);
}
