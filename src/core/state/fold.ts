import type { DecisionFacts, GitHubAccount, LogAlert } from '#core/commit/commit-facts.ts';
import { isLogged, unknownIp } from '#core/entry/audit-entry.ts';
import { isOrder, kindOf, type ObjectKey } from '#core/object-key.ts';
import { parseOrder } from '#core/order/order.ts';
import { sameRelativeOrder } from '#core/order/order-edits.ts';
import { isSameMasked } from '#core/snapshot/redact.ts';
import { addSeconds, earlier, later, type UtcTime } from '#core/time.ts';
import { findKind } from '#kinds/registry.ts';
import { acceptAlert, addAlerts } from './alerts.ts';
import type { EpisodeChange } from './episode.ts';
import { type IsApprovedState, recordChange, recordDecision, recordLateChange } from './episode-fold.ts';
import { recordExpiry } from './expiry-fold.ts';
import { foldRequestDecision, useRecorded } from './request-fold.ts';
import { recordRevert } from './revert-fold.ts';
import type { State } from './state.ts';
import { type Draft, toDraft, toState } from './state-draft.ts';
import { recordAccepted } from './vanished.ts';

/** What one commit that counts says, whichever way it was learned: just written, or parsed from history. */
export type RecordedEvent =
  | {
      readonly type: 'change';
      readonly object: ObjectKey;
      readonly change: EpisodeChange;
      /** The commit that a late entry belongs to. */
      readonly explains: string | null;
    }
  | {
      readonly type: 'baseline';
      readonly time: UtcTime;
      readonly kinds: readonly string[];
      readonly snapshotFormat: number;
      readonly redaction: string;
      readonly personal: boolean;
      readonly branch: string | null;
      readonly config: string | null;
      readonly accounts: readonly GitHubAccount[];
    }
  | { readonly type: 'configuration'; readonly config: string | null; readonly accounts: readonly GitHubAccount[] }
  | { readonly type: 'move'; readonly to: string }
  | {
      readonly type: 'decision';
      readonly commit: string;
      readonly decision: DecisionFacts;
      /** When the commit was made. */
      readonly at: UtcTime;
      /** The signature of an allowed signer stands for it. */
      readonly signed?: true;
    }
  /** The approval of `approval`, a commit, is over. */
  | { readonly type: 'expiry'; readonly object: ObjectKey; readonly approval: string; readonly time: UtcTime }
  /** Entries of the kept log that someone must look at. */
  | { readonly type: 'alerts'; readonly alerts: readonly LogAlert[] }
  | { readonly type: 'watermark'; readonly time: UtcTime };

/** Text of a blob as it would be written today, where it is at hand. */
export type TextOf = (blob: string, object: ObjectKey) => string | null;

/** IPs kept of one actor at most: who roams further is known by the newest. */
const knownIpsPerActor = 50;

/**
 * The state after the events of some commits, oldest first. A live run and a rebuild from history both go through here,
 * so that the state ref can never say anything that history does not.
 */
export function foldEvents(state: State, events: Iterable<RecordedEvent>, textOf: TextOf): State {
  const draft = toDraft(state);
  for (const event of events) foldInto(draft, event, textOf);
  return toState(draft);
}

/** One event more; changes the draft. */
export function foldInto(draft: Draft, event: RecordedEvent, textOf: TextOf): void {
  if (event.type === 'watermark') {
    draft.watermark = later(draft.watermark, event.time);
  } else if (event.type === 'baseline') {
    for (const kind of event.kinds) {
      // What a kind's first baseline does not hold has an entry; only objects of people's own come in with a later one.
      if (!draft.baselines.has(kind) || event.personal !== draft.personal) draft.baselines.set(kind, event.time);
    }
    draft.snapshotFormat = event.snapshotFormat;
    draft.redaction = event.redaction;
    draft.personal = event.personal;
    draft.branch = event.branch ?? draft.branch;
    foldConfiguration(draft, event);
  } else if (event.type === 'configuration') {
    foldConfiguration(draft, event);
  } else if (event.type === 'move') {
    draft.branch = event.to;
  } else if (event.type === 'decision') {
    const { commit, decision, at } = event;
    recordDecision(draft, decision, commit, at);
    recordRevert(draft, commit, decision);
    draft.requests = foldRequestDecision(draft.requests, decision, event.at);
    recordAccepted(draft, decision, at);
    draft.alerts = acceptAlert(draft.alerts, decision);
  } else if (event.type === 'alerts') {
    draft.alerts = addAlerts(draft.alerts, event.alerts);
  } else if (event.type === 'expiry') {
    recordExpiry(draft, event, toIsApprovedState(event.object, textOf));
  } else {
    const { object, change, explains } = event;
    foldEntries(draft, change);
    const isApprovedState = toIsApprovedState(object, textOf);
    if (explains === null) recordChange(draft, object, change, isApprovedState);
    else recordLateChange(draft, object, change, explains, isApprovedState);
    foldRequest(draft, event);
  }
}

const toIsApprovedState =
  (object: ObjectKey, textOf: TextOf): IsApprovedState =>
  (approvedState, after) =>
    isSameState(object, approvedState, after, textOf);

/** The first id of a login stays: who takes the name later is someone else. */
function foldConfiguration(
  draft: Draft,
  { config, accounts }: { readonly config: string | null; readonly accounts: readonly GitHubAccount[] },
): void {
  draft.config = config;
  for (const { login, id } of accounts) {
    const name = login.toLowerCase();
    if (!draft.accounts.has(name)) draft.accounts.set(name, id);
  }
}

function foldRequest(draft: Draft, { object, change, explains }: Extract<RecordedEvent, { readonly type: 'change' }>) {
  const explained = explains === null ? undefined : draft.recent.get(object)?.find(({ commit }) => commit === explains);
  const created = (explained ?? change).type === 'created';
  draft.requests = useRecorded(draft.requests, change, { commit: explains ?? change.commit, object, created });
}

function foldEntries(draft: Draft, change: EpisodeChange): void {
  for (const entry of change.entries) {
    const { id, time, actorId, ip } = entry;
    if (isLogged(entry)) draft.seen.set(id, time);
    const ips = draft.known.get(actorId) ?? [];
    if (ip === null || ip === unknownIp || ips.includes(ip)) draft.known.set(actorId, ips);
    else draft.known.set(actorId, [...ips, ip].slice(-knownIpsPerActor));
  }
  if (draft.pending.length > 0) draft.pending = draft.pending.filter(({ id }) => !draft.seen.has(id));
}

/**
 * Equal bytes, or equal texts after `textOf` has applied today's redaction to both, as far as their masks show. For an
 * order: the ids that both have are in the same relative order (docs/semantics.md, Order).
 */
export function isSameState(object: ObjectKey, a: string | null, b: string | null, textOf: TextOf): boolean {
  if (a === b) return true;
  const kind = findKind(kindOf(object));
  if (a === null || b === null || !kind) return false;
  const [textA, textB] = [textOf(a, object), textOf(b, object)];
  if (textA === null || textB === null) return false;
  if (!isOrder(object)) return isSameMasked(textA, textB);
  const [orderA, orderB] = [parseOrder(kind, textA), parseOrder(kind, textB)];
  return orderA !== null && orderB !== null && sameRelativeOrder(orderA, orderB);
}

/**
 * Forgets what no late entry can reach any more: ids, commits and ended episodes older than the audit window and an hour.
 * While entries wait for longer than that, the log is read again from their time on, and what it shows must be known.
 */
export function forget(state: State, now: UtcTime, auditWindowSeconds: number): State {
  const oldest = state.pending.reduce((time, entry) => earlier(time, entry.time), state.watermark);
  const horizon = earlier(addSeconds(now, -(auditWindowSeconds + 3600)), addSeconds(oldest, -3600));
  const recent = [...state.recent].map(
    ([object, changes]) => [object, changes.filter(({ observed }) => observed >= horizon)] as const,
  );
  return {
    ...state,
    seen: new Map([...state.seen].filter(([, time]) => time >= horizon)),
    recent: new Map(recent.filter(([, changes]) => changes.length > 0)),
    ended: new Map([...state.ended].filter(([, { at }]) => at >= horizon)),
    reverts: state.reverts.filter(({ from, until }) => (until ?? from) >= horizon),
    decisions: state.decisions.filter(({ at }) => at >= horizon),
    requests: new Map([...state.requests].filter(([, { to }]) => to >= horizon)),
    accepted: new Map([...state.accepted].filter(([, { at }]) => at >= horizon)),
  };
}
