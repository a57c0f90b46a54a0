import { type Redaction, redactEntry, redactLive, redactNames, redactObserved, redactText } from '#drift/redact.ts';
import type { Zendesk } from '#ports.ts';

/** The account as it may be kept: whatever is read passes the redaction before any other code sees it. */
export function redactingZendesk(zendesk: Zendesk, redaction: Redaction): Zendesk {
  return {
    ...zendesk,
    readUser: async () => {
      const user = await zendesk.readUser();
      return { ...user, name: redactText(user.name, redaction) };
    },
    readNames: async (kinds) => {
      const { names, missing } = await zendesk.readNames(kinds);
      return { names: redactNames(names, redaction), missing };
    },
    listAuditEntries: async (window) => {
      const page = await zendesk.listAuditEntries(window);
      return { ...page, entries: page.entries.map((entry) => redactEntry(entry, redaction)) };
    },
    listObjects: async (kind) => {
      const listing = await zendesk.listObjects(kind);
      if (listing.type === 'unusable') return listing;
      return { ...listing, objects: listing.objects.map((item) => redactObserved(item, kind.name, redaction)) };
    },
    readObject: async (kind, id) => {
      const read = await zendesk.readObject(kind, id);
      return read.type === 'found' ? { ...read, object: redactObserved(read.object, kind.name, redaction) } : read;
    },
    listRevisions: async (kind, id) => {
      const revisions = await zendesk.listRevisions(kind, id);
      return (
        revisions?.map((revision) => ({
          ...revision,
          snapshot: redactLive(revision.snapshot, kind.name, redaction),
        })) ?? null
      );
    },
  };
}
