import { ZendriftError } from '#errors.ts';
import type { Clock } from '#ports.ts';

/** How the account lets us in. API tokens stop working on 2027-04-30 (developer.zendesk.com, OAuth migration). */
export type ZendeskCredentials =
  | { readonly type: 'client-credentials'; readonly id: string; readonly secret: string }
  | { readonly type: 'bearer'; readonly token: string }
  | { readonly type: 'api-token'; readonly email: string; readonly token: string };

export interface ZendeskConnection {
  /** Subdomain, for messages. */
  readonly account: string;
  /** `https://SUBDOMAIN.zendesk.com`, or http on a loopback address. Credentials go nowhere else. */
  readonly url: string;
  readonly credentials: ZendeskCredentials;
  /** OAuth scopes to ask for, separated by spaces; `read` covers every endpoint used here. */
  readonly scope?: string;
  /** Local time (milliseconds since 1970) at which to give up. Infinity = never. */
  readonly deadline: () => number;
  readonly clock: Clock;
  readonly warn: (text: string) => void;
  /** 0 ≤ x < 1, for the jitter of retries. */
  readonly random?: () => number;
  /** Aborted with the name of the signal as its reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds that one answer, with its body, may take; 60,000 if not given. */
  readonly timeout?: number;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The one origin that requests go to, without a trailing slash. Throws `settings-invalid` for anything that would carry
 * credentials over plain http to another machine, or that holds more than an origin.
 */
export function toOrigin(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const safe =
    parsed !== null &&
    (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && loopback.has(parsed.hostname))) &&
    `${parsed.origin}/` === parsed.href;
  if (parsed === null || !safe)
    throw new ZendriftError('settings-invalid', {
      problems:
        'ZENDESK_URL must be https://SUBDOMAIN.zendesk.com, or http on this machine (a sandbox), without a path',
      hint: 'Unset ZENDESK_URL unless you test against a sandbox on this machine.',
    });
  return parsed.origin;
}
