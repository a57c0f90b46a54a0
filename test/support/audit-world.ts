import { createHash } from 'node:crypto';
import type { AuditRun } from '#commands/audit/audit-run.ts';
import type { ExportFiles } from '#commands/audit/export-files.ts';
import { type AuditSettings, parseAuditSettings } from '#config/audit-settings.ts';
import type { InputValues } from '#config/inputs.ts';
import { exportFiles } from '#connect/audit-files.ts';
import type { LogEntry, LogPeriod } from '#ports/audit-log.ts';

/** An entry with nothing special about it. */
export const toLogEntry = (entry: Partial<LogEntry> & Pick<LogEntry, 'id' | 'created_at'>): LogEntry => ({
  actor_name: 'Jane Doe',
  actor_id: '1001',
  action: 'update',
  source_type: 'rule',
  source_label: 'Trigger: Notify requester',
  source_id: '360000000041',
  change_description: '',
  ip_address: '203.0.113.7',
  action_label: 'Updated',
  url: `https://acme.zendesk.com/api/v2/audit_logs/${entry.id}.json`,
  ...entry,
});

export interface AuditWorld {
  /** What the account shows now; the test adds to it. */
  readonly entries: LogEntry[];
  /** Server time. */
  now: string;
  readonly run: (inputs: InputValues, files?: ExportFiles, format?: AuditRun['format']) => AuditRun;
}

/** An account with a log and nothing else, without HTTP: for what `audit` makes of a log. Real files. */
export function openAuditWorld(pageSize = 3): AuditWorld {
  const world: AuditWorld = {
    entries: [],
    now: '2026-11-20T12:00:00Z',
    run: (inputs, files = exportFiles, format = 'jsonl') => {
      const settings: AuditSettings = parseAuditSettings(inputs);
      return {
        account: 'acme',
        log: {
          readUser: async () => ({ id: '1', name: 'Reader', role: 'admin' }),
          serverTime: () => world.now,
          readEntries: (period) => readPages(world.entries, period, pageSize),
          mailCsv: async () => ({ type: 'accepted' }),
          requestCount: () => 0,
        },
        redaction: { fields: [], keyedHash: null },
        privacy: { ip: 'full', keyedHash: () => '' },
        settings,
        format,
        destination: { type: 'nowhere' },
        deliver: async (parts) => {
          for await (const _ of parts);
        },
        files,
        digest: (text) => createHash('sha256').update(text).digest('hex'),
        dryRun: false,
        clock: { now: () => Date.parse(world.now), sleep: async () => {} },
        progress: { stage: () => {}, warn: () => {}, detail: () => {} },
      };
    },
  };
  return world;
}

/** In order of time as the account sends it: ties in no order, and a second more at both ends. */
async function* readPages(entries: readonly LogEntry[], { from, to }: LogPeriod, size: number) {
  const wider = (time: string, seconds: number) =>
    new Date(Date.parse(time) + seconds * 1000).toISOString().replace('.000', '');
  const found = entries
    .filter(({ created_at: at }) => (from === null || at >= wider(from, -1)) && at <= wider(to, 1))
    .sort((a, b) => (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0));
  for (let at = 0; at < found.length; at += size) yield { entries: found.slice(at, at + size), unreadable: [] };
}
