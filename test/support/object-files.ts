import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { git, gitWithInput } from '../git/support.ts';

/** Objects of a repository, read and written without a process each. An object never changes, so it is read once a worker. */

const gitFolder = (repository: string): string =>
  existsSync(join(repository, '.git')) ? join(repository, '.git') : repository;

/** Writes an object as a file, whatever it says. Gives back its id. */
export function writeObject(repository: string, type: 'blob' | 'commit' | 'tree', content: string | Buffer): string {
  const body = Buffer.from(content);
  const whole = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
  const id = createHash('sha1').update(whole).digest('hex');
  const folder = join(gitFolder(repository), 'objects', id.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, id.slice(2));
  if (!existsSync(path)) writeFileSync(path, deflateSync(whole));
  return id;
}

const texts = new Map<string, string>();

/** Texts of blobs or commits by id, in order, read by one process where any is new. The end of each is one line feed. */
export function readObjects(repository: string, ids: readonly string[]): readonly string[] {
  const missing = [...new Set(ids)].filter((id) => !texts.has(id));
  if (missing.length > 0) {
    const input = missing.map((id) => `${id}\n`).join('');
    const output = Buffer.from(gitWithInput(repository, input, 'cat-file', '--batch'));
    let offset = 0;
    for (const id of missing) {
      const start = output.indexOf('\n', offset) + 1;
      const size = Number(output.toString('utf8', offset, start).split(' ')[2]);
      if (!Number.isInteger(size)) throw new Error(`${id} is not in ${repository}`);
      offset = start + size + 1;
      texts.set(id, `${output.toString('utf8', start, start + size).trimEnd()}\n`);
    }
  }
  return ids.map((id) => texts.get(id) ?? '');
}

/** An entry of a tree as `git ls-tree` shows it: `<mode> <type> <id>\t<name>`. */
const entries = new Map<string, readonly string[]>();

export function readTreeEntries(repository: string, tree: string): readonly string[] {
  const known = entries.get(tree);
  if (known !== undefined) return known;
  const read = git(repository, 'ls-tree', '-z', tree)
    .split('\0')
    .filter((line) => line !== '');
  entries.set(tree, read);
  return read;
}

/** Writes a tree of such entries, also of objects that are not there. */
export function writeTreeEntries(repository: string, lines: readonly string[]): string {
  const sorted = lines
    .map((line) => {
      const [, mode = '', type, id = '', name = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      const place = Buffer.from(type === 'tree' ? `${name}/` : name);
      return { place, entry: [Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`), Buffer.from(id, 'hex')] };
    })
    .sort((a, b) => Buffer.compare(a.place, b.place));
  return writeObject(repository, 'tree', Buffer.concat(sorted.flatMap(({ entry }) => entry)));
}

/** The commit that a branch or a full ref names, null where there is none. */
export function readTip(repository: string, ref: string): string | null {
  const name = ref.startsWith('refs/') ? ref : `refs/heads/${ref}`;
  const path = join(gitFolder(repository), name);
  const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (/^[0-9a-f]{40}$/.test(text)) return text;
  // It may be packed with others.
  return git(repository, 'for-each-ref', '--format=%(objectname)', name) || null;
}
