import { ZendriftError } from '#errors.ts';
import type { Mailed, MailFilter } from '#ports/audit-log.ts';
import type { ApiRequest } from './attempt.ts';
import { auditError, auditPath } from './audit-log.ts';
import type { ZendeskClient } from './client.ts';

const path = `${auditPath}/export`;

/**
 * Asks the account to e-mail its own CSV: 202 without a body, and one request a minute and account, apart from the limit of
 * all other endpoints. https://developer.zendesk.com/api-reference/ticketing/account-configuration/audit_logs/#export-audit-logs
 */
export async function mailCsv(client: ZendeskClient, account: string, filter: MailFilter): Promise<Mailed> {
  const outcome = await client.writeOnce({ method: 'POST', path, query: toQuery(filter), body: {} });
  if (outcome.type === 'answered') return { type: 'accepted' };
  if (outcome.type === 'limited') return { type: 'too-soon', seconds: outcome.seconds ?? 60 };
  if (outcome.type === 'refused' && outcome.status === 403 && !/access to this page/i.test(outcome.reason))
    throw new ZendriftError('mail-csv-refused', { reason: outcome.reason });
  throw auditError(outcome, client.origin, account, `POST ${path}`);
}

type Query = NonNullable<ApiRequest['query']>;

const toQuery = ({ period, actions, actors, sourceTypes, sourceIds, ips }: MailFilter): Query => [
  ...each('action', actions),
  ...each('actor_id', actors),
  ...each('source_type', sourceTypes),
  ...each('source_id', sourceIds),
  ...each('ip_address', ips),
  ...(period === null
    ? []
    : [period.from ?? '1970-01-01T00:00:00Z', period.to].map((time) => ['filter[created_at][]', time] as const)),
];

/** Several values are sent with `[]` behind the name. */
const each = (name: string, values: readonly string[]): Query =>
  values.map((value) => [`filter[${name}]${values.length > 1 ? '[]' : ''}`, value] as const);
