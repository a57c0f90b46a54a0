import { applyPaths } from '#core/state/history.ts';
import type { UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { type History, loadHistory } from './load-history.ts';
import { ownershipOf, readOwnCommits } from './own-commits.ts';
import { planFront } from './plan-front.ts';
import { mostTries, type Position, type PublishRun, type PushItem, publish } from './publish.ts';
import { openRecordedFiles } from './recorded-files.ts';

/** Where a command that decides stands: what is recorded, and from where to push. */
export interface Standing {
  readonly history: History;
  readonly position: Position;
}

/** Reads what is recorded. Throws where nothing is yet. */
export async function loadStanding(run: PublishRun, now: UtcTime): Promise<Standing> {
  const { repository, config, confirm } = run;
  const history = await loadHistory({
    ...ownershipOf(config),
    ...{ repository, now, confirm },
    auditWindowSeconds: config.sweep.auditWindow / 1000,
    // Whatever is decided on it has to be what the commits say.
    prove: () => true,
  });
  if (history.source === 'none') throw new ZendriftError('nothing-recorded', { account: config.account });
  const position = { tip: history.tip, state: history.state, files: openRecordedFiles(repository, history.recorded) };
  return { history, position };
}

/** Path → blob id of what was recorded last when a commit was made, by the commits that count alone. */
export async function readRecordedAt(run: PublishRun, commit: string): Promise<ReadonlyMap<string, string>> {
  const recorded = new Map<string, string>();
  for await (const { record } of readOwnCommits(run.repository, ownershipOf(run.config), commit)) {
    applyPaths(recorded, record);
  }
  return recorded;
}

/** Path → blob ids of every state that a commit that counts has recorded: nothing else is ever written back. */
export async function readRecordedStates(
  run: PublishRun,
  commit: string,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const states = new Map<string, Set<string>>();
  for await (const { record } of readOwnCommits(run.repository, ownershipOf(run.config), commit)) {
    for (const { path, after } of record.paths) {
      if (after === null) continue;
      const known = states.get(path);
      if (known) known.add(after);
      else states.set(path, new Set([after]));
    }
  }
  return states;
}

/**
 * Pushes one decision on the newest state. `isStill` looks at that state again after other runs were faster; null = it does
 * not hold any more and nothing was pushed.
 */
export async function pushDecision(
  run: PublishRun,
  start: Standing,
  item: PushItem,
  isStill: (standing: Standing) => boolean,
): Promise<Standing | null> {
  return pushItems(run, start, async (standing) => (isStill(standing) ? [item] : null));
}

/** The same for what has to be planned anew on each newer state; null = the plan no longer holds and nothing was pushed. */
export async function pushItems(
  run: PublishRun,
  start: Standing,
  plan: (standing: Standing) => Promise<readonly PushItem[] | null>,
): Promise<Standing | null> {
  let standing = start;
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const { history, position } = standing;
    const items = await plan(standing);
    if (items === null) return null;
    // Without the repair, what other people committed below our folder would count as recorded from now on.
    const front = await planFront(run, history, position);
    const pushed = await publish(run, position, {
      items: [...front, ...items],
      left: position.state.pending,
      windowEnd: position.state.watermark,
      finish: (state) => state,
      describe: async () => [],
    });
    if (pushed.type === 'pushed') return toStanding(pushed.position);
    standing = await loadStanding(run, position.state.watermark);
  }
  throw new ZendriftError('race-lost', { branch: run.repository.branch, tries: mostTries });
}

const toStanding = (position: Position): Standing => {
  const { tip, state, files } = position;
  const history: History = {
    ...{ tip, state, source: 'state', lost: [], proven: true, differences: [], unconfirmed: [], whole: null },
    recorded: files.blobs,
    present: files.blobs,
  };
  return { history, position };
};
