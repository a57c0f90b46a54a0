import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Workspace } from '#commands/init/init-run.ts';
import { defaultCommitter } from '#config/schema.ts';
import { ZendriftError } from '#errors.ts';
import type { Clone, DefaultTip } from '#git/clone.ts';
import { pushProposal, readCommitter, writeProposal } from '#git/propose-branch.ts';
import { headsOf } from '#git/remote-refs.ts';

/** The clone, as far as init looks at it. A remote that cannot be used leaves the work tree to work in. */
export async function openWorkspace(clone: Clone, account: string): Promise<Workspace> {
  const { checkout } = clone;
  const unusable = (reason: string): ZendriftError =>
    new ZendriftError('repository-unusable', { directory: checkout.git.directory, reason });
  const at = (path: string): string => {
    if (checkout.worktree === null) throw unusable('it has no work tree');
    return join(checkout.worktree, path);
  };
  const remote = await readRemote(clone, unusable('it has no remote'));
  return {
    ...remote,
    // The two places of a state: the default, and one for a server that takes branches alone.
    hasRecord: [`refs/zendrift/${account}`, `refs/heads/zendrift-state/${account}`].some((ref) => remote.refs.has(ref)),
    readFile: async (commit, path) => (await clone.readFirst(commit, [path]))?.text ?? null,
    readLocal: async (path) => (checkout.worktree === null ? null : readFile(at(path), 'utf8').catch(() => null)),
    writeLocal: async (path, text) => {
      await mkdir(dirname(at(path)), { recursive: true });
      await writeFile(at(path), text);
    },
    propose: async ({ parent, files, message, branch, time }) => {
      const who = { ...(readCommitter(clone) ?? defaultCommitter), time };
      const changes = files.map(({ path, text }) => ({ path, text }));
      const commit = await writeProposal(clone, parent, changes, { author: who, committer: who, message });
      await pushProposal(clone, commit, branch);
    },
  };
}

interface RemoteFacts extends Pick<Workspace, 'tip' | 'problem' | 'heads'> {
  readonly refs: ReadonlyMap<string, string>;
}

async function readRemote(clone: Clone, none: ZendriftError): Promise<RemoteFacts> {
  const nothing: DefaultTip = { branch: null, commit: null };
  if (clone.checkout.remote === null) return { tip: nothing, problem: none, heads: new Map(), refs: new Map() };
  try {
    const tip = await clone.readDefaultTip();
    const listing = await clone.list();
    return { tip, problem: null, heads: headsOf(listing), refs: listing.refs };
  } catch (error) {
    if (!(error instanceof ZendriftError) || error.code === 'stopped') throw error;
    return { tip: nothing, problem: error, heads: new Map(), refs: new Map() };
  }
}
