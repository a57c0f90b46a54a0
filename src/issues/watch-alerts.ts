import { logFolder } from '#core/commit/tool-files.ts';
import { findLine, logPath, parseLine } from '#core/entry/log-file.ts';
import type { Ledger } from '#ledger/publish.ts';
import type { Alert } from '#render/issue/alert.ts';

export type WatchAlert = Extract<Alert, { readonly type: 'watch' }>;

/** The alerts about entries of the log that nobody has accepted, with what the kept log says of these entries. */
export async function readWatchAlerts({
  state,
  files,
}: Pick<Ledger, 'state' | 'files'>): Promise<readonly WatchAlert[]> {
  const folder = logFolder(state.account);
  const alerts = [...state.alerts.values()];
  await files.load([...new Set(alerts.flatMap(({ entries }) => entries.map((entry) => logPath(folder, entry))))]);
  return alerts.map((alert) => ({
    type: 'watch',
    alert,
    acts: alert.entries.flatMap((entry) => {
      const line = findLine(files.textOf(logPath(folder, entry)) ?? '', entry.id);
      return line === null ? [] : (parseLine(line) ?? []);
    }),
  }));
}
