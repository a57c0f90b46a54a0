import type { Addresses } from '#core/entry/author.ts';
import { parseNames } from '#core/names/names-text.ts';
import { snapshotPath } from '#core/object-key.ts';
import type { Kind } from '#kinds/kind.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import type { BackfillRun } from './backfill-run.ts';
import { idsIn, openPastStates, type PastStates } from './past-states.ts';
import type { PastContext } from './plan-past.ts';

/** Path → blob id of the baseline's files. */
type Tree = ReadonlyMap<string, string>;

/** The states of the past, with what only the baseline knows of them. */
export async function openStates(
  { repository, config: { account } }: BackfillRun,
  kind: Kind,
  tree: Tree,
): Promise<PastStates> {
  const blobOf = (id: string): string | undefined => tree.get(snapshotPath(account, kind.plural, id));
  const ids = idsIn(account, kind, tree.keys());
  const texts = await repository.readBlobs([...ids, 'order'].flatMap((id) => blobOf(id) ?? []));
  const textOf = (id: string): string | null => texts.get(blobOf(id) ?? '') ?? null;
  const known = new Map(ids.flatMap((id) => [[id, textOf(id) ?? '']] as const));
  return openPastStates({ account, kind, texts: known, order: textOf('order') });
}

/** What the commits are worded with: the words of today, and people's names. */
export async function openContext(
  run: BackfillRun,
  { tip, now, people }: Pick<PastContext, 'now' | 'people'> & { readonly tip: string },
): Promise<PastContext> {
  const { repository, config } = run;
  const { account, committer } = config;
  const words = await repository.readFile(tip, namesPath(account));
  return {
    ...{ account, committer, now, people, addresses: addressesOf(config) },
    names: parseNames(words ?? '{}'),
  };
}

const addressesOf = ({ identities }: BackfillRun['config']): Addresses =>
  Object.fromEntries([...identities].map(([id, { email }]) => [id, { email: email ?? undefined }]));
