import type { Command } from '#commands/command.ts';
import { list } from '#commands/list.ts';
import { accountOf } from './adapters.ts';
import { committersOf, connectData } from './repository.ts';

export const runList: Command = async (context) => {
  const { settings, clock, progress } = context;
  const { config, repository } = await connectData(context, accountOf(settings).subdomain, { readOnly: true });
  try {
    const { account, timezone } = config;
    const { kind } = settings.list;
    return await list({ account, committers: committersOf(config), repository, timezone, clock, progress, kind });
  } finally {
    await repository.close();
  }
};
