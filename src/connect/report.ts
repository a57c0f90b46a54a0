import type { Command, CommandContext } from '#commands/command.ts';
import { type ReportRun, reportFormats } from '#commands/report/report-run.ts';
import { report } from '#commands/report.ts';
import { accountOf } from './adapters.ts';
import { connectExport } from './export.ts';
import { committersOf, connectData } from './repository.ts';

export const runReport: Command = async (context) => {
  const run = await connectReport(context);
  try {
    return await report(run);
  } finally {
    await run.repository.close();
  }
};

async function connectReport(context: CommandContext): Promise<ReportRun> {
  const { settings, progress, clock } = context;
  const target = connectExport(context, reportFormats);
  const { config, repository } = await connectData(context, accountOf(settings).subdomain, { readOnly: true });
  const { repository: hub, serverUrl } = settings.github;
  return {
    account: config.account,
    committers: committersOf(config),
    repository,
    policy: { rules: config.policy.rules, hours: config.hours, timezone: config.timezone },
    logins: new Map([...config.identities].flatMap(([id, { github }]) => (github === null ? [] : [[id, github]]))),
    webUrl: hub === null ? null : `${serverUrl}/${hub}`,
    range: settings.export,
    target,
    clock,
    progress,
  };
}
