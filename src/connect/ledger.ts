import type { CommandContext } from '#commands/command.ts';
import type { Config } from '#config/config.ts';
import { configPaths } from '#config/file.ts';
import { parseConfig } from '#config/parse.ts';
import { ZendriftError } from '#errors.ts';
import { openConfigVersions } from '#ledger/config-versions.ts';
import { openCommitWitness } from '#ledger/evidence.ts';
import { openOwner } from '#ledger/owned.ts';
import type { PublishRun } from '#ledger/publish.ts';
import { openWitness } from '#ledger/witness.ts';
import type { ConfigSource, Issues, Zendesk } from '#ports.ts';
import { accountOf, privacyOf, redactionOf } from './adapters.ts';
import type { ConnectedData } from './repository.ts';

/** What every command that records something works with. */
export function connectLedger(
  { settings, clock, random, progress }: CommandContext,
  { config, source, repository }: ConnectedData,
  issues: Issues | null,
  zendesk: Pick<Zendesk, 'listAuditEntries'> | null = null,
): Required<Omit<PublishRun, 'learn'>> {
  const { subdomain } = accountOf(settings);
  const parseEarlier = (text: string) => parseOrNull(text, subdomain);
  const readVersions = openConfigVersions({
    repository,
    configSource: source,
    configPaths: listConfigPaths(source, subdomain),
  });
  const redaction = redactionOf(config, settings);
  return {
    ...{ config, configSource: source, repository, issues, clock, random, progress, readVersions },
    parseConfig: parseEarlier,
    redaction,
    confirmCommits:
      zendesk &&
      openCommitWitness({
        ...{ repository, parseConfig: parseEarlier, readVersions, zendesk, issues, redaction },
        privacy: privacyOf(config, settings),
      }),
    confirm: openWitness({
      config,
      issues,
      blobId: repository.blobId,
      readOwner: openOwner(repository, config.account),
    }),
  };
}

/** Where the configuration file may be, or may have been: what the branch had at any of them counts. */
export const listConfigPaths = ({ commit, path }: ConfigSource, subdomain: string): readonly string[] => [
  ...new Set([...configPaths(subdomain), ...(commit === null || path === null ? [] : [path])]),
];

/** An earlier configuration may be one that this version can no longer read. */
export function parseOrNull(text: string, subdomain: string, file = 'an earlier configuration'): Config | null {
  try {
    return parseConfig(text, file, subdomain);
  } catch (error) {
    if (error instanceof ZendriftError && error.code === 'config-invalid') return null;
    throw error;
  }
}
