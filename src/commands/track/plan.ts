import type { Change } from '#core/change.ts';
import { type Names, noNames } from '#core/names/names.ts';
import { parseNames } from '#core/names/names-text.ts';
import { mergeNames } from '#core/names/used-names.ts';
import { idOf, isOrder, kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import { type Order, orderIds, parseOrder, toOrder } from '#core/order/order.ts';
import { type OrderPlan, planOrder } from '#core/order/order-plan.ts';
import { sequenceChanges } from '#core/order/sequence.ts';
import { redactNames } from '#core/snapshot/redact.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { TextOf } from '#core/state/fold.ts';
import { pathOf } from '#core/state/history.ts';
import { useRequest } from '#core/state/request-fold.ts';
import type { State } from '#core/state/state.ts';
import { toUtcTime } from '#core/time.ts';
import type { Kind } from '#kinds/kind.ts';
import { findKind } from '#kinds/registry.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import type { Ledger } from '#ledger/publish.ts';
import { isNamed, type NamedObject, readUses } from '#ledger/read-uses.ts';
import { isInactive, titleOf, toRecorded } from '#ledger/snapshot-text.ts';
import { todaysText } from '#ledger/todays-text.ts';
import { warning } from '#warning.ts';
import type { Collected } from './collect.ts';
import { type JudgedChange, judgeChange } from './judge-changes.ts';
import { type CommitPlan, planCommits } from './plan-commits.ts';
import { splitChanges } from './split-changes.ts';
import type { TrackRun } from './track-run.ts';

export interface RunPlan {
  readonly commits: readonly CommitPlan[];
  /** Entries that only moved objects in an order which waits. */
  readonly waitingOrders: readonly { readonly kind: Kind; readonly changes: readonly Change[] }[];
  readonly names: Names;
}

/** What the run will commit. Reads recorded texts and the account's words; writes nothing. */
export async function planRun(run: TrackRun, ledger: Ledger, collected: Collected): Promise<RunPlan> {
  const { files, state } = ledger;
  const changes = await withBefore(ledger, await splitChanges(run, ledger, collected.changes));
  const orders = await planOrders(run, ledger, collected, changes);
  const waitingOrders = [...orders.values()].flatMap(({ kind, plan }) =>
    plan.waits ? [{ kind, changes: [...plan.folded] }] : [],
  );
  const sequenced = sequenceChanges(changes, orders);
  // A sweep looks at the words as well: whatever they were renamed to, no entry may speak of it.
  if (sequenced.length === 0 && !collected.sweep) return { commits: [], waitingOrders, names: noNames };
  const names = await readWords(run, ledger);
  const explained = await loadExplained(ledger, changes);
  await files.load(titlePaths(ledger, sequenced));
  const titles = new Map(
    changes.flatMap(({ object, after }) => (after ? [[object, titleOf(after.text)] as const] : [])),
  );
  const texts = new Map(changes.flatMap(({ object, after }) => (after ? [[object, after.text] as const] : [])));
  const textOf = await loadStates(run, ledger, sequenced);
  const usesOf = await readUses(ledger, sequenced.flatMap(toNamed), toNow(changes));
  let { requests } = state;
  const judged = sequenced.map(({ change, orderText }) => {
    const item = judgeChange(change, orderText, {
      policy: run.policy,
      state,
      requests,
      names,
      blobId: run.repository.blobId,
      textOf,
      privacy: run.privacy,
      explained,
      placeOf: (kind, id) => placeIn(orders.get(kind)?.recorded ?? [], id),
      titleOf: (kind, id) => titles.get(objectKey(kind, id)) ?? titleAt(ledger, objectKey(kind, id)),
      usesOf: ({ object, before, after }) => usesOf({ kind: kindOf(object), states: [before, after] }),
      isActive: (kind, id) => {
        const object = objectKey(kind, id);
        const text = texts.get(object) ?? files.textOf(pathOf(state.account, object) ?? '');
        return text === null || !isInactive(text);
      },
    });
    requests = useOnce(requests, item);
    return item;
  });
  const addresses = Object.fromEntries(
    [...run.config.identities].map(([id, { email }]) => [id, { email: email ?? undefined }]),
  );
  const commits = planCommits(judged, {
    account: run.config.account,
    committer: run.config.committer,
    now: toUtcTime(run.clock.now()),
    addresses,
    privacy: run.privacy,
    blobId: run.repository.blobId,
    recorded: files.blobs,
    start: ledger.tip.branch,
  });
  return { commits, waitingOrders, names };
}

/** What others may name, in its states around a change. */
const toNamed = ({
  change: { object, before, after, explains },
}: {
  readonly change: Change;
}): readonly NamedObject[] =>
  explains === undefined && !isOrder(object) && isNamed(kindOf(object))
    ? [{ kind: kindOf(object), states: [before, after] }]
    : [];

/** Texts of what the changes of this run make of their objects. */
const toNow = (changes: readonly Change[]): ReadonlyMap<ObjectKey, string | null> =>
  new Map(
    changes.flatMap(({ object, type, after }): [ObjectKey, string | null][] =>
      after === null && type !== 'deleted' ? [] : [[object, after?.text ?? null]],
    ),
  );

/** Requests that are for one use approve one change of a run, not all of them. */
function useOnce(requests: State['requests'], { change, verdict }: JudgedChange): State['requests'] {
  if (verdict.reason !== 'change-request' || change.explains !== undefined) return requests;
  const use = { commit: '', object: change.object, created: change.type === 'created' };
  return useRequest(requests, verdict.rule ?? '', use);
}

/** Texts of what the changes may be compared with: approved states of open episodes, and states that were written back. */
async function loadStates(
  run: TrackRun,
  { files, state }: Ledger,
  sequenced: readonly { readonly change: Change }[],
): Promise<TextOf> {
  const approvedStates = sequenced.flatMap(({ change }) => state.episodes.get(change.object)?.approvedState ?? []);
  const written = state.reverts.flatMap(({ before, after }) => [before ?? [], after ?? []].flat());
  await files.loadBlobs(approvedStates);
  // What was undone may be a state that only Zendesk had.
  await files.loadNamed(written);
  const own = new Map(
    sequenced.flatMap(({ change }) =>
      [change.before, change.after].flatMap((one) =>
        one ? [[run.repository.blobId(one.text), one.text] as const] : [],
      ),
    ),
  );
  return todaysText(run.redaction, (blob) => own.get(blob) ?? files.textOfBlob(blob));
}

/** Changes with the recorded snapshot that they start from. */
async function withBefore({ files, state }: Ledger, changes: readonly Change[]): Promise<readonly Change[]> {
  const path = (object: ObjectKey) => pathOf(state.account, object) ?? '';
  await files.load(changes.map(({ object }) => path(object)));
  return changes.map((change) => {
    const text = change.type === 'none' || change.before !== null ? null : files.textOf(path(change.object));
    return text === null || change.attribution === 'revision'
      ? change
      : { ...change, before: toRecorded(change.object, text) };
  });
}

type PlannedOrder = { readonly kind: Kind; readonly recorded: Order; readonly plan: OrderPlan };

async function planOrders(
  run: TrackRun,
  { files, state }: Ledger,
  collected: Collected,
  changes: readonly Change[],
): Promise<ReadonlyMap<string, PlannedOrder>> {
  const ordered = collected.kinds.filter(({ order }) => order !== 'none');
  const path = (kind: Kind) => pathOf(state.account, objectKey(kind.name, 'order')) ?? '';
  await files.load(ordered.map(path));
  const planned = new Map<string, PlannedOrder>();
  for (const kind of ordered) {
    const own = changes.filter(({ object }) => kindOf(object) === kind.name && !isOrder(object));
    const listed = collected.observed.listed.get(kind.name);
    const usable = listed && listed.unusable === null && !collected.heldBack.some((heldBack) => heldBack.kind === kind);
    if (own.length === 0 && !usable) continue;
    const recorded = parseOrder(kind, files.textOf(path(kind)) ?? '[]') ?? [];
    const placed = usable
      ? [...listed.objects].flatMap(([id, item]) => (item.type === 'readable' ? [{ id, item }] : []))
      : [];
    const plan = planOrder(
      {
        kind,
        recorded,
        listed: usable
          ? toOrder(
              kind,
              placed.map(({ id, item }) => ({ id, position: item.position, categoryId: item.categoryId })),
              listed.categories,
            )
          : null,
        updatedAt: new Map(
          placed.flatMap(({ id, item: { updatedAt } }) => {
            const recordedAt = state.recent.get(objectKey(kind.name, id))?.at(-1)?.observed ?? '';
            return updatedAt === null || updatedAt <= recordedAt ? [] : [[id, updatedAt] as const];
          }),
        ),
        readAt: listed?.readAt ?? run.zendesk.serverTime(),
        waiting: new Set(collected.waiting.map(({ object }) => idOf(object))),
        lagging: new Set(collected.waiting.filter(({ problem }) => !problem).map(({ object }) => idOf(object))),
      },
      own,
      run.zendesk.serverTime(),
    );
    planned.set(kind.name, { kind, recorded, plan });
  }
  return planned;
}

/** The account's words, over the recorded ones: what cannot be read now, and what is gone, keeps its name. */
export async function readWords(run: TrackRun, { files, state }: Ledger): Promise<Names> {
  run.progress.stage('Reading names');
  const path = namesPath(state.account);
  await files.load([path]);
  const recorded = parseNames(files.textOf(path) ?? '{}');
  const { names, missing } = await run.zendesk.readNames(run.config.kinds.flatMap((name) => findKind(name) ?? []));
  if (missing.length > 0) {
    run.progress.warn(
      warning('names-incomplete', `Names that could not be read (their ids are shown instead): ${missing.join(', ')}`),
    );
  }
  return mergeNames(redactNames(recorded, run.redaction), names);
}

/** Snapshots around the commits that late entries explain: rules may ask for their titles. */
async function loadExplained({ files, state }: Ledger, changes: readonly Change[]) {
  const commits = changes.flatMap(({ object, explains }) => {
    const recent = state.recent.get(object)?.find(({ commit }) => commit === explains);
    return recent && !isOrder(object) ? [{ object, recent }] : [];
  });
  // Whether an order judged again is in its approved state is a question of its texts.
  const orders = changes.flatMap(({ object, explains }) =>
    explains !== undefined && isOrder(object) ? (state.recent.get(object) ?? []) : [],
  );
  const around = [...commits.map(({ recent }) => recent), ...orders];
  await files.loadBlobs(around.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()));
  const snapshot = (object: ObjectKey, blob: string | null): Snapshot | null => {
    const text = blob === null ? null : files.textOfBlob(blob);
    return text === null ? null : toRecorded(object, text);
  };
  return new Map(
    commits.map(({ object, recent }) => [
      recent.commit,
      { before: snapshot(object, recent.before), after: snapshot(object, recent.after) },
    ]),
  );
}

/** Paths of objects whose titles the words of a commit may need: those without a state, and all that a reorder touches. */
function titlePaths({ files, state }: Ledger, sequenced: readonly { readonly change: Change }[]): readonly string[] {
  const reordered = new Set(
    sequenced.flatMap(({ change }) => (change.type === 'reordered' ? [findKind(kindOf(change.object))?.plural] : [])),
  );
  const own = sequenced.map(({ change }) => pathOf(state.account, change.object) ?? '');
  const neighbours = [...files.blobs.keys()].filter((path) => reordered.has(path.split('/')[2]));
  return [...own, ...neighbours];
}

function titleAt({ files, state }: Ledger, object: ObjectKey): string | null {
  const path = pathOf(state.account, object);
  const text = path === null ? null : files.textOf(path);
  return text === null ? null : titleOf(text);
}

/** Place of an object in an order, counted from 1. */
function placeIn(order: Order, id: string): { readonly position?: number; readonly count?: number } {
  const ids = orderIds(order);
  const index = ids.indexOf(id);
  return index === -1 ? {} : { position: index + 1, count: ids.length };
}
