import type { Clock } from '#ports.ts';

export interface WebhookPost {
  /** Whoever knows it may post there: it stands in no message. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What became of a message. */
export type Posted = { readonly type: 'sent' } | { readonly type: 'failed'; readonly reason: string };

const mostTries = 3;
/** Milliseconds that an answer may take, and that a try may wait for the next one. */
const longestAnswer = 10_000;
const longestPause = 30_000;

/** The service cannot have seen the message. */
const unsent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Posts a message once. It is tried again only where it certainly was not taken: a message that comes twice is worse than one
 * that is missing, because the issue says the same. Never throws; a reason names neither the URL nor what the service answered.
 */
export async function postWebhook(post: WebhookPost, clock: Clock, signal: AbortSignal): Promise<Posted> {
  let reason = '';
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const tried = await postOnce(post, signal);
    if (tried.type === 'sent') return tried;
    reason = tried.reason;
    if (tried.pause === null || tried.pause > longestPause || attempt === mostTries) break;
    await clock.sleep(tried.pause);
  }
  return { type: 'failed', reason };
}

/** `pause` = milliseconds after which to try again; null = it may have been taken, or never will be. */
type Tried =
  | { readonly type: 'sent' }
  | { readonly type: 'failed'; readonly reason: string; readonly pause: number | null };

async function postOnce({ url, headers, body }: WebhookPost, signal: AbortSignal): Promise<Tried> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      // A redirect would lead the message to another host.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestAnswer)]),
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'zendrift', ...headers },
      body,
    });
    await response.body?.cancel();
    if (response.ok) return { type: 'sent' };
    const wait = Number(response.headers.get('retry-after') ?? '1');
    const pause = response.status === 429 && Number.isFinite(wait) ? Math.max(0, wait) * 1000 : null;
    return { type: 'failed', reason: `it answered ${response.status}`, pause };
  } catch (error) {
    const code = codeOf(error);
    return {
      type: 'failed',
      reason: code === '' ? 'no answer' : `no answer (${code})`,
      pause: unsent.has(code) ? 1000 : null,
    };
  }
}

/** The system's code or the kind of the error: its words may hold the URL. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string' && /^[A-Z_]{1,40}$/.test(error.code)) return error.code;
  return error.cause === undefined ? (error.name === 'TimeoutError' ? 'ETIMEDOUT' : '') : codeOf(error.cause);
}
