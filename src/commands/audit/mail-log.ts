import { ZendriftError } from '#errors.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import type { CommandOutcome } from '../command.ts';
import type { AuditMail } from './audit-result.ts';
import type { AuditRun } from './audit-run.ts';
import { toPeriod } from './to-period.ts';

/** A client that may only read gets no token with the scope that this needs. */
export function toMailError(error: unknown): unknown {
  const isScope = error instanceof ZendriftError && error.code === 'zendesk-credentials';
  const reason = isScope ? String(error.values['reason']) : '';
  return /scope/i.test(reason) ? new ZendriftError('mail-csv-refused', { reason }, error) : error;
}

/** Has Zendesk e-mail its own CSV. Throws `mail-csv-limit` and `mail-csv-refused`. */
export async function mailLog({ account, log, settings, dryRun }: AuditRun): Promise<CommandOutcome> {
  const { filters, from, to } = settings;
  const period = from === null && to === null ? null : toPeriod(settings, log.serverTime());
  const ips = filters.ips.map(({ text }) => text);
  if (!dryRun) {
    const mailed = await log.mailCsv({ ...filters, ips, period });
    if (mailed.type === 'too-soon') throw new ZendriftError('mail-csv-limit', { account, seconds: mailed.seconds });
  }
  const lines = dryRun
    ? [`Zendesk would be asked to e-mail the audit log of ${account}. Nothing was sent.`]
    : [
        `Zendesk accepted the request (202) and e-mails a link to the CSV to the user of these credentials. Large logs take a while.`,
        "The mail is Zendesk's own export: other columns, no ids, nothing masked. Zendesk takes one request per minute.",
      ];
  const json: AuditMail = { version: 1, account, mailed: !dryRun };
  return { exitCode: 0, lines, json, summary: codeSpan(lines.join(' '), 500), outputs: {}, annotations: [] };
}
