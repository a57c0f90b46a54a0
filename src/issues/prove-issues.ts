import type { ObjectKey } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import type { State } from '#core/state/state.ts';
import type { UtcTime } from '#core/time.ts';
import type { ConfirmDecisions, DecisionClaim } from '#ledger/confirm-decisions.ts';
import { type LoadedLedger, loadLedger } from '#ledger/load-ledger.ts';
import type { Ledger, PublishRun } from '#ledger/publish.ts';
import type { LedgerReading } from '#ledger/read-ledger.ts';
import type { Issues } from '#ports.ts';
import type { IssueRun } from './issue-run.ts';
import { planAttention } from './plan-attention.ts';
import { type Hub, readHub } from './read-hub.ts';
import { openShowKeys } from './show-keys.ts';
import { type Findings, noFindings } from './trust-alerts.ts';
import type { EndOf } from './work.ts';

/** What issues are written and closed by. */
export interface Proved {
  readonly hub: Hub;
  readonly ledger: Ledger;
  readonly endOf: EndOf;
  readonly findings: Findings;
  /** The state said something that no commit says; it is built anew, and not pushed yet. */
  readonly isRepaired: boolean;
}

export interface Proving {
  readonly run: IssueRun & PublishRun & { readonly issues: Issues | null };
  readonly hub: Hub;
  readonly reading: LedgerReading;
  readonly ledger: Ledger;
  /** Ids of the comments that this very run has carried out. */
  readonly own: ReadonlySet<string>;
  /** Objects about which this very run has recorded something. */
  readonly touched: ReadonlySet<ObjectKey>;
  readonly now: UtcTime;
}

/**
 * Whatever an issue says when it closes, a commit says that this run has read. So before anything is closed on the word of a
 * state, history is read and compared with it, and GitHub is asked for the comments behind the decisions that are cited. An end
 * that the state has forgotten by now is found in history as well. The same before an issue is written that nothing in this run
 * was about: someone may have changed what the state remembers of it.
 */
export async function proveIssues(proving: Proving): Promise<Proved> {
  const { run, hub, reading, ledger, now } = proving;
  const asIs = { hub, ledger, findings: noFindings, isRepaired: false };
  const { ended: numbers, isUnasked } = listClaims(proving);
  if (numbers.length === 0 && (!isUnasked || reading.proven)) return { ...asIs, endOf: () => null };
  if (reading.proven && reading.whole !== null) return { ...asIs, endOf: toEndOf(ledger.state, reading.whole) };
  const hearing = openHearing(ledger.state);
  const proved = await loadLedger({ ...run, confirm: hearing.confirm }, now);
  const isBorneOut = await hasWitnesses(proving, proved, hearing.heard, new Set(numbers));
  return toProved(proving, isBorneOut ? proved : await loadLedger(run, now));
}

/** What is about to be said on the word of the state: issues that are over, and whether any other is to be written unasked. */
function listClaims({ run, hub, ledger, touched }: Proving) {
  const { ended, numbers, unfiled } = planAttention(ledger.state, hub.notes, openShowKeys(run, ledger), hub.everything);
  const isUntouched = ({ object }: Episode) => !touched.has(object);
  const open = hub.notes.all().filter(([, issue]) => issue.role === 'drift' && issue.open).length;
  const isUnasked =
    [...ledger.state.episodes.values()].some(
      (episode) => episode.issue !== null && numbers.has(episode.issue) && isUntouched(episode),
    ) ||
    (open < run.config.issues.maxOpen && unfiled.some(isUntouched));
  return { ended, isUnasked };
}

async function toProved({ run, hub, now }: Proving, { reading, ledger }: LoadedLedger): Promise<Proved> {
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
  { run, own }: Proving,
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
