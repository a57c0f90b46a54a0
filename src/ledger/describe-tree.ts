import { type IndexRow, indexText } from '#core/names/index-text.ts';
import type { Names } from '#core/names/names.ts';
import { namesText } from '#core/names/names-text.ts';
import { objectKey } from '#core/object-key.ts';
import { parseOrder } from '#core/order/order.ts';
import { switchIn, titleIn } from '#core/snapshot/known-as.ts';
import { pathOf } from '#core/state/history.ts';
import { isObject, tryParse } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import type { FileChange } from '#ports.ts';
import { fileIds } from './recorded-files.ts';

/** Reads the text of a path as it is after the commits of a push. */
export type ReadText = (path: string) => string | null;

export const namesPath = (account: string): string => `snapshots/${account}/names.json`;
export const indexPath = (account: string, kind: Kind): string => `snapshots/${account}/${kind.plural}/README.md`;

/**
 * The files for people that go along with the last commit of a push: the index of each kind that changed, and the words
 * (docs/format.md, Names and indexes). `paths` = what is recorded after the push.
 */
export function describeTree(
  account: string,
  kinds: readonly Kind[],
  paths: ReadonlyMap<string, string>,
  readText: ReadText,
  names: Names,
): readonly FileChange[] {
  const indexes = kinds.flatMap((kind) => {
    const path = indexPath(account, kind);
    const rows = fileIds(account, paths, kind).flatMap((id) =>
      toRow(id, readText(pathOf(account, objectKey(kind.name, id)) ?? '')),
    );
    const order = readText(pathOf(account, objectKey(kind.name, 'order')) ?? '');
    // Where an account has none of a kind that not everybody uses, it gets no folder for it.
    if (rows.length === 0 && kind.needs !== undefined && !paths.has(path)) return [];
    return [
      { path, text: indexText(kind, account, rows, order === null ? [] : (parseOrder(kind, order) ?? []), names) },
    ];
  });
  return [...indexes, { path: namesPath(account), text: namesText(names) }];
}

function toRow(id: string, text: string | null): readonly IndexRow[] {
  const value = text === null ? null : tryParse(text);
  if (!isObject(value)) return [];
  const { category_id: category } = value;
  return [
    {
      id,
      title: titleIn(value) ?? '',
      active: switchIn(value) !== false,
      categoryId: typeof category === 'string' ? category : null,
    },
  ];
}
