import type { AuditSettings } from '#config/audit-settings.ts';
import { addSeconds, earlier, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { LogPeriod } from '#ports/audit-log.ts';

/** The future holds nothing, so a period ends now at the latest. */
export function toPeriod({ from, to }: Pick<AuditSettings, 'from' | 'to'>, now: UtcTime): LogPeriod {
  const end = to === null ? now : earlier(to, now);
  if (from === null) return { from: null, to: end };
  const start = from.type === 'time' ? from.time : addSeconds(end, -from.seconds);
  if (start > end) {
    const problems = `from (${start}) is after ${to === null || to > now ? `the present time of the account (${now})` : `to (${to})`}`;
    throw new ZendriftError('settings-invalid', { problems });
  }
  return { from: start, to: end };
}
