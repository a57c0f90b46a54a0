import { pathOf } from '#drift/history.ts';
import { parseNames } from '#drift/names-text.ts';
import { type ObjectKey, objectKey } from '#drift/object-key.ts';
import { listReferences } from '#drift/references.ts';
import type { Speaker } from '#drift/write-back-words.ts';
import type { Kind } from '#kinds/kind.ts';
import { kinds } from '#kinds/registry.ts';
import { namesPath } from '../track/describe-tree.ts';
import type { Position } from '../track/publish.ts';
import { titleOf, toRecorded } from '../track/snapshot-text.ts';

/** Recorded words about a kind; titles where an order is told. */
export async function toSpeaker({ files, state }: Position, kind: Kind): Promise<Speaker> {
  const folder = `snapshots/${state.account}/${kind.plural}/`;
  const neighbours = kind.order === 'none' ? [] : [...files.blobs.keys()].filter((path) => path.startsWith(folder));
  await files.load([namesPath(state.account), ...neighbours]);
  return {
    kind,
    names: parseNames(files.textOf(namesPath(state.account)) ?? '{}'),
    titleOf: (id) => {
      const text = files.textOf(pathOf(state.account, objectKey(kind.name, id)) ?? '');
      return text === null ? null : titleOf(text);
    },
  };
}

/** Recorded objects that still name an id, after what had it was created again under another one. */
export async function listReferring({ files, state }: Position, id: string): Promise<readonly ObjectKey[]> {
  const objects = [...files.blobs.keys()].flatMap((path) => {
    const [, account, plural, name = ''] = path.split('/');
    const kind = kinds.find((one) => one.plural === plural);
    const own = account === state.account && name.endsWith('.json') && name !== 'order.json';
    return kind && own ? [{ object: objectKey(kind.name, name.slice(0, -'.json'.length)), path }] : [];
  });
  await files.load(objects.map(({ path }) => path));
  const snapshots = objects.flatMap(({ object, path }) => {
    const text = files.textOf(path);
    return text === null ? [] : [toRecorded(object, text)];
  });
  return listReferences(snapshots, id);
}
