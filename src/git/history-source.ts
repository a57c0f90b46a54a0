import type { CommitRecord, SignatureTrust } from '#core/commit/commit-record.ts';
import { ZendriftError } from '#errors.ts';
import type { SignedPart } from './check-signatures.ts';
import { remoteOf } from './checkout.ts';
import { type CommitGraph, joinGraphs, listAfter, parseGraph } from './commit-graph.ts';
import { gitFailure } from './git-failure.ts';
import { withObjectBatch } from './object-batch.ts';
import { deepest, readShallow } from './object-store.ts';
import { parseIds } from './parse-commit.ts';
import { readCommits } from './read-history.ts';
import { readCommitObject, type Source } from './read-objects.ts';
import { fetchIds, fetchRefs } from './remote-refs.ts';
import { readGit, runGit } from './run-git.ts';
import type { Git } from './spawn-git.ts';

/** What signatures are worth is known only of all commits together: one speaks for others. Null = nobody asks. */
export type ReadTrust = (parts: readonly SignedPart[]) => Promise<ReadonlyMap<string, SignatureTrust> | null>;

/** A history: which commits there are, and which repository holds which of them. */
export interface FoundHistory {
  readonly graph: CommitGraph;
  /** Holds the commits that `beyond` does not name. */
  readonly git: Git;
  /** Commits that were fetched from behind where the clone is cut off, and where they are. */
  readonly beyond: { readonly git: Git; readonly ids: ReadonlySet<string> } | null;
}

export interface HistorySource extends Source {
  /** Name of the data branch, for a server of the old protocol. */
  readonly branchRef: string;
}

const oldestFirst = ['rev-list', '--topo-order', '--reverse', '--parents'];

/** Steps back from a commit that are fetched at first, if less than everything may do; then more. */
const depths = [64, 512, 4096];
const everything = Number.POSITIVE_INFINITY;

const readCuts = async (directory: string): Promise<ReadonlySet<string>> =>
  new Set(parseIds(await readShallow(directory)));

/** What is here of the history of a commit; null where the commit itself is not. */
async function readLocalGraph({ checkout, store }: Source, commit: string): Promise<CommitGraph | null> {
  const git = await store.open();
  const args = [...oldestFirst, commit];
  const result = await runGit(git, args);
  if (result.exitCode !== 0 && result.stderr.includes(`bad object ${commit}`)) return null;
  if (result.exitCode !== 0) throw gitFailure(git.directory, args, result);
  const directory = git === checkout.git ? checkout.commonDirectory : git.directory;
  return parseGraph(result.stdout, await readCuts(directory));
}

/** Nothing is missing behind a commit that is here. */
const isFull = ({ checkout }: Source): boolean => !checkout.isShallow && !checkout.isPartial;

/** A no is final only where nothing is cut off: a dry run in a partial clone fetches single commits, too. */
const seesAll = ({ checkout }: Source, git: Git): boolean =>
  !checkout.isShallow && !(checkout.isPartial && git !== checkout.git);

/** Whether git sees one commit behind another; null where one of them is not there. */
export async function seesAncestor(git: Git, old: string, young: string): Promise<boolean | null> {
  const { exitCode } = await runGit(git, ['merge-base', '--is-ancestor', old, young]);
  return exitCode === 0 || exitCode === 1 ? exitCode === 0 : null;
}

/** The same for what is here, and null as well where a no may be wrong. */
export async function isAncestorHere(source: Source, old: string, young: string): Promise<boolean | null> {
  const git = await source.store.open();
  const seen = await seesAncestor(git, old, young);
  return seen === false && !seesAll(source, git) ? null : seen;
}

/** Commits behind which lies everything that is missing here. */
const anchorsOf = ({ checkout }: Source, commit: string, local: CommitGraph | null): readonly string[] =>
  local === null || checkout.isPartial ? [commit] : [...local.cuts];

const holds = async (git: Git, ids: readonly string[]): Promise<boolean> =>
  withObjectBatch(git, async (read) => (await read(ids)).every((object) => object !== null));

/**
 * What of a history was fetched. A partial clone has commits without their folders, so nothing that the remote has may be left
 * out, named by a ref or not; what the remote does not know was written here, with its folders.
 */
async function findHeld(git: Git, commit: string, local: CommitGraph): Promise<readonly string[]> {
  if (await holds(git, [commit])) return [commit];
  const ids = [...local.parents.keys()];
  const held = await withObjectBatch(git, (read) => read(ids));
  return [ids.findLast((_, index) => held[index] !== null) ?? commit];
}

/** Brings commits and their folders. Servers of the old protocol give a commit only by the name of a ref. */
async function fetchBack(source: HistorySource, anchors: readonly string[], depth: number): Promise<void> {
  const { checkout, store, branchRef } = source;
  const remote = remoteOf(checkout);
  const { scratch, reached } = await store.openHistory();
  if (anchors.every((id) => (reached.get(id) ?? 0) >= depth)) return;
  const isCut = (await readShallow(scratch.git.directory)) !== '';
  if (reached.size > 0 && !isCut && (await holds(scratch.git, anchors))) return;
  const steps = depth < everything ? [`--depth=${depth}`] : isCut ? [`--depth=${deepest}`] : [];
  const options = [...steps, '--filter=blob:none'];
  try {
    const byId = await fetchIds(scratch.git, remote, anchors, options);
    if (byId === 'moved') await fetchRefs(scratch.git, remote, `+${branchRef}:refs/scratch/branch`, options);
  } finally {
    await scratch.forgetFilter();
  }
  for (const id of anchors) reached.set(id, depth);
}

async function readRemoteGraph(
  source: HistorySource,
  local: CommitGraph | null,
  anchors: readonly string[],
  depth: number,
): Promise<{ readonly git: Git; readonly graph: CommitGraph }> {
  await fetchBack(source, anchors, depth);
  const { git } = (await source.store.openHistory()).scratch;
  const [commit = ''] = anchors;
  const held = local !== null && source.checkout.isPartial ? await findHeld(git, commit, local) : anchors;
  const text = await readGit(git, [...oldestFirst, '--stdin'], `${held.join('\n')}\n`);
  return { git, graph: parseGraph(text, await readCuts(git.directory)) };
}

const unusable = ({ checkout }: Source, reason: string): ZendriftError =>
  new ZendriftError('repository-unusable', { directory: checkout.git.directory, reason });

/**
 * The history of a commit as far back as it takes to answer a question. Where it is not all here, it is read in a throw-away
 * repository: deepening or completing the user's own clone is not ours to do. `steps` = how far back to look, time after time.
 */
async function findHistory(
  source: HistorySource,
  commit: string,
  steps: readonly number[],
  isEnough: (graph: CommitGraph) => boolean,
): Promise<FoundHistory> {
  const { checkout, store } = source;
  const git = await store.open();
  const local = await readLocalGraph(source, commit);
  if (local !== null && !checkout.isPartial && (local.cuts.size === 0 || isEnough(local))) {
    return { graph: local, git, beyond: null };
  }
  if (checkout.remote === null) {
    throw unusable(source, local === null ? `commit ${commit} is missing` : 'it is a shallow clone without a remote');
  }
  const anchors = anchorsOf(source, commit, local);
  for (const depth of [...steps, everything]) {
    const { git: there, graph: below } = await readRemoteGraph(source, local, anchors, depth);
    const graph = local === null ? below : joinGraphs(below, local);
    if (below.cuts.size > 0 && depth < everything && !isEnough(graph)) continue;
    return { graph, git, beyond: { git: there, ids: new Set(below.parents.keys()) } };
  }
  throw unusable(source, `the history of ${commit} cannot be read`);
}

/** Everything behind a commit. */
export const findWholeHistory = (source: HistorySource, commit: string): Promise<FoundHistory> =>
  findHistory(source, commit, [], () => false);

/** What lies between two commits. */
async function findHistoryAfter(
  source: HistorySource,
  commit: string,
  after: string,
): Promise<{ readonly found: FoundHistory; readonly ids: readonly string[] }> {
  const git = await source.store.open();
  if (isFull(source) && (await isAncestorHere(source, after, commit)) === true) {
    const graph = parseGraph(await readGit(git, [...oldestFirst, commit, `^${after}`]), new Set());
    return { found: { graph, git, beyond: null }, ids: [...graph.parents.keys()] };
  }
  const found = await findHistory(source, commit, depths, (graph) => listAfter(graph, after) !== null);
  const ids = listAfter(found.graph, after);
  if (ids === null) throw unusable(source, `commit ${after} is not in the history of ${commit}`);
  return { found, ids };
}

const partsOf = ({ git, beyond }: FoundHistory, ids: readonly string[]): readonly SignedPart[] =>
  beyond === null
    ? [{ git, ids }]
    : [
        { git: beyond.git, ids: ids.filter((id) => beyond.ids.has(id)) },
        { git, ids: ids.filter((id) => !beyond.ids.has(id)) },
      ];

/** All ancestors of a commit, oldest first; with `after`, without that commit and its ancestors. */
export async function* readHistory(
  source: HistorySource,
  commit: string,
  after: string | undefined,
  readTrust: ReadTrust,
): AsyncGenerator<CommitRecord> {
  if (after === commit) return;
  let parts: readonly SignedPart[];
  if (after === undefined) {
    const found = await findWholeHistory(source, commit);
    parts = partsOf(found, [...found.graph.parents.keys()]);
  } else {
    const { found, ids } = await findHistoryAfter(source, commit, after);
    parts = partsOf(found, ids);
  }
  const trusts = await readTrust(parts);
  for (const part of parts) {
    for await (const record of readCommits(part.git, part.ids, (id) => readCommitObject(source, id))) {
      yield trusts === null ? record : { ...record, trust: trusts.get(record.id) ?? 'unsigned' };
    }
  }
}

/** Whether `old` is `young` or an ancestor of it, whatever this clone can see. */
export async function isInHistory(source: HistorySource, old: string, young: string): Promise<boolean> {
  if (old === young) return true;
  const here = await isAncestorHere(source, old, young);
  if (here !== null) return here;
  const { graph } = await findHistory(source, young, depths, ({ parents }) => parents.has(old));
  return graph.parents.has(old);
}
