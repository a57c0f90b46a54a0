import { parseNames } from '#core/names/names-text.ts';
import { type ObjectKey, objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { listReferences } from '#core/write-back/references.ts';
import type { WriteBackTarget } from '#core/write-back/write-back.ts';
import { describeRefusal, describeStates, type Speaker } from '#core/write-back/write-back-words.ts';
import type { Kind } from '#kinds/kind.ts';
import { kinds } from '#kinds/registry.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import type { Ledger } from '#ledger/publish.ts';
import { titleOf, toRecorded } from '#ledger/snapshot-text.ts';
import { byHandLines, type Unwritten, unwrittenLines } from '#render/triage/revert.ts';
import type { CarriedOut } from '#write-back/carry-out.ts';

/** Recorded words about a kind; titles where an order is described. */
export async function toSpeaker({ files, state }: Ledger, kind: Kind): Promise<Speaker> {
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

/** What a person has to do instead: from the recorded state to the approved one. */
export function sayByHand(speaker: Speaker, { kind, id, recorded, wanted }: WriteBackTarget): readonly string[] {
  const action = wanted === null ? 'remove' : recorded === null ? 'create' : 'change';
  return byHandLines(objectKey(kind.name, id), action, describeStates(speaker, recorded, wanted).lines);
}

/** Why it was not written, or what became of the write. */
export function sayUnwritten(
  speaker: Speaker,
  { kind, id }: WriteBackTarget,
  done: Exclude<CarriedOut, { readonly type: 'reverted' | 'busy' }>,
): readonly string[] {
  return unwrittenLines(objectKey(kind.name, id), toUnwritten(speaker, done));
}

function toUnwritten(speaker: Speaker, done: Exclude<CarriedOut, { readonly type: 'reverted' | 'busy' }>): Unwritten {
  if (done.type === 'nothing') return done;
  if (done.type === 'refused') return { type: 'refused', lines: describeRefusal(speaker, done.refusal) };
  const { result } = done;
  return result.type === 'differs-after'
    ? { type: 'differs', lines: describeStates(speaker, result.goal, result.live).lines }
    : result;
}

/** Recorded objects that still name an id, after what had it was created again under another one. */
export async function listReferring({ files, state }: Ledger, id: string): Promise<readonly ObjectKey[]> {
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
