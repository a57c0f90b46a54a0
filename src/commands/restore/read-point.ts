import { idOf, kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import { foldApproved } from '#core/state/approved-states.ts';
import { applyPaths, type OwnCommit } from '#core/state/history.ts';
import { ZendriftError } from '#errors.ts';
import { readOwnCommits, withoutForged } from '#ledger/own-commits.ts';
import type { Ledger, PublishRun } from '#ledger/publish.ts';

/** A point of history that states are brought back from. */
export interface RestorePoint {
  readonly commit: string;
  /** Path → blob id of what was recorded last at that commit. */
  readonly recorded: ReadonlyMap<string, string>;
  /** The commits that count and came after it, oldest first. */
  readonly later: readonly OwnCommit[];
  /** Path → blob ids of every state that was ever recorded: nothing else is written. */
  readonly states: ReadonlyMap<string, ReadonlySet<string>>;
  /** Path → blob ids of those that were the approved state at some time. */
  readonly approved: ReadonlyMap<string, ReadonlySet<string>>;
  /** Objects that were created again → their newest id. */
  readonly newIds: ReadonlyMap<ObjectKey, string>;
}

/**
 * Finds a commit in the history of the branch by the first digits of its id. Throws `settings-invalid` where there is none
 * or more than one, and where no baseline was there yet: whatever else such a commit holds is nobody's record.
 */
export async function readPoint(run: PublishRun, { tip, state }: Ledger, wanted: string): Promise<RestorePoint> {
  const { repository, config } = run;
  const ownership = withoutForged(config, state);
  const matching: string[] = [];
  const own: OwnCommit[] = [];
  const newIds = new Map<ObjectKey, string>();
  const states = new Map<string, Set<string>>();
  const onCommit = (id: string): void => {
    if (id.startsWith(wanted)) matching.push(id);
  };
  for await (const counted of readOwnCommits(repository, ownership, tip.branch ?? '', { onCommit })) {
    own.push(counted);
    const { facts, record } = counted;
    for (const { path, after } of record.paths) if (after !== null) addTo(states, path, after);
    if (facts.type === 'decision' && facts.newId !== undefined) newIds.set(facts.object, facts.newId);
  }
  const [commit] = matching;
  if (commit === undefined || matching.length > 1) {
    throw matching.length > 1
      ? unusable(`--to ${wanted} matches more than one commit`, 'Give more digits of the commit id.')
      : unusable(`--to ${wanted} is not a commit of branch ${repository.branch}`, listing);
  }
  const before = new Set<string>();
  const recorded = new Map<string, string>();
  let based = false;
  for await (const { facts, record } of readOwnCommits(repository, ownership, commit)) {
    before.add(record.id);
    based ||= facts.type === 'baseline';
    applyPaths(recorded, record);
  }
  if (!based) throw unusable(`--to ${wanted} is older than the baseline, so nothing was recorded yet`, listing);
  return {
    commit,
    recorded,
    states,
    approved: await readApproved(run, own),
    newIds: lastOf(newIds),
    later: own.filter(({ record }) => !before.has(record.id)),
  };
}

async function readApproved(
  { repository, config }: PublishRun,
  own: readonly OwnCommit[],
): Promise<RestorePoint['approved']> {
  // Whether an order is the approved one again is seen in its text alone.
  const orders = own.flatMap(({ record }) => record.paths.filter(({ path }) => path.endsWith('/order.json')));
  const texts = await repository.readBlobs([...new Set(orders.flatMap(({ after }) => after ?? []))]);
  return foldApproved(config.account, own, (blob) => texts.get(blob) ?? null);
}

const listing = 'Name the baseline or a later commit. "zendrift show KIND/ID" and "git log" list them.';

const unusable = (problems: string, hint: string): ZendriftError =>
  new ZendriftError('settings-invalid', { problems, hint });

function addTo(states: Map<string, Set<string>>, path: string, blob: string): void {
  const known = states.get(path);
  if (known) known.add(blob);
  else states.set(path, new Set([blob]));
}

/** An object that was created again may be deleted and created again once more. */
function lastOf(newIds: ReadonlyMap<ObjectKey, string>): ReadonlyMap<ObjectKey, string> {
  const next = (object: ObjectKey, id: string): ObjectKey => objectKey(kindOf(object), id);
  return new Map(
    [...newIds].map(([object, id]) => {
      const seen = new Set([object]);
      let last = next(object, id);
      while (!seen.has(last)) {
        seen.add(last);
        const further = newIds.get(last);
        if (further !== undefined) last = next(last, further);
      }
      return [object, idOf(last)];
    }),
  );
}
