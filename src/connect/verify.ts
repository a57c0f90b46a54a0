import type { Command, CommandContext } from '#commands/command.ts';
import type { RecordedConfig, RemoteCheck, VerifyRun } from '#commands/verify/verify-run.ts';
import { verify } from '#commands/verify.ts';
import type { Config } from '#config/config.ts';
import { nameInput } from '#config/problem.ts';
import type { Addresses } from '#core/entry/author.ts';
import { ZendriftError } from '#errors.ts';
import { accountOf, connectIssues, connectZendesk, privacyOf, redactionOf } from './adapters.ts';
import { listConfigPaths, parseOrNull } from './ledger.ts';
import { type ConnectedData, closingOnFailure, committersOf, connectData } from './repository.ts';

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
  const { settings, clock } = context;
  const { surface } = settings;
  const { subdomain } = accountOf(settings);
  const github = settings.verify.github ? connectIssues(context, clock.now() + settings.deadline) : null;
  if (settings.verify.github && github === null) {
    throw new ZendriftError('settings-invalid', {
      problems: `verify ${nameInput('github', surface)} needs ${nameInput('github-token', surface)} and ${nameInput('github-repository', surface)}`,
    });
  }
  const data = await connectData(context, subdomain, { readOnly: true });
  return closingOnFailure(data.clone, async () => toVerifyRun(context, data));
}

/** Of a repository that is open already. */
export function toVerifyRun(
  context: CommandContext,
  { config, source, repository }: Pick<ConnectedData, 'config' | 'source' | 'repository'>,
): VerifyRun {
  const { settings, progress, clock } = context;
  const { subdomain } = accountOf(settings);
  const github = settings.verify.github ? connectIssues(context, clock.now() + settings.deadline) : null;
  return {
    account: config.account,
    committers: committersOf(config),
    addresses: addressesOf(config),
    people: config,
    issueAuthors: config.issues.authors,
    parseRecordedConfig: (text, blob) => parseRecordedConfig(text, blob, subdomain),
    repository,
    configSource: source,
    configPaths: listConfigPaths(source, subdomain),
    progress,
    expect: settings.verify.expect,
    remote: connectRemote(context, config),
    github,
  };
}

const addressesOf = ({ identities }: Config): Addresses =>
  Object.fromEntries([...identities].map(([id, { email }]) => [id, { email: email ?? undefined }]));

function parseRecordedConfig(text: string, blob: string, subdomain: string): RecordedConfig | null {
  const config = parseOrNull(text, subdomain, blob);
  if (config === null) return null;
  return {
    policy: { ...config.policy, hours: config.hours, timezone: config.timezone, blob },
    ip: config.privacy.ip,
    addresses: addressesOf(config),
    people: config,
  };
}

function connectRemote(context: CommandContext, config: Config): RemoteCheck | null {
  const { settings, clock, random } = context;
  const { remote } = settings.verify;
  if (remote === null) return null;
  return {
    zendesk: connectZendesk(context, clock.now() + settings.deadline, config),
    part: remote.part,
    seed: remote.seed ?? Math.floor(random() * seeds),
    privacy: privacyOf(config, settings),
    includePersonal: config.includePersonal,
    redaction: redactionOf(config, settings),
  };
}
