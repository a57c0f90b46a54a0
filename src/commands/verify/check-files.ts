import { isLogFile } from '#core/commit/tool-files.ts';
import { isOrder, objectKey } from '#core/object-key.ts';
import { orderIds, parseOrder } from '#core/order/order.ts';
import { pathOf } from '#core/state/history.ts';
import { kinds } from '#kinds/registry.ts';
import { readPresentBlobs } from '#ledger/present-blobs.ts';
import { type Finding, toFault } from '#render/verify/finding.ts';
import { type FileRole, fileRoleOf, idsOfFiles, judgeText, titleOf } from './canonical.ts';
import type { VerifyRun } from './verify-run.ts';
import type { Walk } from './walk.ts';

/** What later checks need of the texts: they are read once, and not kept. */
export interface CheckedFiles {
  readonly findings: readonly Finding[];
  /** Blob id → title of the object in it. */
  readonly titles: ReadonlyMap<string, string | null>;
  /** Texts of the orders that changes of an order are about, and of those at the tip. */
  readonly orders: ReadonlyMap<string, string>;
  /** Recorded files that were read, each version once. */
  readonly versions: number;
}

/** Texts held at a time. */
const batchSize = 1000;

/** Every version of every recorded file: is it there, and the one text of its state? */
export async function checkFiles(run: VerifyRun, walk: Walk): Promise<CheckedFiles> {
  const findings: Finding[] = [];
  const titles = new Map<string, string | null>();
  const orders = new Map<string, string>();
  const wanted = wantedOrders(walk, run.account);
  const versions = listVersions(walk);
  const blobs = [...versions.keys()];
  for (const batch of toBatches(blobs, (blob) =>
    (versions.get(blob) ?? []).some(({ path }) => isLogFile(path, run.account)),
  )) {
    const { texts } = await readPresentBlobs(run.repository, batch);
    for (const blob of batch) {
      const text = texts.get(blob);
      for (const { path, commit } of versions.get(blob) ?? []) {
        const role = fileRoleOf(run.account, path);
        const problem = text === undefined ? `its content ${blob} is missing` : judgeText(role, text);
        if (problem !== null) findings.push(toFault('file', problem, { commit, path }));
        if (text !== undefined && role.type === 'object') titles.set(blob, titleOf(text));
      }
      if (text !== undefined && wanted.has(blob)) orders.set(blob, text);
    }
  }
  return { findings, titles, orders, versions: blobs.length };
}

/** A month of a log may be large: each version of one is read by itself. */
function toBatches(blobs: readonly string[], isLarge: (blob: string) => boolean): readonly (readonly string[])[] {
  const large = blobs.filter(isLarge);
  const small = blobs.filter((blob) => !isLarge(blob));
  const count = Math.ceil(small.length / batchSize);
  const batches = Array.from({ length: count }, (_, at) => small.slice(at * batchSize, (at + 1) * batchSize));
  return [...batches, ...large.map((blob) => [blob])];
}

/** Blob → where it was recorded first under each path. */
function listVersions({ steps }: Walk): ReadonlyMap<string, readonly { path: string; commit: string }[]> {
  const versions = new Map<string, { path: string; commit: string }[]>();
  for (const { commit, paths } of steps) {
    for (const { path, after } of paths) {
      if (after === null) continue;
      const known = versions.get(after);
      if (!known) versions.set(after, [{ path, commit }]);
      else if (!known.some((version) => version.path === path)) known.push({ path, commit });
    }
  }
  return versions;
}

function wantedOrders({ steps, recorded }: Walk, account: string): ReadonlySet<string> {
  const wanted = new Set<string>();
  for (const { facts, change } of steps) {
    if (facts.type !== 'change' || !isOrder(facts.object)) continue;
    for (const blob of [change?.before, change?.after]) if (blob) wanted.add(blob);
  }
  for (const [path, blob] of recorded) if (fileRoleOf(account, path).type === 'order') wanted.add(blob);
  return wanted;
}

/** What stands in the tree against what was recorded last. */
export function checkTree(walk: Walk, tree: ReadonlyMap<string, string>): readonly Finding[] {
  const paths = [...new Set([...walk.recorded.keys(), ...tree.keys()])].sort();
  return paths.flatMap((path) => {
    const [recorded, present] = [walk.recorded.get(path), tree.get(path)];
    if (recorded === present) return [];
    const commit = walk.touched.get(path) ?? null;
    if (recorded === undefined) {
      return [
        toFault('tree', `is in ${path.split('/').slice(0, 2).join('/')}, but was never recorded`, { commit, path }),
      ];
    }
    return [toFault('tree', differenceOf(recorded, present), { commit, path })];
  });
}

function differenceOf(recorded: string, present: string | undefined): string {
  if (present === undefined) return 'is missing, though it is recorded';
  const [mode] = present.split(':');
  return present.endsWith(`:${recorded}`)
    ? `has the mode ${mode}, not that of a plain file`
    : 'is not what was recorded last';
}

/** Most objects of a kind that a run lists in full (docs/semantics.md, Listing or reading). */
const wholeListingLimit = 3000;

/** `order.json` of each kind holds exactly the objects that have a file. `waiting` = kinds whose order is yet to be read. */
export function checkOrders(
  { account }: VerifyRun,
  walk: Walk,
  orders: ReadonlyMap<string, string>,
  waiting: readonly string[],
): readonly Finding[] {
  return kinds.flatMap((kind) => {
    const path = pathOf(account, objectKey(kind.name, 'order')) ?? '';
    const files = idsOfFiles(account, kind, walk.recorded.keys());
    const text = orders.get(walk.recorded.get(path) ?? '');
    if (kind.order === 'none' || waiting.includes(kind.name) || (text === undefined && files.size === 0)) return [];
    const listed = new Set(orderIds(parseOrder(kind, text ?? '[]') ?? []));
    // Above this, objects are read singly, and what was made since is not in the order before the next sweep.
    if (files.size > wholeListingLimit && [...listed].every((id) => files.has(id))) return [];
    const odd = [...files].find((id) => !listed.has(id)) ?? [...listed].find((id) => !files.has(id));
    if (odd === undefined) return [];
    const what = files.has(odd) ? `does not list ${kind.name} ${odd}` : `lists ${kind.name} ${odd}, which has no file`;
    return [toFault('order', what, { commit: walk.touched.get(path) ?? null, path })];
  });
}

export const countObjects = ({ recorded }: Walk, account: string): number =>
  [...recorded.keys()].filter((path) => isObjectFile(fileRoleOf(account, path))).length;

const isObjectFile = ({ type }: FileRole): boolean => type === 'object';
