import type { RemoteCheck, VerifyRun } from '#commands/verify/verify-run.ts';
import { idOf, objectKey } from '#core/object-key.ts';
import { orderText, toOrder } from '#core/order/order.ts';
import type { ObservedObject } from '#core/snapshot/snapshot.ts';
import { pathOf } from '#core/state/history.ts';
import type { Kind } from '#kinds/kind.ts';
import { kinds } from '#kinds/registry.ts';
import type { Listing } from '#ports.ts';
import { type Finding, toFault, toFindingWarning } from '#render/verify/finding.ts';
import { idsOfFiles } from '../canonical.ts';
import type { Compared, Fresh, RecordedHistory } from './compared.ts';
import { samplePart } from './sample.ts';

interface Work extends RecordedHistory {
  readonly run: VerifyRun;
  readonly remote: RemoteCheck;
  readonly fresh: Fresh;
  readonly findings: Finding[];
  readonly lagging: string[];
}

/** Objects that the API lists with one request. */
const pageSize = 100;

/** The state of the objects in Zendesk against the recorded one. */
export async function compareObjects(
  run: VerifyRun,
  remote: RemoteCheck,
  recorded: RecordedHistory,
  fresh: Fresh,
  random: () => number,
): Promise<Compared & { readonly compared: number }> {
  const work: Work = { ...recorded, run, remote, fresh, findings: [], lagging: [] };
  let compared = 0;
  for (const kind of kinds) {
    if (!recorded.state.rebuilt.baselines.has(kind.name)) continue;
    const ids = [...idsOfFiles(run.account, kind, recorded.walk.recorded.keys())];
    const sample = samplePart(ids, remote.part, random);
    // A listing gives all of them; only a sample smaller than its pages is cheaper one by one.
    const single = remote.part < 1 && sample.length <= Math.ceil(ids.length / pageSize);
    if (single) for (const id of sample) await compareSingle(work, kind, id);
    else await compareListing(work, kind, ids);
    compared += single ? sample.length : ids.length;
  }
  return { findings: work.findings, lagging: work.lagging, compared };
}

async function compareListing(work: Work, kind: Kind, ids: readonly string[]): Promise<void> {
  work.run.progress.stage(`Comparing ${kind.plural}`);
  const listing = await work.remote.zendesk.listObjects(kind);
  if (listing.type === 'unusable') {
    work.findings.push(toFindingWarning('remote', `${kind.plural} were not compared: ${listing.reason}`));
    return;
  }
  const missing = new Set(ids);
  for (const item of listing.objects) {
    const object = item.type === 'readable' ? item.snapshot.object : item.object;
    const id = object === null ? '' : idOf(object);
    if (missing.delete(id)) compareFound(work, kind, id, item);
    else compareUnknown(work, kind, id, item);
  }
  for (const id of missing) await compareSingle(work, kind, id);
  compareOrder(work, kind, listing, new Set(ids));
}

/** An object that the listing lacks is asked for by itself: a listing alone never proves a deletion. */
async function compareSingle(work: Work, kind: Kind, id: string): Promise<void> {
  const read = await work.remote.zendesk.readObject(kind, id);
  if (read.type === 'found') compareFound(work, kind, id, read.object);
  else if (read.type === 'unreadable') {
    work.findings.push(toFindingWarning('remote', `${objectKey(kind.name, id)} could not be read: ${read.reason}`));
  } else if (work.fresh.ids.has(id)) work.lagging.push(`${objectKey(kind.name, id)} was deleted`);
  else differ(work, kind, id, 'is deleted in Zendesk, but recorded as existing');
}

function compareFound(work: Work, kind: Kind, id: string, item: ObservedObject): void {
  const { run, fresh } = work;
  const path = pathOf(run.account, objectKey(kind.name, id)) ?? '';
  if (item.type === 'unreadable') {
    work.findings.push(toFindingWarning('remote', `cannot be compared: ${item.reason}`, { path }));
  } else if (run.repository.blobId(item.snapshot.text) !== work.walk.recorded.get(path)) {
    if (isLagging(work, id, item)) work.lagging.push(`${objectKey(kind.name, id)} was changed`);
    else if (!fresh.comparable) {
      work.findings.push(
        toFindingWarning('remote', 'cannot be compared: its secrets were masked with another key', { path }),
      );
    } else differ(work, kind, id, 'differs from its state in Zendesk, and nothing newer explains it');
  }
}

function compareUnknown(work: Work, kind: Kind, id: string, item: ObservedObject): void {
  if (item.type === 'unreadable' || (item.personal && !work.remote.includePersonal)) return;
  if (isLagging(work, id, item)) work.lagging.push(`${objectKey(kind.name, id)} was created`);
  else differ(work, kind, id, 'exists in Zendesk, but not in the history');
}

/** Not recorded yet, as far as times show: an entry that no commit has, or an edit since the last sweep. */
const isLagging = ({ fresh }: Work, id: string, item: ObservedObject): boolean =>
  fresh.ids.has(id) || (item.type === 'readable' && item.updatedAt !== null && item.updatedAt >= fresh.since);

function differ({ run, walk, findings }: Work, kind: Kind, id: string, message: string): void {
  const path = pathOf(run.account, objectKey(kind.name, id)) ?? '';
  findings.push(toFault('remote', message, { commit: walk.touched.get(path) ?? null, path }));
}

function compareOrder(
  work: Work,
  kind: Kind,
  listing: Listing & { type: 'listed' },
  tracked: ReadonlySet<string>,
): void {
  const { run, walk, orders, state, fresh, lagging } = work;
  if (kind.order === 'none') return;
  const readable = listing.objects.flatMap((item) => (item.type === 'readable' ? [item] : []));
  const placed = readable
    .map(({ snapshot, position, categoryId }) => ({ id: idOf(snapshot.object), position, categoryId }))
    .filter(({ id }) => tracked.has(id));
  const path = pathOf(run.account, objectKey(kind.name, 'order')) ?? '';
  const recorded = orders.get(walk.recorded.get(path) ?? '');
  if (recorded === undefined || orderText(kind, toOrder(kind, placed, listing.categories)) === recorded) return;
  const isYoung = readable.some((item) => isLagging(work, idOf(item.snapshot.object), item));
  const isGone = [...tracked].some((id) => fresh.ids.has(id));
  const waits = state.state?.pendingOrders.includes(kind.name) === true;
  if (isYoung || isGone || waits || placed.length < tracked.size)
    lagging.push(`the order of ${kind.plural} was changed`);
  else differ(work, kind, 'order', 'differs from the order in Zendesk, and nothing newer explains it');
}
