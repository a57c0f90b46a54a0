import { idForm } from '#kinds/object-id.ts';

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
