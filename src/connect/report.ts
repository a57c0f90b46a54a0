import type { Command, CommandContext } from '#commands/command.ts';
import { type ReportRun, reportFormats } from '#commands/report/run.ts';
import { report } from '#commands/report.ts';
import { accountOf, committersOf, connectRepository, readConfig } from './adapters.ts';
import { connectExport } from './export.ts';

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
  const { subdomain } = accountOf(settings);
  const { config } = await readConfig(context, subdomain);
  const { repository, serverUrl } = settings.github;
  return {
    account: config.account,
    committers: committersOf(config),
    repository: await connectRepository(context, config, { readOnly: true }),
    policy: { rules: config.policy.rules, timezone: config.timezone },
    logins: new Map([...config.identities].flatMap(([id, { github }]) => (github === null ? [] : [[id, github]]))),
    webUrl: repository === null ? null : `${serverUrl}/${repository}`,
    range: settings.export,
    target,
    clock,
    progress,
  };
}
