import type { LogAlert } from './commit-facts.ts';

/** What the first line of an alert's issue says: which alert it is. */
export const printAlertMark = (account: string, key: string): string => `<!-- zendrift:1 alert=${account}/${key} -->`;

/** The key in the first line of an issue, null where there is none for this account. */
export function parseAlertKey(body: string, account: string): string | null {
  const [line = ''] = body.split('\n', 1);
  const found = /^<!-- zendrift:1 alert=([a-z0-9-]{1,63})\/([a-z0-9-]{1,80}) -->$/.exec(line.trimEnd());
  return found && found[1] === account ? (found[2] ?? null) : null;
}

/** What an alert about entries of the log is called by: the id of the first. */
export const alertId = ({ entries }: LogAlert): string => entries[0]?.id ?? '';

export const watchKey = (id: string): string => `watch-${id}`;

/** The id of the alert's first entry; null where the key is of another alert. */
export const parseWatchKey = (key: string): string | null => /^watch-(\d{1,32})$/.exec(key)?.[1] ?? null;
