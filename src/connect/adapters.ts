import { createHmac, hkdfSync } from 'node:crypto';
import type { CommandContext } from '#commands/command.ts';
import type { Config } from '#config/config.ts';
import { type Credentials, missingCredentials } from '#config/credentials.ts';
import { nameInput } from '#config/problem.ts';
import type { Settings, ZendeskSettings } from '#config/settings.ts';
import type { Privacy } from '#core/entry/privacy.ts';
import type { Redaction } from '#core/snapshot/redact.ts';
import { ZendriftError } from '#errors.ts';
import { type IssuesOptions, openIssues } from '#github/issues.ts';
import type { Outage } from '#github/outage.ts';
import { sourcesFor } from '#kinds/registry.ts';
import type { AuditLogReader } from '#ports/audit-log.ts';
import type { Issues, Zendesk } from '#ports.ts';
import { warning } from '#warning.ts';
import { openAuditReader } from '#zendesk/open-audit-reader.ts';
import { openZendesk } from '#zendesk/open-zendesk.ts';
import type { ZendeskConnection } from '#zendesk/settings.ts';

/** The pieces that a command is connected to, each made from settings and configuration. */

export function accountOf(settings: Settings): ZendeskSettings {
  if (settings.zendesk) return settings.zendesk;
  throw new ZendriftError('settings-invalid', {
    problems: `${nameInput('zendesk-subdomain', settings.surface)} is not set`,
  });
}

/** The account, for reading. `deadline` = local time (milliseconds since 1970) at which to stop waiting. */
export const connectZendesk = (context: CommandContext, deadline: number, { kinds }: Pick<Config, 'kinds'>): Zendesk =>
  openZendesk(connectionOf(context, deadline), sourcesFor(kinds));

function connectionOf(context: CommandContext, deadline: number): ZendeskConnection {
  const { settings, progress, clock, random, signal } = context;
  const { subdomain, url, credentials } = accountOf(settings);
  if (credentials === null)
    throw new ZendriftError('settings-invalid', {
      problems: missingCredentials('ZENDESK_', settings.surface),
    });
  return {
    account: subdomain,
    url,
    credentials,
    deadline: () => deadline,
    clock,
    warn: (text) => progress.warn(warning('zendesk', text)),
    random,
    signal,
  };
}

/** The log of the same account, whole. */
export const connectAuditReader = (
  context: CommandContext,
  deadline: number,
  more: Pick<ZendeskConnection, 'scope'> = {},
): AuditLogReader => openAuditReader({ ...connectionOf(context, deadline), ...more });

/** `outage` = what all connections of a run share, so that a GitHub that is down is waited for once. */
export function connectIssues(context: CommandContext, deadline: number, outage?: Outage): Issues | null {
  const warn = (text: string) => context.progress.warn(warning('github', text));
  const options = toIssuesOptions(context, context.settings.github.repository, deadline, warn);
  return options === null ? null : openIssues({ ...options, ...(outage === undefined ? {} : { outage }) });
}

/** Null without a repository or a token. */
export function toIssuesOptions(
  { settings, clock, signal }: CommandContext,
  repository: string | null,
  deadline: number,
  warn: (text: string) => void,
): IssuesOptions | null {
  const { token, apiUrl, graphqlUrl, serverUrl } = settings.github;
  if (repository === null || token === null) return null;
  return { apiUrl, graphqlUrl, serverUrl, repository, token, clock, signal, deadline: () => deadline, warn };
}

export function privacyOf(config: Config, { hashKey, surface }: Settings): Privacy {
  if ((config.privacy.ip === 'hashed' || config.redact.length > 0) && hashKey === null) {
    throw new ZendriftError('settings-invalid', {
      problems: `${nameInput('hash-key', surface)} is not set, but the configuration asks for redaction or hashed IP addresses`,
    });
  }
  return { ip: config.privacy.ip, keyedHash: keyedHash(hashKey ?? '') };
}

/**
 * What is masked: the configured fields, and always what looks like a secret. Its key is ZENDRIFT_HASH_KEY, else made from
 * the reading credential; a command that has neither cannot compare one mask with another.
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
