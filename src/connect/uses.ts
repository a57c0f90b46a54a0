import type { Command } from '#commands/command.ts';
import { uses } from '#commands/uses.ts';
import { ownershipOf } from '#ledger/own-commits.ts';
import { accountOf } from './adapters.ts';
import { connectData } from './repository.ts';

export const runUses: Command = async (context) => {
  const { settings, progress } = context;
  const { config, repository } = await connectData(context, accountOf(settings).subdomain, { readOnly: true });
  try {
    return await uses({ ...ownershipOf(config), repository, ...settings.snapshots, progress });
  } finally {
    await repository.close();
  }
};
