import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { changeHandle } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { foldEvents } from '#core/state/fold.ts';
import { parseState, printState } from '#core/state/state-text.ts';
import { openRepository } from '#git/repository.ts';
import { environment } from '../../git/support.ts';

/** A reviewer approves the open episode of an object, as `/approve` in its issue would: a commit and the state after it. */
export async function decide(directory: string, object: ObjectKey, over: Partial<DecisionFacts> = {}): Promise<string> {
  const repository = await openRepository({
    directory,
    branch: 'main',
    stateRef: 'refs/zendrift/acme',
    dryRun: false,
    environment,
    clock: { now: () => 0, sleep: async () => {} },
    random: () => 0.5,
    warn: () => {},
  });
  const tip = await repository.fetchTip();
  const state = parseState((await repository.readFile(tip.state ?? '', 'state.json')) ?? '', 'acme');
  const episode = state?.episodes.get(object);
  const last = episode?.changes.at(-1);
  if (!state || !episode || !last) throw new Error(`no open episode of ${object}`);
  const decision: DecisionFacts = {
    type: 'decision',
    account: 'acme',
    object,
    decision: 'approved',
    by: 'admin-ann',
    byId: '583231',
    issue: '12',
    comment: '2481923',
    change: changeHandle(last),
    before: episode.approvedState,
    after: last.after,
    fourEyes: 'yes',
    config: state.config ?? repository.blobId(''),
    watermark: state.watermark,
    ...over,
  };
  const bot = { name: 'zendrift[bot]', email: 'zendrift@users.noreply.github.com', time: '2026-11-20T12:00:00Z' };
  const author = { ...bot, name: 'Ann', email: '583231+admin-ann@users.noreply.github.com' };
  const subject = {
    type: 'object' as const,
    verb: 'Approve',
    kind: 'trigger',
    id: object.split('/')[1] ?? '',
    title: '',
  };
  const message = renderCommitMessage({ subject, facts: decision });
  const { ids } = await repository.writeCommits(
    tip.branch,
    [{ author, committer: bot, message, files: [] }],
    'snapshots/acme',
  );
  const [commit = ''] = ids;
  const folded = foldEvents(state, [{ type: 'decision', commit, decision, at: bot.time }], () => null);
  const next = { ...folded, folded: commit };
  const files = new Map([['state.json', printState(next)]]);
  for (const { object: open, approvedState } of next.episodes.values()) {
    if (approvedState !== null)
      files.set(`approved-states/${open}.json`, (await repository.readBlobs([approvedState])).get(approvedState) ?? '');
  }
  const stateMessage = `State after ${commit}\n\nZendesk-Account: acme\n`;
  const stateCommit = await repository.writeStateCommit(
    tip.state,
    { author: bot, committer: bot, message: stateMessage },
    files,
  );
  await repository.push(commit, stateCommit, tip);
  return commit;
}
