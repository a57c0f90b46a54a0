import { wholeSeconds } from '#core/snapshot/snapshot.ts';
import { isObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { isPathSafeId } from '#kinds/object-id.ts';
import { exactly, record, type Shape } from '#kinds/shape.ts';
import type { Revision } from '#ports.ts';
import type { ZendeskClient } from './client.ts';
import { nonsense, toZendeskError } from './outcome.ts';
import { digits, field, textField } from './parse.ts';

/** Default and most of the endpoint, which has its own pagination: `cursor` and `limit` instead of `page[…]`. */
const limit = '1000';

/**
 * Revisions of an object, newest first; null where the plan or the role does not give them (403, 404), or the kind has
 * none. Throws for anything else: a list with a hole would put changes on the wrong person.
 * https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#list-ticket-trigger-revisions
 */
export async function listRevisions(
  client: ZendeskClient,
  kind: Kind,
  id: string,
): Promise<readonly Revision[] | null> {
  if (!kind.revisions || !isPathSafeId(id)) return null;
  const path = `/api/v2/${kind.plural}/${id}/revisions`;
  const revisions = new Map<string, Revision>();
  const seen = new Set<string>();
  for (let cursor: string | null = null; ; ) {
    const older: readonly (readonly [string, string])[] = cursor === null ? [] : [['cursor', cursor]];
    const outcome = await client.get(path, [['limit', limit], ...older]);
    if (outcome.type === 'refused' && (outcome.status === 403 || outcome.status === 404)) return null;
    if (outcome.type !== 'answered') throw toZendeskError(outcome, client.origin, `GET ${path}`);
    const page = parseRevisions(outcome.body, `${kind.envelope}_revisions`);
    if (page === null) throw toZendeskError(nonsense('a revision has another shape'), client.origin, `GET ${path}`);
    const known = revisions.size;
    for (const revision of page) if (!revisions.has(revision.id)) revisions.set(revision.id, revision);
    // Here "before" is older, and its URL is null at the end. The URL itself is never followed.
    const next: string | null =
      field(outcome.body, 'before_url') === null ? null : textField(outcome.body, 'before_cursor');
    if (next === null || next === '' || page.length === 0) return [...revisions.values()];
    if (seen.has(next) || revisions.size === known) {
      throw toZendeskError(nonsense('a page repeats an earlier one'), client.origin, `GET ${path}`);
    }
    seen.add(next);
    cursor = next;
  }
}

/** A field that a revision lacks is not an empty one: nobody knows what it held. */
const given: Shape = (value) => (value === undefined ? { type: 'unreadable', reason: 'is missing' } : exactly(value));

const snapshotShape = record({ title: given, description: given, active: given, conditions: given, actions: given });

function parseRevisions(body: unknown, key: string): readonly Revision[] | null {
  const items = field(body, key);
  if (!Array.isArray(items)) return null;
  const revisions: Revision[] = [];
  for (const item of items) {
    const id = digits(field(item, 'id'));
    const authorId = digits(field(item, 'author_id'));
    const time = wholeSeconds(textField(item, 'created_at') ?? '');
    const snapshot = snapshotShape(field(item, 'snapshot'));
    if (id === null || authorId === null || time === null || snapshot.type === 'unreadable') return null;
    if (!isObject(snapshot.value)) return null;
    revisions.push({ id, authorId, time, snapshot: snapshot.value });
  }
  return revisions;
}
