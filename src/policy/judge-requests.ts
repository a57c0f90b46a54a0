import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { type ChangeRequest, findRequested, isLeft } from '#core/state/request-fold.ts';
import type { FailedClause } from '#core/verdict.ts';

/** What approved change requests are compared with, beside the entries. */
export interface RequestContext {
  /** Approved ones, used or not. */
  readonly requests: readonly ChangeRequest[];
  readonly created: boolean;
  /** Blob id of the state after the change, null where the object is not there. */
  readonly after: string | null;
  /** Names of settings outside the snapshot that changed as well: no request can have expected them. */
  readonly otherFields: readonly string[];
  /** The commit that late entries explain: what that one has used is still its own. */
  readonly explains: string | null;
}

export const noRequests: RequestContext = {
  requests: [],
  created: false,
  after: null,
  otherFields: [],
  explains: null,
};

/** The request that covers all these entries of one change, as its rule name; or why those that come near do not. */
export function judgeByRequests(
  object: ObjectKey,
  entries: readonly AuditEntry[],
  context: RequestContext,
): { readonly rule: string | null; readonly failed: readonly FailedClause[] } {
  const failed: FailedClause[] = [];
  for (const request of context.requests) {
    const ofChange = listChangeFailures(request, object, context);
    const ofEntries = entries.flatMap((entry) => listEntryFailures(request, entry));
    if (ofChange.length + ofEntries.length === 0) return { rule: ruleOf(request), failed: [] };
    // One that is about other objects and other people is no news to anybody who looks at this change.
    const near = !ofChange.some(({ clause }) => clause === 'objects') || ofEntries.length === 0;
    if (near) failed.push(...ofChange, ...firstOfEach(ofEntries));
  }
  return { rule: null, failed };
}

const ruleOf = ({ issue }: ChangeRequest): string => `#${issue}`;

function listChangeFailures(
  request: ChangeRequest,
  object: ObjectKey,
  { created, after, otherFields, explains }: RequestContext,
): readonly FailedClause[] {
  const rule = ruleOf(request);
  const requested = findRequested(request, object, created);
  if (requested === null) return [{ rule, clause: 'objects', found: object, wanted: list(request.objects) }];
  const failed: FailedClause[] = [];
  const own = request.used.some(({ commit }) => commit === explains);
  if (!own && !isLeft(request, requested)) failed.push({ rule, clause: 'uses', found: 'already used', wanted: 'once' });
  const expected = request.expected.get(requested);
  if (expected !== undefined && (expected !== after || otherFields.length > 0)) {
    const found = [after?.slice(0, 7) ?? 'none', ...otherFields].join(' with another ');
    failed.push({ rule, clause: 'content', found, wanted: expected.slice(0, 7) });
  }
  return failed;
}

function listEntryFailures(request: ChangeRequest, entry: AuditEntry): readonly FailedClause[] {
  const rule = ruleOf(request);
  const failed: FailedClause[] = [];
  if (!request.actors.includes(entry.actorId)) {
    failed.push({ rule, clause: 'actors', found: entry.actorId, wanted: list(request.actors) });
  }
  if (entry.time < request.from || entry.time >= request.to) {
    failed.push({ rule, clause: 'window', found: entry.time, wanted: `${request.from}–${request.to}` });
  }
  return failed;
}

const firstOfEach = (failed: readonly FailedClause[]): readonly FailedClause[] => [
  ...new Map(failed.toReversed().map((clause) => [clause.clause, clause])).values(),
];

const list = (items: readonly string[]): string =>
  items.length > 5 ? `${items.slice(0, 5).join(', ')} or ${items.length - 5} more` : items.join(', ');
