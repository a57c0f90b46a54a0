import type { CommandContext } from '#commands/command.ts';
import type { Config } from '#config/config.ts';
import { parseConfig } from '#config/parse.ts';
import { ZendriftError } from '#errors.ts';
import type { PublishRun } from '#ledger/publish.ts';
import { openWitness } from '#ledger/witness.ts';
import type { Issues } from '#ports.ts';
import { accountOf, redactionOf } from './adapters.ts';
import type { ConnectedData } from './repository.ts';

/** What every command that records something works with. */
export function connectLedger(
  { settings, clock, random, progress }: CommandContext,
  { config, source, repository }: ConnectedData,
  issues: Issues | null,
): Required<Omit<PublishRun, 'learn'>> {
  const { subdomain } = accountOf(settings);
  return {
    ...{ config, configSource: source, repository, issues, clock, random, progress },
    parseConfig: (text) => parseOrNull(text, subdomain),
    redaction: redactionOf(config, settings),
    confirm: openWitness({ config, issues, blobId: repository.blobId }),
  };
}

/** An earlier configuration may be one that this version can no longer read. */
export function parseOrNull(text: string, subdomain: string, file = 'an earlier configuration'): Config | null {
  try {
    return parseConfig(text, file, subdomain);
  } catch (error) {
    if (error instanceof ZendriftError && error.code === 'config-invalid') return null;
    throw error;
  }
}
