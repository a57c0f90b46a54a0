import { type Change, changesObject, otherFieldsOf, timeOf } from '#core/change.ts';
import { describeChange } from '#core/describe/describe-change.ts';
import { describeOrder } from '#core/describe/describe-order.ts';
import { describeOtherFields, describeUnsure, withOtherFields } from '#core/describe/describe-other-fields.ts';
import type { LastPlace } from '#core/describe/describe-state.ts';
import {
  describeLate,
  describeShortLived,
  describeTransient,
  describeUnchanged,
} from '#core/describe/describe-unchanged.ts';
import { unknownIp } from '#core/entry/audit-entry.ts';
import { hasAction } from '#core/entry/changed-objects.ts';
import { maskEntries, type Privacy } from '#core/entry/privacy.ts';
import type { Names } from '#core/names/names.ts';
import { idOf, isOrder, kindOf } from '#core/object-key.ts';
import { parseOrder } from '#core/order/order.ts';
import { sameRunOrder } from '#core/order/run-order.ts';
import { withUses } from '#core/references/describe-uses.ts';
import type { Use } from '#core/references/uses.ts';
import { assessRisk, riskOf as riskOfCodes } from '#core/risk/risk.ts';
import { titleIn } from '#core/snapshot/known-as.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { isSameState, type TextOf } from '#core/state/fold.ts';
import { withLateVerdict } from '#core/state/late-verdict.ts';
import type { ChangeRequest } from '#core/state/request-fold.ts';
import type { State } from '#core/state/state.ts';
import { secondsBetween } from '#core/time.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Description, Risk } from '#core/words.ts';
import { type ChangedStates, findOwnWrites } from '#core/write-back/own-writes.ts';
import type { Kind } from '#kinds/kind.ts';
import { findKind } from '#kinds/registry.ts';
import { isOffHours, isPlanned } from '#policy/hours.ts';
import { judge } from '#policy/judge.ts';
import type { RequestContext } from '#policy/judge-requests.ts';
import type { Policy } from '#policy/rule.ts';

/** A change with everything that is said of it. */
export interface JudgedChange {
  readonly change: Change;
  readonly verdict: Verdict;
  readonly risk: Risk;
  readonly description: Description;
  /** Order text after this commit, null where `order.json` stays. */
  readonly orderText: string | null;
}

export interface JudgeContext {
  readonly policy: Policy;
  readonly state: State;
  /** Approved change requests, as far as the changes before this one have left them. */
  readonly requests: ReadonlyMap<string, ChangeRequest>;
  readonly names: Names;
  readonly blobId: (text: string) => string;
  /** Text of a recorded blob, where it is at hand: orders are compared by it. */
  readonly textOf: TextOf;
  /** Known addresses are kept as privacy allows: they are compared as they are kept. */
  readonly privacy: Privacy;
  /** Title of an object as it is now. */
  readonly titleOf: (kind: string, id: string) => string | null;
  /** Whether an object runs as it is now; true where that is not known. */
  readonly isActive: (kind: string, id: string) => boolean;
  /** Objects that name the one that is changed. */
  readonly usesOf: (change: Change) => readonly Use[];
  /** Where an object stood in the recorded order; empty where its kind has none. */
  readonly placeOf: (kind: string, id: string) => LastPlace;
  /** Snapshots before and after the commit that a late entry explains. */
  readonly explained: ReadonlyMap<string, { readonly before: Snapshot | null; readonly after: Snapshot | null }>;
}

/** An actor counts as new only after the account has been watched this long: at first everyone is. */
const settledSeconds = 7 * 24 * 3600;

/** Verdict, risk and words of one change. Pure. */
export function judgeChange(change: Change, orderText: string | null, context: JudgeContext): JudgedChange {
  const { state, policy } = context;
  const recent = change.explains === undefined ? undefined : explainedBy(change, state);
  const snapshots = change.explains === undefined ? change : context.explained.get(change.explains);
  const own = findOwnWrites(toStates(change, recent, snapshots?.after ?? null, context), state.reverts, {
    blobId: context.blobId,
    isSameState: (object, a, b) => isSameState(object, a, b, context.textOf),
  });
  if (own.whole)
    return { change, verdict: ownVerdict(policy), orderText, risk: noRisk, description: describe(change, context) };
  const subject = {
    object: change.object,
    kind: kindOf(change.object),
    type: change.type,
    attribution: change.attribution,
    transient: change.transient,
    entries: own.others,
    titleBefore: titleIn(snapshots?.before?.value ?? {}),
    titleAfter: titleIn(snapshots?.after?.value ?? {}),
    visible: recent ? recent.before !== recent.after || recent.transient : changesObject(change) || isUnsure(change),
  };
  const alone = judge(policy, subject, toRequestContext(change, recent, context));
  const verdict = change.explains === undefined ? alone : withLateVerdict(recent, alone);
  return { change, verdict, orderText, risk: riskOf(change, verdict, context), description: describe(change, context) };
}

/** What change requests are compared with: for a late entry, the commit that it explains. */
function toRequestContext(
  { type, after, explains, others }: Change,
  recent: EpisodeChange | undefined,
  { requests, blobId }: JudgeContext,
): RequestContext {
  return {
    requests: [...requests.values()],
    created: (recent?.type ?? type) === 'created',
    after: recent ? recent.after : after && blobId(after.text),
    otherFields: recent ? (recent.otherFields ?? []) : (others?.changed ?? []),
    explains: explains ?? null,
  };
}

/** Blob ids around the change; a late entry is about the states of the commit that it explains. */
function toStates(
  { object, type, entries, before, after, explains }: Change,
  recent: EpisodeChange | undefined,
  snapshot: Snapshot | null,
  { blobId }: JudgeContext,
): ChangedStates {
  if (explains !== undefined) {
    return { object, entries, before: recent?.before ?? null, after: recent?.after ?? null, snapshot };
  }
  const id = (state: Snapshot | null) => state && blobId(state.text);
  return type === 'none'
    ? { object, entries, before: null, after: null, snapshot: null }
    : { object, entries, before: id(before), after: id(after), snapshot };
}

/** Whether an edit of a setting outside the snapshot would have gone unnoticed: then it is judged as if there was one. */
const isUnsure = ({ others }: Change): boolean => others !== undefined && others.unsure.length > 0;

const ownVerdict = ({ blob }: Policy): Verdict => ({
  decision: 'approved',
  reason: 'revert',
  policy: blob,
  failed: [],
});

/** Whatever the state does that was brought back: someone decided it. */
const noRisk: Risk = { level: 'low', reasons: [] };

const explainedBy = (change: Change, state: State): EpisodeChange | undefined =>
  state.recent.get(change.object)?.find(({ commit }) => commit === change.explains);

function riskOf(change: Change, verdict: Verdict, context: JudgeContext): Risk {
  const { state, policy, names, privacy } = context;
  const kind = findKind(kindOf(change.object));
  const otherFields = otherFieldsOf(change).length > 0;
  if (!kind) return noRisk;
  if (isUndoing(change, context)) return otherFields ? riskOfCodes(['other-field-changed']) : noRisk;
  const watched = [...state.baselines.values()].sort()[0] ?? change.observed;
  const settled = secondsBetween(watched, timeOf(change)) > settledSeconds;
  const entries = maskEntries(change.entries, privacy).filter(({ actorId }) => actorId !== '-1');
  return assessRisk({
    kind,
    type: change.type,
    before: change.before,
    after: change.after,
    transient: change.transient,
    otherFields,
    unseen: change.explains !== undefined || isUnsure(change),
    sameRunOrder: isSameRunOrder(kind, change, context),
    uses: context.usesOf(change),
    names,
    context: {
      firstSeenActor: settled && entries.some(({ actorId }) => !state.known.has(actorId)),
      firstSeenIp: entries.some(({ actorId, ip }) => {
        const ips = state.known.get(actorId) ?? [];
        return ip !== null && ip !== unknownIp && ips.length > 0 && !ips.includes(ip);
      }),
      offHours: isChangeOffHours(policy, verdict, entries),
    },
  });
}

function isChangeOffHours(policy: Policy, verdict: Verdict, entries: Change['entries']): boolean {
  const { hours, timezone } = policy;
  if (!hours || isPlanned(policy, verdict)) return false;
  return entries.some(({ time }) => isOffHours(hours, timezone, time));
}

function isSameRunOrder(kind: Kind, { type, before, after }: Change, { isActive }: JudgeContext): boolean {
  if (type !== 'reordered') return false;
  return sameRunOrder(orderIn(kind, before), orderIn(kind, after), (id) => isActive(kind.name, id));
}

const orderIn = (kind: Kind, snapshot: Snapshot | null) => parseOrder(kind, snapshot?.text ?? '[]') ?? [];

/** Whether it brings the object back to its approved state: whatever that state does, someone approved it. */
function isUndoing({ object, after, type }: Change, { state, blobId, textOf }: JudgeContext): boolean {
  const episode = state.episodes.get(object);
  const blob = after === null ? null : blobId(after.text);
  return episode !== undefined && type !== 'none' && isSameState(object, episode.approvedState, blob, textOf);
}

function describe(change: Change, context: JudgeContext): Description {
  const { object, before, after, entries } = change;
  const kind = findKind(kindOf(object));
  const explained = change.explains === undefined ? undefined : context.explained.get(change.explains);
  const known = [after, before, explained?.after, explained?.before]
    .map((one) => titleIn(one?.value ?? {}))
    .find((title) => title !== null);
  const title = context.titleOf(kindOf(object), idOf(object)) ?? known ?? '';
  if (change.explains !== undefined) return describeLate(title, entries.length);
  // Nothing was ever seen of it: the log's own label is all there is to show.
  if (!kind) return describeShortLived(entries);
  if (isOrder(object)) return describeReorder(kind, before, after, context);
  const fields = otherFieldsOf(change);
  if (change.type === 'none') {
    if (fields.length > 0) return describeOtherFields(title, fields);
    if (change.transient) return describeTransient(title, entries.length);
    return isUnsure(change) ? describeUnsure(title, change.others?.unsure) : describeUnchanged(title, entries.length);
  }
  const place = context.placeOf(kind.name, idOf(object));
  const described = withOtherFields(describeChange(kind, before, after, context.names, place), fields);
  const description = withUses(described, context.usesOf(change));
  // Its creation is not in the log: it was not made just now, it is recorded just now.
  const recorded = change.type === 'created' && !hasAction(entries, 'create');
  return recorded ? { ...description, verb: 'Record' } : description;
}

function describeReorder(
  kind: Kind,
  before: Snapshot | null,
  after: Snapshot | null,
  { names, titleOf, isActive }: JudgeContext,
): Description {
  return describeOrder(
    kind,
    orderIn(kind, before),
    orderIn(kind, after),
    (id) => titleOf(kind.name, id),
    names,
    (id) => isActive(kind.name, id),
  );
}
