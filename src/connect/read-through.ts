import type { UtcTime } from '#core/time.ts';
import type { Zendesk, ZendeskWriter } from '#ports.ts';

/**
 * The account for writing, which is read under the reading credentials: the writing ones are shown for writes alone, and for
 * the question whose they are.
 */
export const readThrough = (writer: ZendeskWriter, reader: Zendesk): ZendeskWriter => ({
  ...writer,
  readObject: (kind, id) => reader.readObject(kind, id),
  listObjects: (kind) => reader.listObjects(kind),
  serverTime: () => {
    const read = timeOf(reader);
    const written = timeOf(writer);
    if (read === null) return writer.serverTime();
    return written !== null && written > read ? written : read;
  },
});

/** Null before the first answer. */
function timeOf(account: Pick<Zendesk, 'serverTime'>): UtcTime | null {
  try {
    return account.serverTime();
  } catch {
    return null;
  }
}
