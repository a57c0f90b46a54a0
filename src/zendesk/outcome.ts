import { ZendriftError } from '#errors.ts';

/**
 * What became of a request, after its retries. A value, because for one object or one listing none of these stops a
 * run; `toError` turns it into an error where it does. `reason` is short, printable and free of secrets.
 */
export type RequestOutcome = { readonly type: 'answered'; readonly body: unknown } | RequestFailure;

export type RequestFailure =
  /** 4xx with what the body says; `body` is undefined where it is not JSON. */
  | { readonly type: 'refused'; readonly status: number; readonly reason: string; readonly body: unknown }
  /** A redirect, or no such host: this is not the account's address. */
  | { readonly type: 'elsewhere'; readonly reason: string }
  /** An answer that is not what this API gives: HTML, cut JSON, a wrong shape, a repeated cursor. */
  | { readonly type: 'nonsense'; readonly reason: string }
  /** No usable answer in the tries there were: network, 5xx, 409. */
  | { readonly type: 'unavailable'; readonly reason: string };

export const nonsense = (reason: string): RequestFailure => ({ type: 'nonsense', reason });

/** What became of a request that is never sent twice. `seconds` = what the server asks to wait, null where it does not say. */
export type OnceOutcome = RequestOutcome | { readonly type: 'limited'; readonly seconds: number | null };

/** A failure in words: `refused (403): Forbidden`. */
export const describeFailure = (failure: RequestFailure): string => {
  switch (failure.type) {
    case 'refused':
      return `refused (${failure.status}): ${failure.reason}`;
    case 'elsewhere':
      return failure.reason;
    case 'nonsense':
      return `not usable: ${failure.reason}`;
    case 'unavailable':
      return `no answer: ${failure.reason}`;
  }
};

const codeOf = (failure: RequestFailure) => {
  switch (failure.type) {
    case 'refused':
      if (failure.status === 401) return 'zendesk-credentials';
      return failure.status === 403 ? 'zendesk-forbidden' : 'zendesk-refused';
    case 'elsewhere':
      return 'zendesk-host';
    case 'nonsense':
      return 'zendesk-nonsense';
    case 'unavailable':
      return 'zendesk-unavailable';
  }
};

/** The catalogue's error for a failure that stops the run. `request` is `GET /api/v2/audit_logs`. */
export const toZendeskError = (failure: RequestFailure, url: string, request: string): ZendriftError =>
  new ZendriftError(codeOf(failure), {
    url,
    request,
    reason: failure.reason,
    status: failure.type === 'refused' ? failure.status : '',
  });
