import type { DecisionFacts, RequestTerms } from '#core/commit/commit-facts.ts';
import { kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import { later, type UtcTime } from '#core/time.ts';
import type { Verdict } from '#core/verdict.ts';

export interface ChangeRequest extends RequestTerms {
  /** Issue number, as digits. */
  readonly issue: string;
  /** The change commits that it approved, oldest first; `object` = the one of `objects` that they used. */
  readonly used: readonly { readonly commit: string; readonly object: ObjectKey }[];
}

/** The object of the decision about a request: `request/12`. */
export const requestKey = (issue: string): ObjectKey => objectKey('request', issue);

/** The one of `objects` that a change is about, whether or not it is used up; null where none is. */
export function findRequested({ objects }: RequestTerms, object: ObjectKey, created: boolean): ObjectKey | null {
  const asNew = objectKey(kindOf(object), 'new');
  return objects.find((one) => one === object) ?? (created ? (objects.find((one) => one === asNew) ?? null) : null);
}

/** Whether one of `objects` may still be used. */
export function isLeft({ objects, uses, used }: ChangeRequest, requested: ObjectKey): boolean {
  const count = (list: readonly ObjectKey[]) => list.filter((one) => one === requested).length;
  return uses === 'many' || count(used.map(({ object }) => object)) < count(objects);
}

export const isUsedUp = (request: ChangeRequest): boolean =>
  request.uses === 'once' && request.objects.every((object) => !isLeft(request, object));

/** The requests after one of them has approved a change. */
export function useRequest(
  requests: ReadonlyMap<string, ChangeRequest>,
  rule: string,
  use: { readonly commit: string; readonly object: ObjectKey; readonly created: boolean },
): ReadonlyMap<string, ChangeRequest> {
  const request = requests.get(rule.replace(/^#/, ''));
  const requested = request && findRequested(request, use.object, use.created);
  if (!request || !requested) return requests;
  const used = [...request.used, { commit: use.commit, object: requested }];
  return new Map([...requests, [request.issue, { ...request, used }]]);
}

/**
 * A decision about a request, made at a time: an approval holds for what is changed from then on, a rejection takes it back.
 * A second approval for the same issue starts it anew.
 */
export function foldRequestDecision(
  requests: ReadonlyMap<string, ChangeRequest>,
  { object, decision, request, time }: DecisionFacts,
  at: UtcTime,
): ReadonlyMap<string, ChangeRequest> {
  if (kindOf(object) !== 'request') return requests;
  const issue = object.slice('request/'.length);
  if (decision === 'rejected') return new Map([...requests].filter(([number]) => number !== issue));
  if (decision !== 'approved' || request === undefined) return requests;
  return new Map([...requests, [issue, { ...request, from: later(request.from, time ?? at), issue, used: [] }]]);
}

/** The requests after a recorded change; a late entry belongs to the use of the commit that it explains. */
export function useRecorded(
  requests: ReadonlyMap<string, ChangeRequest>,
  { verdict }: { readonly verdict: Pick<Verdict, 'reason' | 'rule'> },
  use: { readonly commit: string; readonly object: ObjectKey; readonly created: boolean },
): ReadonlyMap<string, ChangeRequest> {
  const { reason, rule } = verdict;
  if (reason !== 'change-request' || rule === undefined) return requests;
  if (requests.get(rule.slice(1))?.used.some(({ commit }) => commit === use.commit)) return requests;
  return useRequest(requests, rule, use);
}
