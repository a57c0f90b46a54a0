import type { State } from '#core/state/state.ts';
import type { UtcTime } from '#core/time.ts';
import type { ConfirmDecisions, DecisionClaim } from '#ledger/confirm-decisions.ts';
import { type LoadedLedger, loadLedger } from '#ledger/load-ledger.ts';
import type { Ledger, PublishRun } from '#ledger/publish.ts';
import type { LedgerReading } from '#ledger/read-ledger.ts';
import type { Issues } from '#ports.ts';
import type { IssueRun } from './issue-run.ts';
import { type Hub, readHub } from './read-hub.ts';
import { listEnded } from './show-all.ts';
import { type Findings, noFindings } from './trust-alerts.ts';
import type { EndOf } from './work.ts';

/** What issues are closed by. */
export interface Cited {
  readonly hub: Hub;
  readonly ledger: Ledger;
  readonly endOf: EndOf;
  readonly findings: Findings;
  /** The state said something that no commit says; it is built anew, and not pushed yet. */
  readonly isRepaired: boolean;
}

export interface Citing {
  readonly run: IssueRun & PublishRun & { readonly issues: Issues | null };
  readonly hub: Hub;
  readonly reading: LedgerReading;
  readonly ledger: Ledger;
  /** Ids of the comments that this very run has carried out. */
  readonly own: ReadonlySet<string>;
  readonly now: UtcTime;
}

/**
 * Whatever an issue says when it closes, a commit says that this run has read. So before anything is closed on the word of a
 * state, history is read and compared with it, and GitHub is asked for the comments behind the decisions that are cited. An end
 * that the state has forgotten by now is found in history as well.
 */
export async function citeEnds(citing: Citing): Promise<Cited> {
  const { run, hub, reading, ledger, now } = citing;
  const asIs = { hub, ledger, findings: noFindings, isRepaired: false };
  const numbers = listEnded(run, hub, ledger);
  if (numbers.length === 0) return { ...asIs, endOf: () => null };
  if (reading.proven && reading.whole !== null) return { ...asIs, endOf: toEndOf(ledger.state, reading.whole) };
  const hearing = openHearing(ledger.state);
  const proved = await loadLedger({ ...run, confirm: hearing.confirm }, now);
  const isBorneOut = await hasWitnesses(citing, proved, hearing.heard, new Set(numbers));
  return toCited(citing, isBorneOut ? proved : await loadLedger(run, now));
}

async function toCited({ run, hub, now }: Citing, { reading, ledger }: LoadedLedger): Promise<Cited> {
  const { state } = ledger;
  const isRepaired = reading.source === 'history';
  const { issues } = run;
  // What a state that nobody can vouch for remembers of GitHub is worth as little.
  const current = isRepaired && issues !== null ? await readHub({ ...run, issues }, state, now, true) : hub;
  return { hub: current, ledger, endOf: toEndOf(state, reading.whole), findings: reading, isRepaired };
}

interface Hearing {
  readonly confirm: ConfirmDecisions;
  /** Commit → what it claims. */
  readonly heard: ReadonlyMap<string, DecisionClaim>;
}

/** Lets each decision count as the state has it: nobody is asked about those that nothing is closed by. */
function openHearing({ unconfirmed }: State): Hearing {
  const reasons = new Map(unconfirmed.map(({ commit, reason }) => [commit, reason]));
  const heard = new Map<string, DecisionClaim>();
  return {
    heard,
    confirm: async (claims) => {
      for (const claim of claims) heard.set(claim.commit, claim);
      return new Map(claims.map(({ commit }) => [commit, reasons.get(commit) ?? null]));
    },
  };
}

/** Whether GitHub bears out the decisions that the issues `numbers` would be closed by. */
async function hasWitnesses(
  { run, own }: Citing,
  { reading, ledger }: LoadedLedger,
  heard: ReadonlyMap<string, DecisionClaim>,
  numbers: ReadonlySet<number>,
): Promise<boolean> {
  const ends = [...(reading.whole?.ended ?? []), ...ledger.state.ended].map(([, end]) => end);
  const cited = ends.filter(
    ({ issue, decision }) => issue !== null && numbers.has(issue) && !own.has(decision?.comment ?? ''),
  );
  const commits = new Set(cited.flatMap(({ decision }) => decision?.commit ?? []));
  const claims = [...commits].flatMap((commit) => heard.get(commit) ?? []);
  if (claims.length === 0) return true;
  return [...(await run.confirm(claims)).values()].every((reason) => reason === null);
}

const toEndOf =
  ({ ended }: State, whole: State | null): EndOf =>
  (object) =>
    ended.get(object) ?? whole?.ended.get(object) ?? null;
