import type { InitRun, PullRequest } from './init-run.ts';
import type { TextFile } from './plan-files.ts';

/** What a proposal builds on. */
export interface Base {
  /** Null where there is nothing to build on: then the files are left in the work tree. */
  readonly commit: string | null;
  /** Branch that the proposal goes to. */
  readonly branch: string;
  readonly pull: PullRequest | null;
  readonly config: TextFile | null;
  /** A file as it stands there. */
  readonly read: (path: string) => Promise<string | null>;
}

const branchName = 'zendrift-init';
/** After so many proposals someone is asked to tidy up by the push that is refused. */
const mostBranches = 20;

/**
 * An open proposal is continued, with what people have changed in it. A merged one is over: its branch may still be there, so
 * the next proposal takes another name.
 */
export async function findBase(run: InitRun): Promise<Base> {
  const { workspace, options } = run;
  const { tip, heads } = workspace;
  if (!options.pullRequest || tip.commit === null || workspace.problem !== null)
    return toBase(run, { commit: null, branch: branchName, pull: null });
  const isInstalled = (await toBase(run, { commit: tip.commit, branch: branchName, pull: null })).config !== null;
  for (let turn = 1; turn < mostBranches; turn += 1) {
    const branch = turn === 1 ? branchName : `${branchName}-${turn}`;
    const head = heads.get(branch);
    if (head === undefined) return toBase(run, { commit: tip.commit, branch, pull: null });
    const pull = await run.hub?.findPullRequest(branch).catch(() => null);
    if (pull || !isInstalled) return toBase(run, { commit: head, branch, pull: pull ?? null });
  }
  return toBase(run, { commit: tip.commit, branch: `${branchName}-${mostBranches}`, pull: null });
}

async function toBase(
  { workspace, configPaths }: InitRun,
  { commit, ...rest }: Pick<Base, 'commit' | 'branch' | 'pull'>,
): Promise<Base> {
  const read = (path: string) => (commit === null ? workspace.readLocal(path) : workspace.readFile(commit, path));
  let config: TextFile | null = null;
  for (const path of configPaths) {
    const text: string | null = config === null ? await read(path) : null;
    if (text !== null) config = { path, text };
  }
  return { ...rest, commit, config, read };
}
