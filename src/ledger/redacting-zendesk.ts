import type { AuditEntry } from '#core/entry/audit-entry.ts';
import {
  type Redaction,
  redactEntry,
  redactLive,
  redactNames,
  redactObserved,
  redactText,
} from '#core/snapshot/redact.ts';
import { ZendriftError } from '#errors.ts';
import type { Zendesk } from '#ports.ts';

/** The account as it may be kept: whatever is read, refusals included, passes the redaction before any other code sees it. */
export function redactingZendesk(zendesk: Zendesk, redaction: Redaction): Zendesk {
  const text = (value: string): string => redactText(value, redaction);
  const reading = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw redactError(error, text);
    }
  };
  return {
    ...zendesk,
    readUser: () =>
      reading(async () => {
        const user = await zendesk.readUser();
        return { ...user, name: text(user.name) };
      }),
    readPeople: (ids) =>
      reading(async () => new Map([...(await zendesk.readPeople(ids))].map(([id, name]) => [id, text(name)]))),
    readNames: (kinds) =>
      reading(async () => {
        const { names, missing } = await zendesk.readNames(kinds);
        return { names: redactNames(names, redaction), missing };
      }),
    listAuditEntries: (window) =>
      reading(async () => {
        const { entries, others, unreadable } = await zendesk.listAuditEntries(window);
        const masked = (entry: AuditEntry) => redactEntry(entry, redaction);
        return { entries: entries.map(masked), others: others.map(masked), unreadable: unreadable.map(text) };
      }),
    listObjects: (kind) =>
      reading(async () => {
        const listing = await zendesk.listObjects(kind);
        if (listing.type === 'unusable') return { ...listing, reason: text(listing.reason) };
        return { ...listing, objects: listing.objects.map((item) => redactObserved(item, kind.name, redaction)) };
      }),
    readObject: (kind, id) =>
      reading(async () => {
        const read = await zendesk.readObject(kind, id);
        if (read.type === 'found') return { ...read, object: redactObserved(read.object, kind.name, redaction) };
        return read.type === 'unreadable' ? { ...read, reason: text(read.reason) } : read;
      }),
    listRevisions: (kind, id) =>
      reading(async () => {
        const revisions = await zendesk.listRevisions(kind, id);
        const masked = revisions?.map((revision) => ({
          ...revision,
          snapshot: redactLive(revision.snapshot, kind.name, redaction),
        }));
        return masked ?? null;
      }),
    readRevisionPage: (kind, id, cursor) =>
      reading(async () => {
        const page = await zendesk.readRevisionPage(kind, id, cursor);
        if (page.type === 'unreadable') return { ...page, reason: text(page.reason) };
        if (page.type === 'none') return page;
        const masked = page.revisions.map((one) => ({
          ...one,
          snapshot: one.snapshot && redactLive(one.snapshot, kind.name, redaction),
        }));
        return { ...page, revisions: masked };
      }),
  };
}

/** Zendesk's own words of refusal stand in the values of an error. */
function redactError(error: unknown, text: (value: string) => string): unknown {
  if (!(error instanceof ZendriftError)) return error;
  const values = Object.entries(error.values).map(([name, value]) => [
    name,
    typeof value === 'string' ? text(value) : value,
  ]);
  return new ZendriftError(error.code, Object.fromEntries(values), error.cause);
}
