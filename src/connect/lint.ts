import type { Command } from '#commands/command.ts';
import { lint } from '#commands/lint.ts';
import { ownershipOf } from '#ledger/own-commits.ts';
import { accountOf } from './adapters.ts';
import { connectData } from './repository.ts';

export const runLint: Command = async (context) => {
  const { settings, progress } = context;
  const { config, repository } = await connectData(context, accountOf(settings).subdomain, { readOnly: true });
  try {
    return await lint({ ...ownershipOf(config), repository, fail: settings.snapshots.fail, progress });
  } finally {
    await repository.close();
  }
};
