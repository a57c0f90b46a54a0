import type { Names } from '#core/names/names.ts';
import { parseNames } from '#core/names/names-text.ts';
import { type ObjectKey, objectKey } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import type { State } from '#core/state/state.ts';
import { isObject, tryParse } from '#json.ts';
import { kinds } from '#kinds/registry.ts';
import { findOwners, idleWords, listIdleOwners, type Owned } from '#policy/owners.ts';
import type { OwnerAccounts, People } from '#policy/people.ts';
import type { OwnerRule } from '#policy/rule.ts';
import type { Repository } from '#ports.ts';
import { namesPath } from './describe-tree.ts';
import type { Ledger } from './publish.ts';
import type { RecordedFiles } from './recorded-files.ts';

/** A recorded object as far as it matters who owns it. */
export function toOwned(object: ObjectKey, text: string | null, { categories }: Pick<Names, 'categories'>): Owned {
  const value = text === null ? null : tryParse(text);
  if (!isObject(value)) return { object, title: null, category: null };
  const { title, category_id: category } = value;
  const id = typeof category === 'string' || typeof category === 'number' ? String(category) : null;
  return {
    object,
    title: typeof title === 'string' ? title : null,
    category: id === null ? null : { id, name: categories[id] ?? null },
  };
}

/** The state that says who owns an object: the approved one, so that nobody renames it to other owners; a new object's own. */
export const ownedState = ({ approvedState, changes }: Pick<Episode, 'approvedState' | 'changes'>): string | null =>
  approvedState ?? changes.find(({ after }) => after !== null)?.after ?? null;

/** The entry of `owners` for each of these open episodes; null = nobody owns its object. */
export async function readOwners<Rule extends OwnerRule>(
  { files, state }: Pick<Ledger, 'files' | 'state'>,
  rules: readonly Rule[],
  episodes: readonly Pick<Episode, 'object' | 'approvedState' | 'changes'>[],
): Promise<(object: ObjectKey) => Rule | null> {
  if (rules.length === 0) return () => null;
  await files.load([namesPath(state.account)]);
  await files.loadBlobs(episodes.flatMap((episode) => ownedState(episode) ?? []));
  const names = parseNames(files.textOf(namesPath(state.account)) ?? '{}');
  const owners = new Map(
    episodes.map((episode) => {
      const blob = ownedState(episode);
      const owned = toOwned(episode.object, blob === null ? null : files.textOfBlob(blob), names);
      return [episode.object, findOwners(rules, owned)] as const;
    }),
  );
  return (object) => owners.get(object) ?? null;
}

/** Entries of `owners` that own nothing of what is recorded, in words for people. */
export async function listIdle(
  {
    files,
    state,
  }: { readonly files: Pick<RecordedFiles, 'blobs' | 'load' | 'textOf'>; readonly state: Pick<State, 'account'> },
  rules: readonly OwnerRule[],
): Promise<readonly string[]> {
  if (rules.length === 0) return [];
  const objects = listObjects(files.blobs.keys(), state.account);
  await files.load([namesPath(state.account), ...objects.map(({ path }) => path)]);
  const names = parseNames(files.textOf(namesPath(state.account)) ?? '{}');
  const owned = objects.map(({ object, path }) => toOwned(object, files.textOf(path), names));
  return listIdleOwners(rules, owned).map((idle) => idleWords(rules, idle));
}

/** The recorded objects of an account, orders included. */
function listObjects(paths: Iterable<string>, account: string) {
  return [...paths].flatMap((path) => {
    const [, own, plural, name = ''] = path.split('/');
    const kind = kinds.find((one) => one.plural === plural);
    if (own !== account || !kind || !name.endsWith('.json')) return [];
    return [{ object: objectKey(kind.name, name.slice(0, -'.json'.length)), path }];
  });
}

/** The same where no ledger is read yet: a rebuild asks whether someone could make a decision that it meets. */
export const openOwner =
  ({ readBlobs, fetchTip, readFile }: Pick<Repository, 'readBlobs' | 'fetchTip' | 'readFile'>, account: string) =>
  async (episode: Episode, { owners }: Pick<People, 'owners'>): Promise<OwnerAccounts | null> => {
    if (owners.length === 0) return null;
    const blob = ownedState(episode);
    const text = blob === null ? null : ((await readBlobs([blob])).get(blob) ?? null);
    const { branch } = await fetchTip();
    const names = branch === null ? null : await readFile(branch, namesPath(account));
    return findOwners(owners, toOwned(episode.object, text, parseNames(names ?? '{}')));
  };
