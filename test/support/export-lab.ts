import type { AuditExport } from '#commands/audit/audit-result.ts';
import type { Command, CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runAudit } from '#connect/audit.ts';
import { runReport } from '#connect/report.ts';
import type { ReportResult } from '#render/report/report-result.ts';
import { environment } from '../git/support.ts';
import type { Lab } from './lab.ts';

export interface Exported<Result> extends CommandOutcome {
  readonly json: Result;
  /** What went to standard output. */
  readonly printed: string;
  readonly warnings: readonly string[];
}

export interface ExportOptions {
  readonly inputs?: InputValues;
  readonly environment?: Readonly<Record<string, string>>;
  /** False as with `--json` and in Actions. */
  readonly prints?: boolean;
}

/** One `report` in this process, without any credential. */
export const reportIn = async (lab: Lab, options: ExportOptions = {}): Promise<Exported<ReportResult>> => {
  const variables = { ...environment, ZENDESK_SUBDOMAIN: lab.account, ...options.environment };
  const run = await exportIn(lab, runReport, 'account', variables, options);
  if (!isReport(run.json)) throw new Error('report gave no result');
  return { ...run, json: run.json };
};

/** One `audit` in this process. */
export const auditIn = async (lab: Lab, options: ExportOptions = {}): Promise<Exported<AuditExport>> => {
  const run = await anyAuditIn(lab, options);
  if (!isAudit(run.json)) throw new Error('audit gave no result');
  return { ...run, json: run.json };
};

/** The same, also where its result is not that of an export. */
export const anyAuditIn = (lab: Lab, options: ExportOptions = {}): Promise<Exported<unknown>> => {
  const variables = { ...environment, ...lab.zendesk.env, ...options.environment };
  return exportIn(lab, runAudit, 'credentials', variables, options);
};

async function exportIn(
  lab: Lab,
  command: Command,
  need: 'account' | 'credentials',
  variables: Readonly<Record<string, string | undefined>>,
  { inputs, prints = true }: ExportOptions,
): Promise<Exported<unknown>> {
  const printed: string[] = [];
  const warnings: string[] = [];
  const outcome = await command({
    settings: readSettings({ repository: lab.checkout, ...inputs }, variables, need),
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: ({ message }) => void warnings.push(message) },
    print: prints ? (text) => void printed.push(text) : undefined,
    clock: { now: () => lab.zendesk.clock.now(), sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
  return { ...outcome, printed: printed.join(''), warnings };
}

const isReport = (json: unknown): json is ReportResult =>
  typeof json === 'object' && json !== null && 'totals' in json && 'changes' in json;

const isAudit = (json: unknown): json is AuditExport =>
  typeof json === 'object' && json !== null && 'count' in json && 'unreadable' in json;
