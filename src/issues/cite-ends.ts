import type { State } from '#drift/state.ts';
import type { UtcTime } from '#drift/time.ts';
import type { History } from '#ledger/load-history.ts';
import type { Position, PublishRun } from '#ledger/publish.ts';
import { loadStanding } from '#ledger/standing.ts';
import type { Issues } from '#ports.ts';
import type { IssueRun } from './issue-run.ts';
import { type Hub, readHub } from './read-hub.ts';
import { hasEnded } from './show-all.ts';
import { type Findings, noFindings } from './trust-alerts.ts';
import type { EndOf } from './work.ts';

/** What issues are closed by. */
export interface Cited {
  readonly hub: Hub;
  readonly position: Position;
  readonly endOf: EndOf;
  readonly findings: Findings;
  /** The state said something that no commit says; it is built anew, and not pushed yet. */
  readonly isRepaired: boolean;
}

type CitingRun = IssueRun & PublishRun & { readonly issues: Issues | null };

/**
 * Whatever an issue says when it closes, a commit says that this run has read. So before anything is closed on the word of a
 * state, history is read and compared with it, decisions with their comments. An end that the state has forgotten by now is
 * found in history as well.
 */
export async function citeEnds(
  run: CitingRun,
  { history, position }: { readonly history: History; readonly position: Position },
  hub: Hub,
  now: UtcTime,
): Promise<Cited> {
  const asIs = { hub, position, findings: noFindings, isRepaired: false };
  if (!hasEnded(run, hub, position)) return { ...asIs, endOf: () => null };
  if (history.proven && history.whole !== null) return { ...asIs, endOf: toEndOf(position.state, history.whole) };
  const proved = await loadStanding(run, now);
  const isRepaired = proved.history.source === 'history';
  const { state } = proved.position;
  return {
    position: proved.position,
    // What a state that nobody can vouch for remembers of GitHub is worth as little.
    hub: isRepaired && run.issues !== null ? await readHub({ ...run, issues: run.issues }, state, now, true) : hub,
    endOf: toEndOf(state, proved.history.whole),
    findings: proved.history,
    isRepaired,
  };
}

const toEndOf =
  ({ ended }: State, whole: State | null): EndOf =>
  (object) =>
    ended.get(object) ?? whole?.ended.get(object) ?? null;
