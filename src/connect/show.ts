import type { Command, CommandContext } from '#commands/command.ts';
import type { ShowRun } from '#commands/show/show-run.ts';
import { show } from '#commands/show.ts';
import { accountOf } from './adapters.ts';
import { committersOf, connectData } from './repository.ts';

export const runShow: Command = async (context) => {
  const run = await connectShow(context);
  try {
    return await show(run);
  } finally {
    await run.repository.close();
  }
};

async function connectShow(context: CommandContext): Promise<ShowRun> {
  const { settings, progress } = context;
  const { config, repository } = await connectData(context, accountOf(settings).subdomain, { readOnly: true });
  return {
    account: config.account,
    committers: committersOf(config),
    repository,
    timezone: config.timezone,
    logins: new Map([...config.identities].flatMap(([id, { github }]) => (github === null ? [] : [[id, github]]))),
    progress,
    object: settings.show.object,
  };
}
