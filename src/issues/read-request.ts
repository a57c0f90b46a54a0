import type { RequestTerms } from '#core/commit/commit-facts.ts';
import { idOf, isOrder, type ObjectKey, objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { kinds } from '#kinds/registry.ts';
import type { Ledger } from '#ledger/publish.ts';
import { titleOf } from '#ledger/snapshot-text.ts';
import { parseRequestForm, type RequestForm, termsText, type Wanted } from '#policy/change-request.ts';
import { type RequestSources, readExpected } from './read-expected.ts';

/** A request as it is understood now. `hash` = what a read-back shows and an approval is bound to. */
export type ReadRequest = {
  readonly hash: string;
  /** The pull request that the expected states are read from. */
  readonly pullRequest: number | null;
  /** Whether other recorded objects may give it another meaning. */
  readonly dependsOnTree: boolean;
} & (
  | { readonly type: 'usable'; readonly terms: RequestTerms }
  | { readonly type: 'unusable'; readonly problems: readonly string[] }
);

/** Reads the form, looks its objects up in what is recorded, and reads the pull request that it names as it is now. */
export async function readRequest(sources: RequestSources, ledger: Ledger, body: string): Promise<ReadRequest> {
  const { blobId } = sources.repository;
  const toUnusable = (problems: readonly string[], pullRequest: number | null): ReadRequest => ({
    ...{ type: 'unusable', problems, hash: blobId(problems.join('\n')) },
    ...{ pullRequest, dependsOnTree: true },
  });
  const parsed = parseRequestForm(body, sources.issues.webUrl);
  if (parsed.type === 'unusable') return toUnusable(parsed.problems, null);
  const problems: string[] = [];
  const terms = await toTerms(sources, ledger, parsed.form, problems);
  const { expected, wanted } = parsed.form;
  const pullRequest = expected?.type === 'pull-request' ? expected.number : null;
  if (problems.length > 0) return toUnusable(problems, pullRequest);
  const dependsOnTree = wanted.some(({ type }) => type !== 'object');
  return { type: 'usable', terms, hash: blobId(termsText(terms)), pullRequest, dependsOnTree };
}

async function toTerms(
  sources: RequestSources,
  ledger: Ledger,
  { wanted, actors, from, to, uses, expected }: RequestForm,
  problems: string[],
): Promise<RequestTerms> {
  const objects: ObjectKey[] = [];
  const titles = wanted.some(({ type }) => type === 'title') ? await readTitles(ledger) : new Map();
  for (const [index, one] of wanted.entries()) {
    const found = findWanted(ledger, one, titles);
    if (found.length === 1) objects.push(...found);
    else {
      const which = `line ${index + 1} of "Objects"`;
      problems.push(
        found.length === 0
          ? `${which} names no recorded object`
          : `${which} matches ${found.length} objects: use kind/id`,
      );
    }
  }
  const named = objects.filter((one, index) => idOf(one) === 'new' || objects.indexOf(one) === index);
  const states = await readExpected(sources, ledger.state.account, named, expected, problems);
  return { actors, objects: named.sort(), from, to, uses, expected: states };
}

function findWanted(
  { files, state }: Ledger,
  wanted: Wanted,
  titles: ReadonlyMap<string, readonly ObjectKey[]>,
): readonly ObjectKey[] {
  if (wanted.type === 'title') return titles.get(wanted.title) ?? [];
  if (wanted.type === 'id') {
    const all = kinds.map(({ name }) => objectKey(name, wanted.id));
    return all.filter((object) => files.blobs.has(pathOf(state.account, object) ?? ''));
  }
  // What is to be created is not recorded, and an id is sure whether it is or not.
  return [wanted.object];
}

async function readTitles({ files, state }: Ledger): Promise<ReadonlyMap<string, readonly ObjectKey[]>> {
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
  { files, state }: Ledger,
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
