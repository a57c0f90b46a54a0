import type { Command } from '#commands/command.ts';
import { compare } from '#commands/compare.ts';
import { ZendriftError } from '#errors.ts';
import { committersOf, connectData } from './repository.ts';

export const runCompare: Command = async (context) => {
  const { settings, progress } = context;
  const [a = '', b = '', ...rest] = settings.snapshots.accounts;
  const isAccount = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(name);
  if (!isAccount(a) || !isAccount(b) || rest.length > 0)
    throw new ZendriftError('settings-invalid', {
      problems: 'compare needs two accounts',
      hint: 'Name two folders below snapshots, such as "zendrift compare acme acme-sandbox".',
    });
  const { config, repository } = await connectData(context, a, { readOnly: true });
  const { at } = settings.snapshots;
  try {
    return await compare({
      a,
      b,
      committers: committersOf(config),
      repository,
      at,
      failOnDrift: settings.track.failOnDrift,
      progress,
    });
  } finally {
    await repository.close();
  }
};
