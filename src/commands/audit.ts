import { codeSpan } from '#render/escape/code-span.ts';
import { toVisible } from '#text.ts';
import { warning } from '#warning.ts';
import { appendNew } from './audit/append-new.ts';
import type { AuditComparison, AuditExport, AuditResult, ResultEntry } from './audit/audit-result.ts';
import type { AuditRun } from './audit/audit-run.ts';
import { auditWords, incrementalWords, verifyWords } from './audit/audit-words.ts';
import { mailLog, toMailError } from './audit/mail-log.ts';
import { readEntries } from './audit/read-entries.ts';
import { redactFailure } from './audit/redact-failure.ts';
import { openRenderer, renderEntries, toResultEntry } from './audit/render-entries.ts';
import { openTally, type Tally } from './audit/select-entries.ts';
import { toPeriod } from './audit/to-period.ts';
import { verifyExport } from './audit/verify-export.ts';
import type { CommandOutcome, ExitCode } from './command.ts';

/** `zendrift audit`: the account's audit log as data, masked as in history. Changes nothing in the account. */
export async function audit(run: AuditRun): Promise<CommandOutcome> {
  try {
    return await carryOut(run);
  } catch (error) {
    throw redactFailure(error, run.redaction);
  }
}

async function carryOut(run: AuditRun): Promise<CommandOutcome> {
  const { target } = run.settings;
  await run.log.readUser().catch((error: unknown) => {
    throw target.type === 'mail-csv' ? toMailError(error) : error;
  });
  switch (target.type) {
    case 'export':
      return exportLog(run);
    case 'incremental':
      return exportNew(run, target.file);
    case 'verify':
      return verifyFile(run, target.file);
    case 'mail-csv':
      return mailLog(run);
  }
}

async function exportLog(run: AuditRun): Promise<CommandOutcome> {
  const { account, settings, format, destination } = run;
  const period = toPeriod(settings, run.log.serverTime());
  const tally = openTally();
  const kept: ResultEntry[] = [];
  const batches = async function* () {
    for await (const entries of readEntries(run, period, tally)) {
      if (destination.type === 'nowhere') kept.push(...entries.map(toResultEntry));
      yield entries;
    }
  };
  await run.deliver(renderEntries(batches(), openRenderer(format, account)));
  const result: AuditExport = {
    version: 1,
    account,
    ...period,
    format,
    output: destination.type === 'file' ? destination.file : null,
    count: tally.matched,
    ...toReading(tally),
    ...(destination.type === 'nowhere' ? { audit_logs: kept } : {}),
  };
  const lines = auditWords(result, { destination, timezone: settings.timezone });
  return toOutcome(run, { result, tally, lines: destination.type === 'stdout' ? [] : lines, shown: lines });
}

async function exportNew(run: AuditRun, file: string): Promise<CommandOutcome> {
  const { account, format, settings, dryRun } = run;
  const { tally, count, from, to } = await appendNew(run, file);
  const result: AuditExport = { version: 1, account, from, to, format, output: file, count, ...toReading(tally) };
  const lines = incrementalWords(result, { dryRun, timezone: settings.timezone });
  return toOutcome(run, { result, tally, lines, shown: lines });
}

async function verifyFile(run: AuditRun, file: string): Promise<CommandOutcome> {
  const { tally, ...found } = await verifyExport(run, file);
  const equal = [found.missing, found.doubled, found.different, found.unknown].every(({ length }) => length === 0);
  const result: AuditComparison = { version: 1, account: run.account, file, equal, ...found, ...toReading(tally) };
  const lines = verifyWords(result);
  const outcome = toOutcome(run, { result, tally, lines, shown: lines });
  return equal ? outcome : { ...outcome, exitCode: 3 };
}

const toReading = ({ read, matching, unreadable }: Tally) => ({ read, matching, unreadable: [...unreadable] });

interface Shown {
  readonly result: AuditResult;
  readonly tally: Tally;
  /** For the terminal, and for the summary of Actions. */
  readonly lines: readonly string[];
  readonly shown: readonly string[];
}

function toOutcome({ progress }: AuditRun, { result, tally, lines, shown }: Shown): CommandOutcome {
  const unreadable = [...tally.unreadable];
  for (const reason of unreadable)
    progress.warn(warning('audit-item-unreadable', `An item of the audit log could not be read: ${reason}`));
  // The export is not whole: nobody may take it for all there was.
  const exitCode: ExitCode = unreadable.length === 0 ? 0 : 1;
  return {
    exitCode,
    lines: lines.map(toVisible),
    json: result,
    summary: codeSpan(shown.map(toVisible).join(' '), 500),
    outputs: {},
    annotations: unreadable.map((message) => ({ level: 'warning', title: 'Not in the export', message })),
  };
}
