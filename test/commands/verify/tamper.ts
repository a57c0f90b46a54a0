import { git, gitWithInput } from '../../git/support.ts';

/** Tools to damage a bare repository as somebody with push rights, or a broken disk, could. */

export const tipOf = (repository: string, ref = 'main'): string => git(repository, 'rev-parse', ref);

/** Ids of the branch, oldest first. */
export const commitsOf = (repository: string): readonly string[] =>
  git(repository, 'rev-list', '--reverse', '--topo-order', 'main').split('\n');

export const rawCommit = (repository: string, id: string): string => `${git(repository, 'cat-file', 'commit', id)}\n`;

export const subjectOf = (repository: string, id: string): string => git(repository, 'log', '-1', '--format=%s', id);

/** The newest commit whose message matches. */
export function findCommit(repository: string, pattern: RegExp): string {
  const found = [...commitsOf(repository)].reverse().find((id) => pattern.test(rawCommit(repository, id)));
  if (found === undefined) throw new Error(`no commit matches ${pattern}`);
  return found;
}

/** The newest commit of a change: those of names and indexes follow it. */
export const lastChange = (repository: string): string => findCommit(repository, /^Zendesk-Change: /m);

/** Rewrites one commit and all that follow it, and moves the branch. Gives back the new id of that commit. */
export function rewrite(repository: string, target: string, edit: (raw: string) => string): string {
  const moved = new Map<string, string>();
  for (const id of commitsOf(repository)) {
    const raw = rawCommit(repository, id);
    const parents = raw.replace(/^parent ([0-9a-f]+)$/gm, (line, parent: string) => {
      const now = moved.get(parent);
      return now === undefined ? line : `parent ${now}`;
    });
    const text = id === target ? edit(parents) : parents;
    if (text !== raw)
      moved.set(id, gitWithInput(repository, text, 'hash-object', '-t', 'commit', '-w', '--literally', '--stdin'));
  }
  const tip = tipOf(repository);
  git(repository, 'update-ref', 'refs/heads/main', moved.get(tip) ?? tip);
  return moved.get(target) ?? target;
}

/** A tree like that of a commit, with one file set or (null) removed. */
export function treeWith(repository: string, commit: string, path: string, text: string | null): string {
  return treeWithEntry(repository, commit, path, text === null ? null : `100644 blob ${blobOf(repository, text)}`);
}

export const blobOf = (repository: string, text: string): string =>
  gitWithInput(repository, text, 'hash-object', '-w', '--stdin');

/** The same with any entry, such as `120000 blob <id>` for a link. */
export const treeWithEntry = (repository: string, commit: string, path: string, entry: string | null): string =>
  replaceEntry(repository, git(repository, 'rev-parse', `${commit}^{tree}`), path.split('/'), entry);

function replaceEntry(
  repository: string,
  tree: string | null,
  [name = '', ...deeper]: readonly string[],
  entry: string | null,
): string {
  const lines =
    tree === null
      ? []
      : git(repository, 'ls-tree', tree)
          .split('\n')
          .filter((line) => line !== '');
  const present = lines.find((line) => line.endsWith(`\t${name}`));
  const [, type, id] = present?.split(/[ \t]/) ?? [];
  const below = type === 'tree' ? (id ?? null) : null;
  const next = deeper.length === 0 ? entry : `040000 tree ${replaceEntry(repository, below, deeper, entry)}`;
  const kept = lines.filter((line) => line !== present);
  return gitWithInput(
    repository,
    [...kept, ...(next === null ? [] : [`${next}\t${name}`]), ''].join('\n'),
    'mktree',
    '--missing',
  );
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

/** Puts a commit on the branch as it is told, whatever it is. */
export function commitRaw(
  repository: string,
  { message, committer, author = committer, tree, parents }: NewCommit,
): string {
  const tip = tipOf(repository);
  const person = ({ name, email }: Identity) => `${name} <${email}> 1795176000 +0000`;
  const raw = [
    `tree ${tree ?? git(repository, 'rev-parse', `${tip}^{tree}`)}`,
    ...(parents ?? [tip]).map((parent) => `parent ${parent}`),
    `author ${person(author)}`,
    `committer ${person(committer)}`,
    '',
    message,
  ].join('\n');
  const id = gitWithInput(repository, raw, 'hash-object', '-t', 'commit', '-w', '--literally', '--stdin');
  git(repository, 'update-ref', 'refs/heads/main', id);
  return id;
}

/** Replaces files of the state commit; its message, and with it the head that it names, stays. */
export function editState(repository: string, edit: (files: Map<string, string>) => void): string {
  const tip = tipOf(repository, 'refs/zendrift/acme');
  const files = new Map(
    git(repository, 'ls-tree', '-r', '--name-only', tip)
      .split('\n')
      .map((path) => [path, `${git(repository, 'cat-file', 'blob', `${tip}:${path}`)}\n`] as const),
  );
  edit(files);
  const raw = rawCommit(repository, tip).replace(/^tree .*$/m, `tree ${writeTree(repository, files)}`);
  const id = gitWithInput(repository, raw, 'hash-object', '-t', 'commit', '-w', '--stdin');
  git(repository, 'update-ref', 'refs/zendrift/acme', id);
  return id;
}

function writeTree(repository: string, files: ReadonlyMap<string, string>): string {
  const names = [...new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''))];
  const lines = names.map((name) => {
    const text = files.get(name);
    if (text !== undefined)
      return `100644 blob ${gitWithInput(repository, text, 'hash-object', '-w', '--stdin')}\t${name}`;
    const inside = [...files]
      .filter(([path]) => path.startsWith(`${name}/`))
      .map(([path, body]) => [path.slice(name.length + 1), body] as const);
    return `040000 tree ${writeTree(repository, new Map(inside))}\t${name}`;
  });
  return gitWithInput(repository, `${lines.join('\n')}\n`, 'mktree');
}
