import { idForm, isPathSafeId } from '#kinds/object-id.ts';
import { kinds } from '#kinds/registry.ts';

/** `trigger/360000000041`, `trigger/order`, or `rule/<id>` for an object that came and went between two runs. */
export type ObjectKey = `${string}/${string}`;

const form = new RegExp(`^[a-z][a-z_-]{0,39}/${idForm}$`);

export const isObjectKey = (text: string): text is ObjectKey => form.test(text);

export const objectKey = (kind: string, id: string): ObjectKey => `${kind}/${id}`;

export const kindOf = (key: ObjectKey): string => key.slice(0, key.indexOf('/'));

export const idOf = (key: ObjectKey): string => key.slice(key.indexOf('/') + 1);

/** The order of a kind is an object of its own (docs/semantics.md, Order). */
export const isOrder = (key: ObjectKey): boolean => key.endsWith('/order');

/** Path of an object's snapshot below the repository root; `undefined` where the kind has no folder. */
export const snapshotPath = (account: string, plural: string, id: string): string =>
  `snapshots/${account}/${plural}/${id}.json`;

/** The object whose snapshot has this path; null for an order, an index and whatever is no snapshot. */
export function objectAt(account: string, path: string): ObjectKey | null {
  const [root, folder, plural, file = '', ...rest] = path.split('/');
  const kind = kinds.find((one) => one.plural === plural);
  const id = file.endsWith('.json') ? file.slice(0, -'.json'.length) : '';
  if (root !== 'snapshots' || folder !== account || kind === undefined || rest.length > 0) return null;
  return isPathSafeId(id) ? objectKey(kind.name, id) : null;
}
