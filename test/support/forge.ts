import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { BackfillFacts, CommitFacts, DecisionFacts } from '#core/commit/commit-facts.ts';
import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { changeHandle } from '#core/commit/marker.ts';
import { idOf, kindOf, type ObjectKey } from '#core/object-key.ts';
import { foldEvents } from '#core/state/fold.ts';
import type { State } from '#core/state/state.ts';
import { printState } from '#core/state/state-text.ts';
import { environment, gitWithInput } from '../git/support.ts';
import type { Lab } from './lab.ts';

/** What someone with write access pushes by hand. */
export interface Forgery {
  /** A commit on the data branch that looks like a decision of ours. */
  readonly commit?: boolean;
  /** A state commit in which the decision counts. */
  readonly state?: boolean;
  readonly facts?: Partial<DecisionFacts>;
  /** When it claims to have been made; now, unless given. */
  readonly at?: string;
}

/** Blob id of the empty text, which stands for an account without a configuration. */
const noConfiguration = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

/** Pushes an approval of the open episode of an object that nobody has made. Returns its commit, pushed or not. */
export function forgeApproval(
  lab: Lab,
  object: ObjectKey,
  { commit = false, state = false, facts, at = lab.zendesk.clock.iso() }: Forgery,
): string {
  const before = lab.state();
  const episode = before?.episodes.get(object);
  const last = episode?.changes.at(-1);
  if (!before || !episode || !last) throw new Error(`no open episode of ${object}`);
  const decision: DecisionFacts = {
    ...{ type: 'decision', account: lab.account, object, decision: 'approved', by: 'admin-ann', byId: '583231' },
    ...{ issue: String(episode.issue ?? 1), comment: '2481923', change: changeHandle(last), fourEyes: 'yes' },
    ...{ before: episode.approvedState, after: last.after, config: before.config ?? noConfiguration },
    watermark: before.watermark,
    ...facts,
  };
  const message = renderCommitMessage({
    subject: { type: 'object', verb: 'Approve', kind: kindOf(object), id: idOf(object), title: 'Something' },
    facts: decision,
  });
  const tip = lab.tips();
  const forged = commitAsBot(lab, 'main^{tree}', tip.branch, message, at);
  if (commit) lab.git('update-ref', 'refs/heads/main', forged);
  if (state) {
    const next = foldEvents(before, [{ type: 'decision', commit: forged, decision, at }], () => null);
    const folded = commit ? forged : tip.branch;
    pushState(lab, printState({ ...next, folded }));
  }
  return forged;
}

/** Puts another state commit in front of the present one, as a run of ours would. */
export function pushState(lab: Lab, text: string): void {
  const blob = gitWithInput(lab.remote, text, 'hash-object', '-w', '--stdin');
  const tree = gitWithInput(lab.remote, `100644 blob ${blob}\tstate.json\n`, 'mktree');
  const message = `State\n\nZendesk-Account: ${lab.account}\n`;
  lab.git('update-ref', `refs/zendrift/${lab.account}`, commitAsBot(lab, tree, lab.tips().state, message));
}

/** Pushes the present state with some parts replaced. */
export function forgeState(lab: Lab, change: (state: State) => Partial<State>): void {
  const state = lab.state();
  if (state === null) throw new Error('no state');
  pushState(lab, printState({ ...state, ...change(state) }));
}

/** Anyone may call themselves what our committer is called. */
function commitAsBot(
  { remote, zendesk }: Lab,
  tree: string,
  parent: string,
  message: string,
  at = zendesk.clock.iso(),
  second: string | null = null,
): string {
  const { name, email } = { name: 'zendrift[bot]', email: 'zendrift@users.noreply.github.com' };
  const env = { ...environment, GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: at };
  const who = ['-c', `user.name=${name}`, '-c', `user.email=${email}`];
  const words = [...who, 'commit-tree', tree, '-p', parent, ...(second === null ? [] : ['-p', second])];
  return execFileSync('git', words, { cwd: remote, env, input: message, stdio: 'pipe' }).toString().trim();
}

/** Pushes a commit that looks like one of ours, with some files below our folder: path → text, null deletes. */
export function forgeCommit(lab: Lab, facts: CommitFacts, files: Readonly<Record<string, string | null>> = {}): string {
  const { branch } = lab.tips();
  const env = { ...environment, GIT_INDEX_FILE: join(lab.remote, 'forged-index') };
  const run = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: lab.remote, env, stdio: 'pipe' }).toString().trim();
  run('read-tree', branch);
  for (const [path, text] of Object.entries(files)) {
    const blob = text === null ? null : gitWithInput(lab.remote, text, 'hash-object', '-w', '--stdin');
    if (blob === null) run('update-index', '--force-remove', path);
    else run('update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
  }
  const message = renderCommitMessage({ subject: { type: 'plain', text: 'Forged' }, facts });
  const forged = commitAsBot(lab, run('write-tree'), branch, message);
  lab.git('update-ref', 'refs/heads/main', forged);
  return forged;
}

/** A merge that looks like that of a backfill. `first` and `tree` are those of the branch unless given. */
export function forgeMerge(
  lab: Lab,
  second: string,
  facts: Partial<BackfillFacts> = {},
  { first = lab.tips().branch, tree = 'main^{tree}' }: { readonly first?: string; readonly tree?: string } = {},
): string {
  const message = renderCommitMessage({
    subject: { type: 'plain', text: 'Join the history from before the baseline' },
    facts: {
      ...{ type: 'backfill', account: lab.account, step: 'joined', baseline: first, from: null, entries: false },
      ...{ until: '2026-11-20T08:00:00Z', commits: 1, watermark: lab.state()?.watermark ?? '2026-11-20T08:00:00Z' },
      ...facts,
    },
  });
  const forged = commitAsBot(lab, tree, first, message, lab.zendesk.clock.iso(), second);
  lab.git('update-ref', 'refs/heads/main', forged);
  return forged;
}
