import { toRange } from '#core/range.ts';
import { type AuditFormat, type ExportedEntry, renderEntries, toExported } from '#render/audit/audit-entries-text.ts';
import { destinationWords } from '#render/document.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { toVisible } from '#text.ts';
import { warning } from '#warning.ts';
import type { AuditRun } from './audit/audit-run.ts';
import { type AuditSlice, readEntries } from './audit/read-entries.ts';
import type { CommandOutcome } from './command.ts';

/** What `--json` prints. */
export interface AuditResult {
  readonly version: 1;
  readonly account: string;
  /** Both ends inclusive, UTC. */
  readonly from: string;
  readonly to: string;
  readonly format: AuditFormat;
  readonly output: string | null;
  readonly count: number;
  /** Items of the log that could not be read. */
  readonly unreadable: readonly string[];
  /** Oldest first; left out where a file or standard output has them. */
  readonly entries?: readonly ExportedEntry[];
}

/** `zendrift audit`: the audit log of the tracked kinds for a time range, masked as in history. Changes nothing. */
export async function audit(run: AuditRun): Promise<CommandOutcome> {
  const { account, zendesk, target, progress } = run;
  await zendesk.readUser();
  const range = toRange(run.range, zendesk.serverTime());
  const unreadable = new Set<string>();
  const kept: ExportedEntry[] = [];
  let count = 0;
  const take = async function* (slices: AsyncIterable<AuditSlice>): AsyncIterable<readonly ExportedEntry[]> {
    for await (const slice of slices) {
      for (const reason of slice.unreadable) unreadable.add(reason);
      count += slice.entries.length;
      const entries = slice.entries.map(toExported);
      if (target.destination.type === 'nowhere') kept.push(...entries);
      yield entries;
    }
  };
  await target.deliver(renderEntries(take(readEntries(run, range)), target.format, { account, ...range }));
  for (const reason of unreadable)
    progress.warn(warning('audit-item-unreadable', `An item of the audit log could not be read: ${reason}`));
  const { destination, format } = target;
  const result: AuditResult = {
    version: 1,
    account,
    ...range,
    format,
    output: destination.type === 'file' ? destination.file : null,
    count,
    unreadable: [...unreadable],
    ...(destination.type === 'nowhere' ? { entries: kept } : {}),
  };
  const entries = count === 1 ? '1 audit entry' : `${count} audit entries`;
  const line = toVisible(`${entries} from ${range.from} to ${range.to}, ${destinationWords(destination)}`);
  return {
    // The export is not whole: nobody may take it for all there was.
    exitCode: unreadable.size === 0 ? 0 : 1,
    lines: destination.type === 'stdout' ? [] : [line],
    json: result,
    summary: codeSpan(line, 500),
    outputs: {},
    annotations: [...unreadable].map((message) => ({ level: 'warning', title: 'Not in the export', message })),
  };
}
