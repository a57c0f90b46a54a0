/** The commits behind one, as far as a repository can see them. */
export interface CommitGraph {
  /** Commit → parents, oldest first. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** Commits whose parents cannot be seen. */
  readonly cuts: ReadonlySet<string>;
}

/** Lines of `rev-list --topo-order --reverse --parents`. `shallow` = where the repository is cut off. */
export function parseGraph(text: string, shallow: ReadonlySet<string>): CommitGraph {
  const parents = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const [id = '', ...before] = line.split(' ');
    if (id !== '') parents.set(id, before);
  }
  return { parents, cuts: new Set([...parents.keys()].filter((id) => shallow.has(id))) };
}

/** What one graph sees, and what another sees on top of it. */
export const joinGraphs = (below: CommitGraph, above: CommitGraph): CommitGraph => ({
  parents: new Map([...below.parents, ...[...above.parents].filter(([id]) => !below.parents.has(id))]),
  cuts: below.cuts,
});

function ancestorsOf({ parents }: CommitGraph, commit: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [commit];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(parents.get(id) ?? []));
  }
  return seen;
}

/**
 * The commits of a graph that are neither `after` nor behind it, oldest first; null where the graph does not show it. In a
 * cut graph only what descends from `after` is surely not behind it: a branch that left history long ago and was merged
 * lately may join it again where nobody can see.
 */
export function listAfter(graph: CommitGraph, after: string): readonly string[] | null {
  if (!graph.parents.has(after)) return null;
  const behind = ancestorsOf(graph, after);
  const rest = [...graph.parents].filter(([id]) => !behind.has(id));
  if (graph.cuts.size > 0) {
    const descending = new Set([after]);
    for (const [id, before] of rest) if (before.some((parent) => descending.has(parent))) descending.add(id);
    if (rest.some(([id]) => !descending.has(id))) return null;
  }
  return rest.map(([id]) => id);
}
