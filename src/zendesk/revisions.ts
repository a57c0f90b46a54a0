import { wholeSeconds } from '#core/snapshot/snapshot.ts';
import { isObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { isPathSafeId } from '#kinds/object-id.ts';
import { exactly, record, type Shape } from '#kinds/shape.ts';
import type { PagedRevision, Revision, RevisionPage } from '#ports.ts';
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
  const revisions = new Map<string, Revision>();
  const seen = new Set<string>();
  for (let cursor: string | null = null; ; ) {
    const page: RevisionPage = await readRevisionPage(client, kind, id, cursor);
    if (page.type === 'none') return null;
    const whole = page.type === 'page' ? toWhole(page) : null;
    const path = pathOf(kind, id);
    if (page.type === 'unreadable' || whole === null) {
      const reason = page.type === 'unreadable' ? page.reason : 'a revision has another shape';
      throw toZendeskError(nonsense(reason), client.origin, `GET ${path}`);
    }
    const known = revisions.size;
    for (const revision of whole) if (!revisions.has(revision.id)) revisions.set(revision.id, revision);
    if (page.older === null) return [...revisions.values()];
    if (seen.has(page.older) || revisions.size === known) {
      throw toZendeskError(nonsense('a page repeats an earlier one'), client.origin, `GET ${path}`);
    }
    seen.add(page.older);
    cursor = page.older;
  }
}

/** Null where one of them cannot be used: nobody is named for a state that is not known. */
function toWhole({ revisions, unplaced }: RevisionPage & { readonly type: 'page' }): readonly Revision[] | null {
  const whole = revisions.flatMap(({ id, authorId, time, snapshot }) =>
    authorId === null || snapshot === null ? [] : [{ id, authorId, time, snapshot }],
  );
  return unplaced === 0 && whole.length === revisions.length ? whole : null;
}

const pathOf = (kind: Kind, id: string): string => `/api/v2/${kind.plural}/${id}/revisions`;

/** One page of them, the newest without a cursor. Throws where the account does not answer, or refuses the credentials. */
export async function readRevisionPage(
  client: ZendeskClient,
  kind: Kind,
  id: string,
  cursor: string | null,
): Promise<RevisionPage> {
  if (!kind.revisions || !isPathSafeId(id)) return { type: 'none' };
  const path = pathOf(kind, id);
  const older: readonly (readonly [string, string])[] = cursor === null ? [] : [['cursor', cursor]];
  const outcome = await client.get(path, [['limit', limit], ...older]);
  if (outcome.type === 'refused' && (outcome.status === 403 || outcome.status === 404)) return { type: 'none' };
  if (outcome.type === 'refused' && outcome.status === 400 && cursor !== null) {
    return { type: 'unreadable', reason: `the cursor of an older page is refused: ${outcome.reason}` };
  }
  if (outcome.type === 'nonsense') return { type: 'unreadable', reason: outcome.reason };
  if (outcome.type !== 'answered') throw toZendeskError(outcome, client.origin, `GET ${path}`);
  const items = field(outcome.body, `${kind.envelope}_revisions`);
  if (!Array.isArray(items)) return { type: 'unreadable', reason: 'a revision has another shape' };
  // Here "before" is older, and its URL is null at the end. The URL itself is never followed.
  const next = field(outcome.body, 'before_url') === null ? null : textField(outcome.body, 'before_cursor');
  const revisions = items.flatMap((item) => parseRevision(item) ?? []);
  return {
    type: 'page',
    revisions,
    unplaced: items.length - revisions.length,
    older: next === '' || items.length === 0 ? null : next,
  };
}

/** A field that a revision lacks is not an empty one: nobody knows what it held. */
const given: Shape = (value) => (value === undefined ? { type: 'unreadable', reason: 'is missing' } : exactly(value));

const snapshotShape = record({ title: given, description: given, active: given, conditions: given, actions: given });

/** Null where it has no id or no time, and so no place among the others. */
function parseRevision(item: unknown): PagedRevision | null {
  const id = digits(field(item, 'id'));
  const time = wholeSeconds(textField(item, 'created_at') ?? '');
  if (id === null || id.startsWith('-') || time === null) return null;
  const snapshot = snapshotShape(field(item, 'snapshot'));
  const isReadable = snapshot.type !== 'unreadable' && isObject(snapshot.value);
  return {
    ...{ id, time, authorId: digits(field(item, 'author_id')) },
    snapshot: isReadable && isObject(snapshot.value) ? snapshot.value : null,
  };
}
