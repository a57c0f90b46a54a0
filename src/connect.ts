import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Command, CommandContext } from '#commands/command.ts';
import type { TrackRun } from '#commands/track/run.ts';
import { track } from '#commands/track.ts';
import type { Config } from '#config/config.ts';
import { configPaths } from '#config/file.ts';
import { parseConfig } from '#config/parse.ts';
import type { Settings, ZendeskSettings } from '#config/settings.ts';
import type { Privacy } from '#drift/privacy.ts';
import { reasonOf, ZendriftError } from '#errors.ts';
import { readCheckedOutFile } from '#git/checked-out-file.ts';
import { openRepository } from '#git/repository.ts';
import { openIssues } from '#github/issues.ts';
import type { Issues, Repository } from '#ports.ts';
import { openZendesk } from '#zendesk/open-zendesk.ts';

/** The one place where adapters are chosen: settings and configuration become what a command works with. */
export const runTrack: Command = async (context) => {
  const run = await connectTrack(context);
  try {
    return await track(run, { failOnDrift: context.settings.track.failOnDrift });
  } finally {
    await run.repository.close();
  }
};

async function connectTrack(context: CommandContext): Promise<TrackRun> {
  const { settings, progress, clock, random, signal } = context;
  const account = accountOf(settings);
  const { config, text } = await readConfig(context, account.subdomain);
  const repository = await connectRepository(context, config);
  const deadline = clock.now() + settings.deadline;
  const warn = (line: string) => progress.warn(line);
  if (account.credentials === null) throw new ZendriftError('settings-invalid', { problems: 'no Zendesk credentials' });
  return {
    config,
    policy: { ...config.policy, timezone: config.timezone, blob: repository.blobId(text) },
    privacy: privacyOf(config, settings),
    repository,
    zendesk: openZendesk({
      account: account.subdomain,
      url: account.url,
      credentials: account.credentials,
      deadline: () => deadline,
      clock,
      warn,
      random,
      signal,
    }),
    issues: connectIssues(context, deadline),
    clock,
    progress,
    random,
    signal,
    deadline,
    dryRun: settings.dryRun,
    sweep: settings.track.sweep,
    acceptVanished: settings.track.acceptVanished,
  };
}

function accountOf(settings: Settings): ZendeskSettings {
  if (settings.zendesk) return settings.zendesk;
  throw new ZendriftError('settings-invalid', { problems: 'ZENDESK_SUBDOMAIN is not set' });
}

/** The configuration and its text: no file is the same as an empty one. */
async function readConfig(
  { settings, environment, progress }: CommandContext,
  subdomain: string,
): Promise<{ readonly config: Config; readonly text: string }> {
  if (settings.config !== null) {
    const file = settings.config;
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new ZendriftError('config-unreadable', { file, reason: reasonOf(error) }, error);
    });
    return { config: parseConfig(text, file, subdomain), text };
  }
  const found = await readCheckedOutFile(settings.repository, configPaths(subdomain), environment);
  if (found === null) return { config: parseConfig('', 'defaults', subdomain), text: '' };
  if (found.from === 'edited') progress.warn(`${found.path} has uncommitted edits; the committed version counts.`);
  if (found.from === 'uncommitted') {
    progress.warn(`${found.path} is not committed: commit it, so that each verdict can be checked against it later.`);
  }
  return { config: parseConfig(found.text, found.path, subdomain), text: found.text };
}

function connectRepository(context: CommandContext, config: Config): Promise<Repository> {
  const { settings, environment, clock, random, signal, progress } = context;
  const { token, serverUrl } = settings.github;
  return openRepository({
    directory: settings.repository,
    branch: settings.branch ?? config.branch ?? undefined,
    stateRef: config.stateRef,
    environmentBranch: environment['GITHUB_REF_NAME'],
    github: token === null ? undefined : { serverUrl, token },
    dryRun: settings.dryRun,
    environment,
    clock,
    random,
    warn: (text) => progress.warn(text),
    signal,
  });
}

function connectIssues({ settings, progress, clock, signal }: CommandContext, deadline: number): Issues | null {
  const { repository, token, apiUrl, serverUrl } = settings.github;
  if (repository === null || token === null) return null;
  return openIssues({
    apiUrl,
    serverUrl,
    repository,
    token,
    clock,
    deadline: () => deadline,
    warn: (text) => progress.warn(text),
    signal,
  });
}

function privacyOf(config: Config, { hashKey }: Settings): Privacy {
  if ((config.privacy.ip === 'hashed' || config.redact.length > 0) && hashKey === null) {
    throw new ZendriftError('settings-invalid', {
      problems: 'ZENDRIFT_HASH_KEY is not set, but the configuration asks for redaction or hashed IP addresses',
    });
  }
  const key = hashKey ?? '';
  return {
    ip: config.privacy.ip,
    keyedHash: (text) => createHmac('sha256', key).update(text).digest('hex'),
  };
}
