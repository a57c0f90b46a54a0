import type { CommandContext } from '#commands/command.ts';
import type { RecordedConfig, RemoteCheck, VerifyRun } from '#commands/verify/run.ts';
import type { Config } from '#config/config.ts';
import { parseConfig } from '#config/parse.ts';
import type { Addresses } from '#drift/author.ts';
import type { OwnCommitter } from '#drift/history.ts';
import { ZendriftError } from '#errors.ts';
import { accountOf, connectRepository, connectZendesk, privacyOf, readConfig, redactionOf } from './adapters.ts';

/** A seed fits into what a person can type again. */
const seeds = 1_000_000;

export async function connectVerify(context: CommandContext): Promise<VerifyRun> {
  const { settings, progress } = context;
  const { subdomain } = accountOf(settings);
  const { config } = await readConfig(context, subdomain);
  return {
    account: config.account,
    committers: committersOf(config, subdomain),
    addresses: addressesOf(config),
    parseRecordedConfig: (text, blob) => parseRecordedConfig(text, blob, subdomain),
    repository: await connectRepository(context, config, { readOnly: true }),
    progress,
    expect: settings.verify.expect,
    remote: connectRemote(context, config),
  };
}

/** Whose commits may count: the default committer, the configured one, former ones (SEMANTICS section 3). */
export const committersOf = (config: Config, subdomain: string): readonly OwnCommitter[] => [
  parseConfig('', 'defaults', subdomain).committer,
  config.committer,
  ...config.formerCommitters,
];

const addressesOf = ({ identities }: Config): Addresses =>
  Object.fromEntries([...identities].map(([id, { email }]) => [id, { email: email ?? undefined }]));

function parseRecordedConfig(text: string, blob: string, subdomain: string): RecordedConfig | null {
  try {
    const config = parseConfig(text, blob, subdomain);
    return {
      policy: { ...config.policy, timezone: config.timezone, blob },
      ip: config.privacy.ip,
      addresses: addressesOf(config),
    };
  } catch (error) {
    if (error instanceof ZendriftError && error.code === 'config-invalid') return null;
    throw error;
  }
}

function connectRemote(context: CommandContext, config: Config): RemoteCheck | null {
  const { settings, clock, random } = context;
  const { remote } = settings.verify;
  if (remote === null) return null;
  return {
    zendesk: connectZendesk(context, clock.now() + settings.deadline),
    part: remote.part,
    seed: remote.seed ?? Math.floor(random() * seeds),
    privacy: privacyOf(config, settings),
    includePersonal: config.includePersonal,
    redaction: redactionOf(config, settings),
  };
}
