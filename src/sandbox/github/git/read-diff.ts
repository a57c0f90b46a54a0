import { askGit } from './read-git.ts';

export type FileChange = {
  readonly path: string;
  readonly status: 'added' | 'removed' | 'modified';
  /** Blob id after the change; before it, for a removed file. */
  readonly blob: string;
  readonly additions: number;
  readonly deletions: number;
  /** Hunks as GitHub gives them, from the first `@@` on; empty for a binary file. */
  readonly patch: string;
};

const statuses: Readonly<Record<string, FileChange['status']>> = { A: 'added', D: 'removed' };
const empty = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What differs between two commits, file by file; without a base, everything that is there. */
export async function readDiff(
  directory: string,
  base: string | undefined,
  head: string,
): Promise<readonly FileChange[]> {
  const args = ['diff-tree', '-r', '--no-renames', '--full-index', base ?? empty, head];
  const raw = ((await askGit(directory, ...args, '-z')) ?? '').split('\0');
  const patches = ((await askGit(directory, ...args, '--patch')) ?? '').split(/^diff --git /m).slice(1);
  const changes: FileChange[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    // `:100644 100644 <old> <new> M`, then the path in a field of its own
    const [, , before = '', after = '', letter = ''] = (raw[at] ?? '').split(' ');
    const text = patches[at / 2] ?? '';
    const start = text.search(/^@@ /m);
    const patch = start < 0 ? '' : text.slice(start).replace(/\n$/, '');
    const lines = patch.split('\n');
    changes.push({
      path: raw[at + 1] ?? '',
      status: statuses[letter] ?? 'modified',
      blob: letter === 'D' ? before : after,
      additions: lines.filter((line) => line.startsWith('+')).length,
      deletions: lines.filter((line) => line.startsWith('-')).length,
      patch,
    });
  }
  return changes;
}
