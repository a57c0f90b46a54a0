import type { Command, CommandContext } from '#commands/command.ts';
import type { RecordedConfig, RemoteCheck, VerifyRun } from '#commands/verify/run.ts';
import { verify } from '#commands/verify.ts';
import type { Config } from '#config/config.ts';
import { parseConfig } from '#config/parse.ts';
import type { Addresses } from '#drift/author.ts';
import { ZendriftError } from '#errors.ts';
import {
  accountOf,
  committersOf,
  connectRepository,
  connectZendesk,
  privacyOf,
  readConfig,
  redactionOf,
} from './adapters.ts';

/** A seed fits into what a person can type again. */
const seeds = 1_000_000;

export const runVerify: Command = async (context) => {
  const run = await connectVerify(context);
  try {
    return await verify(run);
  } finally {
    await run.repository.close();
  }
};

async function connectVerify(context: CommandContext): Promise<VerifyRun> {
  const { settings, progress } = context;
  const { subdomain } = accountOf(settings);
  const { config } = await readConfig(context, subdomain);
  return {
    account: config.account,
    committers: committersOf(config),
    addresses: addressesOf(config),
    parseRecordedConfig: (text, blob) => parseRecordedConfig(text, blob, subdomain),
    repository: await connectRepository(context, config, { readOnly: true }),
    progress,
    expect: settings.verify.expect,
    remote: connectRemote(context, config),
  };
}

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
