import type { Command, CommandContext } from '#commands/command.ts';
import type { HistoryRun, ReportRun } from '#commands/report/report-run.ts';
import { report } from '#commands/report.ts';
import type { Config } from '#config/config.ts';
import { parseConfig } from '#config/parse.ts';
import { parseReportSettings, type ReportSettings, reportFormats } from '#config/report-settings.ts';
import { ZendriftError } from '#errors.ts';
import { accountOf } from './adapters.ts';
import { exportFiles } from './audit-files.ts';
import { connectExport } from './export.ts';
import { type ConnectedData, committersOf, connectConfig, connectData } from './repository.ts';

export const runReport: Command = async (context) => {
  const { settings, progress, clock } = context;
  const { surface, report: given, github } = settings;
  // What is wrong with the options is said before anything is opened; only then it is known which zone days are of.
  const early = parseReportSettings(given, 'UTC', surface);
  const target = connectExport(context, early, reportFormats);
  const { subdomain, url } = accountOf(settings);
  const { config, source, close } = await (early.input === null
    ? openHistory(context, subdomain)
    : openFile(context, subdomain, early.input));
  try {
    return await report({
      account: config.account,
      committers: committersOf(config),
      source,
      policy: { rules: config.policy.rules, hours: config.hours, timezone: config.timezone },
      logins: new Map([...config.identities].map(([id, { github: login }]) => [id, login])),
      webUrl: github.repository === null ? null : `${github.serverUrl}/${github.repository}`,
      adminUrl: url,
      settings: parseReportSettings(given, config.timezone, surface),
      target,
      clock,
      progress,
    });
  } finally {
    await close();
  }
};

/** The same of a repository that is open already, where nothing is rendered. */
export function toHistoryRun(
  { settings, progress, clock }: CommandContext,
  { config, repository }: Pick<ConnectedData, 'config' | 'repository'>,
  reportSettings: ReportSettings,
): HistoryRun {
  const { github } = settings;
  return {
    account: config.account,
    committers: committersOf(config),
    source: { type: 'history', repository },
    repository,
    policy: { rules: config.policy.rules, hours: config.hours, timezone: config.timezone },
    logins: new Map([...config.identities].map(([id, { github: login }]) => [id, login])),
    webUrl: github.repository === null ? null : `${github.serverUrl}/${github.repository}`,
    adminUrl: accountOf(settings).url,
    settings: reportSettings,
    target: { format: 'json', destination: { type: 'nowhere' }, deliver: async () => {} },
    clock,
    progress,
  };
}

interface Opened {
  readonly config: Config;
  readonly source: ReportRun['source'];
  readonly close: () => Promise<void>;
}

async function openHistory(context: CommandContext, subdomain: string): Promise<Opened> {
  const { config, repository } = await connectData(context, subdomain, { readOnly: true });
  return { config, source: { type: 'history', repository }, close: () => repository.close() };
}

/** A file is read wherever it is; without a repository there is no configuration, and its defaults hold. */
async function openFile(context: CommandContext, subdomain: string, file: string): Promise<Opened> {
  const source = { type: 'file', file, lines: exportFiles.lines } as const;
  const close = async (): Promise<void> => {};
  try {
    return { config: (await connectConfig(context, subdomain)).config, source, close };
  } catch (error) {
    if (!(error instanceof ZendriftError) || error.code !== 'not-a-repository') throw error;
    return { config: parseConfig('', 'the defaults', subdomain), source, close };
  }
}
