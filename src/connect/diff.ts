import type { Command } from '#commands/command.ts';
import { diff } from '#commands/diff.ts';
import { parseTimezoneInput } from '#config/timezone-input.ts';
import { accountOf } from './adapters.ts';
import { committersOf, connectData } from './repository.ts';

export const runDiff: Command = async (context) => {
  const { settings, clock, progress } = context;
  const { from, to, timezone: typed } = settings.diff;
  const zone = parseTimezoneInput(typed, settings.surface);
  const { config, repository } = await connectData(context, accountOf(settings).subdomain, { readOnly: true });
  try {
    return await diff({
      account: config.account,
      committers: committersOf(config),
      repository,
      timezone: zone ?? config.timezone,
      ...{ clock, progress, from, to },
    });
  } finally {
    await repository.close();
  }
};
