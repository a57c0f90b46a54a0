import { isOrder, kindOf, type ObjectKey, objectAt } from '#core/object-key.ts';
import { findKind, kinds } from '#kinds/registry.ts';
import type { Repository } from '#ports.ts';
import { titleOf } from './snapshot-text.ts';

export interface TitledObject {
  readonly object: ObjectKey;
  readonly title: string;
  /** Whether it is recorded as being there. */
  readonly present: boolean;
}

/** Path → blob of everything recorded now, and of what was deleted as it was last. */
export interface RecordedPaths {
  readonly recorded: ReadonlyMap<string, string>;
  readonly deleted: ReadonlyMap<string, string>;
}

/** Objects that are suggested as near. */
const mostNear = 5;

/** Every object that has or had a file, with its last title. */
export async function readTitles(
  repository: Pick<Repository, 'readBlobs'>,
  account: string,
  { recorded, deleted }: RecordedPaths,
): Promise<readonly TitledObject[]> {
  const files = [...new Map([...deleted, ...recorded])].flatMap(([path, blob]) => {
    const object = objectAt(account, path);
    return object === null ? [] : [{ object, blob, present: recorded.has(path) }];
  });
  const texts = await repository.readBlobs(files.map(({ blob }) => blob));
  return files.map(({ object, blob, present }) => ({ object, title: titleIn(texts.get(blob) ?? ''), present }));
}

/** The objects that the orders among `objects` name; without an order there is nothing to look up. */
export async function readOrderedTitles(
  repository: Pick<Repository, 'readBlobs'>,
  account: string,
  objects: readonly ObjectKey[],
  { recorded, deleted }: RecordedPaths,
): Promise<readonly TitledObject[]> {
  const folders = new Set(
    objects.flatMap((object) => {
      const kind = isOrder(object) ? findKind(kindOf(object)) : undefined;
      return kind === undefined ? [] : [`snapshots/${account}/${kind.plural}/`];
    }),
  );
  const only = (paths: ReadonlyMap<string, string>) =>
    new Map([...paths].filter(([path]) => [...folders].some((folder) => path.startsWith(folder))));
  return folders.size === 0
    ? []
    : readTitles(repository, account, { recorded: only(recorded), deleted: only(deleted) });
}

const collator = new Intl.Collator('en', { numeric: true });

type Titled = Pick<TitledObject, 'object' | 'title'>;

/** Kinds in their usual order, each by its titles; its order comes last. */
export const compareTitled = (a: Titled, b: Titled): number =>
  rankOf(a) - rankOf(b) || collator.compare(a.title, b.title) || collator.compare(a.object, b.object);

const rankOf = ({ object }: Titled): number =>
  kinds.findIndex(({ name }) => name === kindOf(object)) * 2 + Number(isOrder(object));

/** Of a recorded text, empty where it has none. */
export function titleIn(text: string): string {
  try {
    return titleOf(text) ?? '';
  } catch {
    return '';
  }
}

/**
 * The objects that have a title: those that are there rather than deleted ones, exactly so rather than in other letters. More than
 * one where several are called that.
 */
export function findTitled(objects: readonly TitledObject[], typed: string): readonly TitledObject[] {
  const exact = objects.filter(({ title }) => title === typed);
  const found = exact.length > 0 ? exact : objects.filter(({ title }) => fold(title) === fold(typed));
  const present = found.filter((one) => one.present);
  return present.length > 0 ? present : found;
}

/** The objects that a person may have meant, best first: same id, then the most alike titles. */
export function findNear(objects: readonly TitledObject[], typed: string): readonly TitledObject[] {
  const [, kind = '', wanted = typed] = /^([a-z]+)\/(.*)$/s.exec(typed) ?? [];
  const text = fold(wanted);
  const scored = objects.map((candidate) => {
    const [name, id] = candidate.object.split('/');
    const likeness = id === wanted ? 1 : Math.max(alike(text, fold(candidate.title)), 0.9 * alike(text, id ?? ''));
    return { candidate, score: likeness + (name === kind ? 0.05 : 0) };
  });
  const best = scored.reduce((most, { score }) => Math.max(most, score), 0);
  return scored
    .filter(({ score }) => score >= (best >= 1 ? 1 : 0.4))
    .sort((a, b) => b.score - a.score)
    .slice(0, mostNear)
    .map(({ candidate }) => candidate);
}

const fold = (text: string): string => text.slice(0, 300).toLowerCase().replace(/\s+/gu, ' ').trim();

/** 1 = equal, 0.95 = one begins the other, 0.9 = one holds the other; else the share of letter pairs that both have (Dice). */
function alike(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length < 3 || b.length < 3) return 0;
  if (b.startsWith(a) || a.startsWith(b)) return 0.95;
  if (b.includes(a) || a.includes(b)) return 0.9;
  const [left, right] = [pairs(a), pairs(b)];
  const shared = [...left].reduce((sum, [pair, count]) => sum + Math.min(count, right.get(pair) ?? 0), 0);
  return (2 * shared) / (a.length + b.length - 2);
}

function pairs(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let index = 0; index + 1 < text.length; index += 1) {
    const pair = text.slice(index, index + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}
