import { foldInto, type TextOf } from './fold.ts';
import { applyPaths, type OwnCommit, pathOf, toEvents } from './history.ts';
import { emptyState } from './state.ts';
import { toDraft } from './state-draft.ts';

/**
 * Path → blob ids of every state that was the approved one at some time: what was recorded while no episode of its object was
 * open. `commits` = all that count, oldest first.
 */
export function foldApproved(
  account: string,
  commits: Iterable<OwnCommit>,
  textOf: TextOf,
): ReadonlyMap<string, ReadonlySet<string>> {
  const draft = toDraft(emptyState(account));
  const recorded = new Map<string, string>();
  const approved = new Map<string, Set<string>>();
  const note = (path: string): void => {
    const blob = recorded.get(path);
    if (blob === undefined) return;
    const known = approved.get(path);
    if (known) known.add(blob);
    else approved.set(path, new Set([blob]));
  };
  for (const own of commits) {
    const { facts, record } = own;
    for (const event of toEvents(own, recorded)) foldInto(draft, event, textOf);
    applyPaths(recorded, record);
    if (facts.type === 'baseline') for (const { path } of record.paths) note(path);
    else if (facts.type === 'change' || facts.type === 'decision') {
      const path = pathOf(account, facts.object);
      if (path !== null && !draft.episodes.has(facts.object)) note(path);
    }
  }
  return approved;
}
