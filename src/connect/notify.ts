import { createHmac } from 'node:crypto';
import type { CommandContext } from '#commands/command.ts';
import type { SendNotice } from '#commands/track/track-run.ts';
import type { Config } from '#config/config.ts';
import { parseWebhookUrl } from '#config/host.ts';
import { toUtcTime } from '#core/time.ts';
import { renderNotice } from '#render/notify/render-notice.ts';
import { postWebhook } from '#webhook/post-webhook.ts';

/** Sends messages as `notify` says; null where it says nothing. What keeps one from being sent is the answer, never an error. */
export function connectNotify(
  { settings, environment, clock, signal }: CommandContext,
  { notify, timezone }: Config,
  mask: (text: string) => string,
): SendNotice | null {
  if (notify === null) return null;
  const { format, urlVariable } = notify;
  const given =
    urlVariable === 'ZENDRIFT_NOTIFY_URL' ? settings.notify.url : (environment[urlVariable]?.trim() ?? null);
  const { key } = settings.notify;
  return async (notice) => {
    if (given === null || given === '') return `${urlVariable} is not set`;
    const url = parseWebhookUrl(given);
    if (url === null) return `${urlVariable} is no https URL`;
    const body = mask(renderNotice(notice, format, { timezone, sent: toUtcTime(clock.now()) }));
    const headers: Record<string, string> = {};
    if (format === 'json') {
      if (key === null) return 'ZENDRIFT_NOTIFY_KEY is not set, so the message could not be signed';
      headers['x-zendrift-signature'] = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
    }
    const posted = await postWebhook({ url, headers, body }, clock, signal);
    return posted.type === 'sent' ? null : posted.reason;
  };
}
