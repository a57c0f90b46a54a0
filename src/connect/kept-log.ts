import { openMask } from '#commands/audit/mask-entry.ts';
import { openOrder } from '#commands/audit/put-in-order.ts';
import { toJson } from '#commands/audit/render-entries.ts';
import type { LogToKeep } from '#commands/track/track-run.ts';
import type { LogLine } from '#core/entry/log-file.ts';
import type { Privacy } from '#core/entry/privacy.ts';
import type { Redaction } from '#core/snapshot/redact.ts';
import { sourcesFor } from '#kinds/registry.ts';
import { openWatch } from '#policy/alert-rule.ts';
import type { AlertRule } from '#policy/rule.ts';
import type { AuditLogReader, LogEntry } from '#ports/audit-log.ts';
import type { Progress } from '#ports.ts';
import { warning } from '#warning.ts';

/** GitHub refuses files of 100 MB, and with them the push that everything else waits for. */
const limits = { lines: 100_000, bytes: 95_000_000 };

interface Kept {
  readonly alerts: readonly AlertRule[];
  readonly keep: 'none' | 'rules' | 'all';
  /** Tracked kinds. */
  readonly kinds: readonly string[];
  readonly redaction: Redaction;
  readonly privacy: Privacy;
  readonly progress: Progress;
}

/** The log as `audit` exports it, line by line; null where none is kept. What matches an alert is kept always. */
export function connectKeptLog(
  log: AuditLogReader,
  { alerts, keep, kinds, redaction, privacy, progress }: Kept,
): LogToKeep | null {
  if (keep === 'none' && alerts.length === 0) return null;
  const sources = new Set(sourcesFor(kinds));
  const isKept = ({ source_type: source }: LogEntry) =>
    keep === 'all' || (keep === 'rules' && source !== null && sources.has(source));
  const mask = openMask(redaction, privacy);
  const watch = openWatch(alerts);
  const toLines = (entries: readonly LogEntry[]): readonly LogLine[] =>
    entries.flatMap((entry) => {
      const alert = watch(entry);
      if (alert === null && !isKept(entry)) return [];
      const line = { time: entry.created_at, id: entry.id, text: `${toJson(mask(entry))}\n` };
      return [alert === null ? line : { ...line, alert }];
    });
  return {
    isWhole: keep === 'all',
    limits,
    readLines: async function* (from, to) {
      const order = openOrder();
      for await (const { entries, unreadable } of log.readEntries({ from, to })) {
        for (const reason of unreadable)
          progress.warn(warning('audit-item-unreadable', `An item of the audit log could not be kept: ${reason}`));
        yield toLines(order.take(entries.filter(({ created_at: time }) => time >= from && time <= to)));
      }
      yield toLines(order.end());
    },
  };
}
