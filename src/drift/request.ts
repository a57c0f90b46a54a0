import type { DecisionFacts } from './commit-facts.ts';
import { kindOf, type ObjectKey, objectKey } from './object-key.ts';
import type { Draft } from './state-draft.ts';
import type { UtcTime } from './time.ts';

/** What an approved change request allows; all of it stands in the decision commit, so that verdicts can be made again. */
export interface RequestTerms {
  /** Zendesk user ids. */
  readonly actors: readonly string[];
  /** `kind/id`, `kind/order`, or `kind/new` once for each object that may be created. */
  readonly objects: readonly ObjectKey[];
  /** `from` inclusive, `to` exclusive. */
  readonly from: UtcTime;
  readonly to: UtcTime;
  /** Object → blob id that it must have afterwards; an object without one may become anything. */
  readonly expected: ReadonlyMap<ObjectKey, string>;
  /** Each object once, or any number of times inside the window. */
  readonly uses: 'once' | 'many';
}

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

/** A decision about a request: it holds from now on. A second one for the same issue starts it anew. */
export function recordRequest(draft: Draft, { object, decision, request }: DecisionFacts): void {
  if (kindOf(object) !== 'request' || decision !== 'approved' || request === undefined) return;
  const issue = object.slice('request/'.length);
  draft.requests = new Map([...draft.requests, [issue, { ...request, issue, used: [] }]]);
}
