import { createHmac, hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CommandContext } from '#commands/command.ts';
import type { Config } from '#config/config.ts';
import type { Credentials } from '#config/credentials.ts';
import { configPaths } from '#config/file.ts';
import { parseConfig } from '#config/parse.ts';
import type { Settings, ZendeskSettings } from '#config/settings.ts';
import type { OwnCommitter } from '#drift/history.ts';
import type { Privacy } from '#drift/privacy.ts';
import type { Redaction } from '#drift/redact.ts';
import { reasonOf, ZendriftError } from '#errors.ts';
import type { Signers } from '#git/check-signatures.ts';
import { checkSigning } from '#git/check-signing.ts';
import { readCheckedOutFile } from '#git/checked-out-file.ts';
import { openRepository } from '#git/repository.ts';
import type { Signing } from '#git/sign-commits.ts';
import { openIssues } from '#github/issues.ts';
import type { Issues, Repository, Zendesk } from '#ports.ts';
import { openZendesk } from '#zendesk/open-zendesk.ts';
import { gitSignal } from './git-signal.ts';

/** The pieces that a command is connected to, each made from settings and configuration. */

export function accountOf(settings: Settings): ZendeskSettings {
  if (settings.zendesk) return settings.zendesk;
  throw new ZendriftError('settings-invalid', { problems: 'ZENDESK_SUBDOMAIN is not set' });
}

/** The configuration and its text: no file is the same as an empty one. */
export async function readConfig(
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

/** Whose commits may count: the default committer, the configured one, former ones (SEMANTICS section 3). */
export const committersOf = (config: Config): readonly OwnCommitter[] => [config.committer, ...config.formerCommitters];

/** `readOnly` = nothing below `.git` changes: what has to be fetched is kept beside the repository. */
export async function connectRepository(
  context: CommandContext,
  config: Config,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Promise<Repository> {
  const { settings, environment, clock, random, signal, progress } = context;
  const { token, serverUrl } = settings.github;
  const dryRun = readOnly || settings.dryRun;
  if (!dryRun) await trySigning(context, config);
  return openRepository({
    directory: settings.repository,
    branch: settings.branch ?? config.branch ?? undefined,
    stateRef: config.stateRef,
    environmentBranch: environment['GITHUB_REF_NAME'],
    github: token === null ? undefined : { serverUrl, token },
    dryRun,
    signing: dryRun ? null : signingOf(context, config),
    signers: await readSigners(context, config),
    environment,
    clock,
    random,
    warn: (text) => progress.warn(text),
    signal: gitSignal(signal, settings),
  });
}

const signingOf = ({ settings: { signingKey } }: CommandContext, { sign }: Config): Signing | null =>
  signingKey === null ? null : { key: signingKey, which: sign };

/** Who may sign what counts, as the checked-out commit has it, like the configuration that names the file. */
async function readSigners(context: CommandContext, config: Config): Promise<Signers | null> {
  const { settings, environment, progress } = context;
  const { allowedSigners: path, signedAfter: after } = config;
  if (path === null) return null;
  const found = await readCheckedOutFile(settings.repository, [path], environment);
  if (found === null) {
    const reason = `"allowed-signers" names ${path}, which is not in the checked-out commit`;
    throw new ZendriftError('signing-unusable', { reason });
  }
  if (found.from !== 'commit') progress.warn(`${path} has uncommitted edits, or is not committed.`);
  return { text: found.text, after };
}

/** Signs something and checks it, before anything is committed. Throws `signing-unusable`. */
export const trySigning = async (context: CommandContext, config: Config): Promise<void> =>
  checkSigning({
    signing: signingOf(context, config),
    signers: await readSigners({ ...context, progress: { ...context.progress, warn: () => {} } }, config),
    principal: config.committer.email,
    now: context.clock.now(),
    environment: context.environment,
    signal: context.signal,
  });

/** The account, for reading. `deadline` = local time (milliseconds since 1970) at which to stop waiting. */
export function connectZendesk(context: CommandContext, deadline: number): Zendesk {
  const { settings, progress, clock, random, signal } = context;
  const { subdomain, url, credentials } = accountOf(settings);
  if (credentials === null) throw new ZendriftError('settings-invalid', { problems: 'no Zendesk credentials' });
  return openZendesk({
    account: subdomain,
    url,
    credentials,
    deadline: () => deadline,
    clock,
    warn: (line) => progress.warn(line),
    random,
    signal,
  });
}

export function connectIssues({ settings, progress, clock, signal }: CommandContext, deadline: number): Issues | null {
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

export function privacyOf(config: Config, { hashKey }: Settings): Privacy {
  if ((config.privacy.ip === 'hashed' || config.redact.length > 0) && hashKey === null) {
    throw new ZendriftError('settings-invalid', {
      problems: 'ZENDRIFT_HASH_KEY is not set, but the configuration asks for redaction or hashed IP addresses',
    });
  }
  return { ip: config.privacy.ip, keyedHash: keyedHash(hashKey ?? '') };
}

/**
 * What is masked: the configured fields, and always what looks like a secret. Its key is ZENDRIFT_HASH_KEY, else made from
 * the reading credential; a command that has neither cannot tell one mask from another.
 */
export function redactionOf(config: Config, { hashKey, zendesk }: Settings): Redaction {
  const key = hashKey ?? deriveKey(zendesk?.credentials ?? null);
  const keyMayChange = hashKey === null && zendesk?.credentials?.type === 'bearer';
  return { fields: config.redact, keyedHash: key === null ? null : keyedHash(key), keyMayChange };
}

/** One way (RFC 5869): nothing about the credential can be learned from its key, nor from what is hashed with it. */
function deriveKey(credentials: Credentials | null): Buffer | null {
  if (credentials === null) return null;
  const secret = credentials.type === 'client-credentials' ? credentials.secret : credentials.token;
  return Buffer.from(hkdfSync('sha256', secret, '', 'zendrift redaction', 32));
}

const keyedHash =
  (key: string | Buffer) =>
  (text: string): string =>
    createHmac('sha256', key).update(text).digest('hex');
