import type { FileVersion } from '#ports.ts';
import { findWholeHistory, type HistorySource } from './history-source.ts';
import { openObjectBatch, windowSize } from './object-batch.ts';
import { parseCommit, parseIds } from './parse-commit.ts';
import { type ChangedPaths, openPathBatch } from './path-batch.ts';
import { readGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

/** Every text that one of some files had in a commit behind `tip`, newest first; also what only a merge brought. */
export async function listFileVersions(
  source: HistorySource,
  tip: string,
  paths: readonly string[],
): Promise<readonly FileVersion[]> {
  const { graph, git, beyond } = await findWholeHistory(source, tip);
  if (beyond === null) return readVersions(git, await listChanging(git, [tip], paths), paths);
  // Above the cut of a shallow clone are few commits: git here would take the cut for the beginning of every file.
  const above = [...graph.parents.keys()].filter((id) => !beyond.ids.has(id)).reverse();
  const below = await listChanging(beyond.git, [...beyond.ids], paths);
  return [...(await readVersions(git, above, paths)), ...(await readVersions(beyond.git, below, paths))];
}

/** Commits at or behind some others that change one of some files, newest first. */
async function listChanging(git: Git, from: readonly string[], paths: readonly string[]): Promise<readonly string[]> {
  const walk = ['rev-list', '--full-history', '--topo-order', '--stdin'];
  return parseIds(await readGit(git, walk, `${[...from, '--', ...paths].join('\n')}\n`));
}

async function readVersions(
  git: Git,
  ids: readonly string[],
  paths: readonly string[],
): Promise<readonly FileVersion[]> {
  if (ids.length === 0) return [];
  const objects = openObjectBatch(git);
  const changes = openPathBatch(git, ['-m'], paths);
  const versions: FileVersion[] = [];
  try {
    for (let from = 0; from < ids.length; from += windowSize) {
      const part = ids.slice(from, from + windowSize);
      const [commits, changed] = await Promise.all([objects.read(part), changes.read(part)]);
      for (const [index, object] of commits.entries()) {
        if (object !== null) versions.push(...toVersions(parseCommit(object.id, object.body), changed[index] ?? []));
      }
    }
  } finally {
    objects.close();
    changes.close();
  }
  return versions;
}

/** A merge is compared with each parent, so a file may be there more than once. */
function toVersions(
  { id, authorName, authorEmail, authorTime }: ReturnType<typeof parseCommit>,
  changed: ChangedPaths,
): readonly FileVersion[] {
  const time = `${new Date(authorTime * 1000).toISOString().slice(0, 19)}Z`;
  const blobs = new Map(changed.flatMap(({ path, after }) => (after === null ? [] : [[path, after]])));
  const isNew = (path: string) => changed.some((one) => one.path === path && one.before === null);
  return [...blobs].map(([path, blob]) => {
    const before = isNew(path) ? null : (changed.find((one) => one.path === path)?.before ?? null);
    return { path, blob, before, commit: id, authorName, authorEmail, time };
  });
}
