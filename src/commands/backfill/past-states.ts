import { toState } from '#core/entry/revision-split.ts';
import { type ObjectKey, objectAt, objectKey, snapshotPath } from '#core/object-key.ts';
import { type Order, orderText, parseOrder } from '#core/order/order.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { toRecorded } from '#ledger/snapshot-text.ts';
import type { FileChange } from '#ports.ts';

/** The states of the objects that have revisions, as they were at some moment of the past. */
export interface PastStates {
  /** The state that a revision shows; null where it cannot be kept. */
  read(id: string, revision: JsonObject): Snapshot | null;
  stateOf(id: string): Snapshot | null;
  /** Takes a state on, and gives back the files that change with it. */
  take(id: string, state: Snapshot): readonly FileChange[];
  /** All files of this moment. */
  all(): readonly FileChange[];
}

interface Baseline {
  readonly account: string;
  readonly kind: Kind;
  /** Id → text of the baseline's snapshot. */
  readonly texts: ReadonlyMap<string, string>;
  /** Text of the baseline's order; null where it has none. */
  readonly order: string | null;
}

/**
 * What no revision holds, the category and the place among the others, is carried over from the nearest known state: that of
 * the baseline. Texts are kept, not values: there may be thousands of objects.
 */
export function openPastStates({ account, kind, texts, order }: Baseline): PastStates {
  const states = new Map<string, string>();
  const whole = order === null ? null : parseOrder(kind, order);
  const pathOf = (id: string): string => snapshotPath(account, kind.plural, id);
  const keyOf = (id: string): ObjectKey => objectKey(kind.name, id);

  const orderFile = (): readonly FileChange[] =>
    whole === null ? [] : [{ path: pathOf('order'), text: orderText(kind, among(whole, states)) }];

  return {
    read(id, revision) {
      const text = texts.get(id);
      return text === undefined ? null : toState(kind, revision, toRecorded(keyOf(id), text));
    },
    stateOf(id) {
      const text = states.get(id);
      return text === undefined ? null : toRecorded(keyOf(id), text);
    },
    take(id, { text }) {
      const before = states.get(id);
      if (before === text) return [];
      states.set(id, text);
      return [{ path: pathOf(id), text }, ...(before === undefined ? orderFile() : [])];
    },
    all: () => [...[...states].map(([id, text]) => ({ path: pathOf(id), text })), ...orderFile()],
  };
}

const among = (order: Order, present: ReadonlyMap<string, unknown>): Order =>
  order
    .map(({ category, ids }) => ({ category, ids: ids.filter((id) => present.has(id)) }))
    .filter(({ ids }) => ids.length > 0);

/** Ids of the objects of a kind that a tree has, in their one order. */
export const idsIn = (account: string, kind: Kind, paths: Iterable<string>): readonly string[] =>
  [...paths]
    .flatMap((path) => {
      const object = objectAt(account, path);
      const [name, id = ''] = object === null ? [] : object.split('/');
      return name === kind.name && id !== 'order' ? [id] : [];
    })
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
