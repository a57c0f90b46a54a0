import { pathOf } from '#drift/history.ts';
import { idOf, isOrder, isPathSafeId, type ObjectKey, objectKey } from '#drift/object-key.ts';
import type { RequestTerms } from '#drift/request.ts';
import { kinds } from '#kinds/registry.ts';
import { parseRequestForm, type RequestForm, termsText, type Wanted } from '#policy/change-request.ts';
import type { Repository } from '#ports.ts';
import type { Position } from '../track/publish.ts';
import { titleOf } from '../track/snapshot-text.ts';

/** A request as it is understood now. `hash` = what a read-back shows and an approval is bound to. */
export type ReadRequest =
  | { readonly type: 'usable'; readonly terms: RequestTerms; readonly hash: string }
  | { readonly type: 'unusable'; readonly problems: readonly string[]; readonly hash: string };

/** Reads the form and looks its objects up in what is recorded. */
export async function readRequest(
  { repository }: { readonly repository: Pick<Repository, 'blobId'> },
  position: Position,
  body: string,
): Promise<ReadRequest> {
  const parsed = parseRequestForm(body);
  const problems = parsed.type === 'unusable' ? [...parsed.problems] : [];
  const terms = parsed.type === 'form' ? await toTerms(repository, position, parsed.form, problems) : null;
  if (terms === null || problems.length > 0) {
    return { type: 'unusable', problems, hash: repository.blobId(problems.join('\n')) };
  }
  return { type: 'usable', terms, hash: repository.blobId(termsText(terms)) };
}

async function toTerms(
  { blobId }: Pick<Repository, 'blobId'>,
  position: Position,
  { wanted, actors, from, to, uses, expected }: RequestForm,
  problems: string[],
): Promise<RequestTerms> {
  const objects: ObjectKey[] = [];
  const titles = wanted.some(({ type }) => type === 'title') ? await readTitles(position) : new Map();
  for (const [index, one] of wanted.entries()) {
    const found = findWanted(position, one, titles);
    if (found.length === 1) objects.push(...found);
    else {
      const which = `line ${index + 1} of "Objects"`;
      problems.push(
        found.length === 0 ? `${which} names no recorded object` : `${which} fits ${found.length} objects: use kind/id`,
      );
    }
  }
  const states = new Map<ObjectKey, string>();
  if (expected !== null) {
    const object = objects.find((one) => idOf(one) === expected.id);
    if (object) states.set(object, blobId(expected.text));
    else problems.push('"Expected snapshot" is of an object that the request does not name');
  }
  const named = objects.filter((one, index) => idOf(one) === 'new' || objects.indexOf(one) === index);
  return { actors, objects: named.sort(), from, to, uses, expected: states };
}

function findWanted(
  { files, state }: Position,
  wanted: Wanted,
  titles: ReadonlyMap<string, readonly ObjectKey[]>,
): readonly ObjectKey[] {
  if (wanted.type === 'title') return titles.get(wanted.title) ?? [];
  if (wanted.type === 'id') {
    const all = kinds.map(({ name }) => objectKey(name, wanted.id));
    return all.filter((object) => files.blobs.has(pathOf(state.account, object) ?? ''));
  }
  // What is to be created is not recorded, and an id is sure whether it is or not.
  return isPathSafeId(idOf(wanted.object)) ? [wanted.object] : [];
}

async function readTitles({ files, state }: Position): Promise<ReadonlyMap<string, readonly ObjectKey[]>> {
  const folders = new Map(kinds.map((kind) => [kind.plural, kind]));
  const paths = [...files.blobs.keys()].filter((path) => /^[^/]+\/[^/]+\/[^/]+\/[0-9A-Za-z]+\.json$/.test(path));
  await files.load(paths);
  const titles = new Map<string, ObjectKey[]>();
  for (const path of paths) {
    const [, account, plural = '', file = ''] = path.split('/');
    const kind = folders.get(plural);
    const object = kind && objectKey(kind.name, file.slice(0, -'.json'.length));
    const title = object && account === state.account && !isOrder(object) ? titleOf(files.textOf(path) ?? '{}') : null;
    if (object && title !== null) titles.set(title.trim(), [...(titles.get(title.trim()) ?? []), object]);
  }
  return titles;
}

/** Titles of the objects that a request names, as they are recorded. */
export async function readTitlesOf(
  { files, state }: Position,
  objects: readonly ObjectKey[],
): Promise<ReadonlyMap<string, string>> {
  const paths = objects.map((object) => [object, pathOf(state.account, object) ?? ''] as const);
  await files.load(paths.map(([, path]) => path));
  return new Map(
    paths.flatMap(([object, path]) => {
      const title = titleOf(files.textOf(path) ?? '{}');
      return title === null ? [] : [[object, title] as const];
    }),
  );
}
