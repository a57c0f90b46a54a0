import type { BackfilledFacts, FactEntry } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { pathOf } from './history.ts';

/** Who made it, as an entry of its commit would say it; without an entry of the log its id is empty. */
export function editOf({ edit: { id, action, time, actor, ip } }: BackfilledFacts): readonly FactEntry[] {
  if (actor === null) return [];
  return [{ id: id ?? '', action: action ?? '', time, actorName: actor.name, actorId: actor.id, ip }];
}

/** The states before and after it, as blob ids; null where the object was not there, or nobody knows. */
export function statesOf(
  { account, object }: BackfilledFacts,
  { paths }: CommitRecord,
): { readonly before: string | null; readonly after: string | null } {
  const path = pathOf(account, object);
  const file = paths.find((one) => one.path === path);
  return { before: file?.before ?? null, after: file?.after ?? null };
}
