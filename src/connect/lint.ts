import type { Command } from '#commands/command.ts';
import { lint } from '#commands/lint.ts';
import { accountOf } from './adapters.ts';
import { connectData } from './repository.ts';

export const runLint: Command = async (context) => {
  const { settings, progress } = context;
  const { config, repository } = await connectData(context, accountOf(settings).subdomain, { readOnly: true });
  try {
    return await lint({ account: config.account, repository, fail: settings.snapshots.fail, progress });
  } finally {
    await repository.close();
  }
};
