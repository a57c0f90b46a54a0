import type { Command, CommandContext } from '#commands/command.ts';
import type { ShowRun } from '#commands/show/run.ts';
import { show } from '#commands/show.ts';
import { accountOf, committersOf, connectRepository, readConfig } from './adapters.ts';

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
  const { subdomain } = accountOf(settings);
  const { config } = await readConfig(context, subdomain);
  return {
    account: config.account,
    committers: committersOf(config),
    repository: await connectRepository(context, config, { readOnly: true }),
    timezone: config.timezone,
    logins: new Map([...config.identities].flatMap(([id, { github }]) => (github === null ? [] : [[id, github]]))),
    progress,
    object: settings.show.object,
  };
}
