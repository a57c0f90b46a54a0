import { Buffer } from 'node:buffer';
import { ZendriftError } from '#errors.ts';
import { type ApiRequest, type Attempt, nameRequest } from './attempt.ts';
import { nonsense, type RequestFailure, toZendeskError } from './outcome.ts';
import { parseToken } from './parse.ts';
import type { ZendeskConnection, ZendeskCredentials } from './settings.ts';
import { toRequestOutcome } from './to-outcome.ts';

export interface Authorization {
  /** Value of the `Authorization` header; fetches a token where one is needed. */
  header(): Promise<string>;
  /** Drops the header that was refused. False where there is no other one to be had. */
  renew(refused: string): boolean;
  /** Everything that must never stand in a message. */
  secrets(): readonly string[];
}

type Post = (request: ApiRequest) => Promise<Attempt>;

/** Seconds that a fetched token shall live: longer than a run, short for a leak (allowed: 300 to 172,800). */
const tokenLife = 3_600;
/** A token is not used in its last minute: a request may wait that long for its turn. */
const tokenMargin = 60;

/**
 * Authorization for the given credentials. Client credentials are fetched once for all requests in flight, used until
 * shortly before they expire, and never written anywhere.
 */
export function openAuthorization(settings: ZendeskConnection, origin: string, post: Post): Authorization {
  const { credentials } = settings;
  if (credentials.type === 'client-credentials') return openClientCredentials(settings, credentials, origin, post);
  const secret = credentials.token;
  if (!isHeaderSafe(secret)) {
    const reason = 'the token holds characters that no token has (a line break or a blank?)';
    throw new ZendriftError('zendesk-credentials', { url: origin, reason });
  }
  if (credentials.type === 'api-token')
    settings.warn(
      'Zendesk API tokens stop working on 2027-04-30. Create an OAuth client and set ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET instead.',
    );
  const basic = (email: string) => Buffer.from(`${email}/token:${secret}`, 'utf8').toString('base64');
  const value = credentials.type === 'bearer' ? `Bearer ${secret}` : `Basic ${basic(credentials.email)}`;
  return {
    header: async () => value,
    renew: () => false,
    secrets: () => [value.slice(value.indexOf(' ') + 1), secret],
  };
}

function openClientCredentials(
  { clock, scope }: ZendeskConnection,
  { id, secret }: Extract<ZendeskCredentials, { readonly type: 'client-credentials' }>,
  origin: string,
  post: Post,
): Authorization {
  const known = new Set([secret]);
  let current: { readonly header: string; readonly until: number } | null = null;
  let inFlight: Promise<string> | null = null;
  // https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
  const request: ApiRequest = {
    method: 'POST',
    path: '/oauth/tokens',
    body: {
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
      scope: scope ?? 'read',
      expires_in: tokenLife,
    },
  };

  const fetchToken = async (): Promise<string> => {
    const asked = clock.now();
    const outcome = toRequestOutcome(await post(request), known);
    if (outcome.type !== 'answered') throw tokenError(outcome, origin, request);
    const token = parseToken(outcome.body);
    if (token === null || !isHeaderSafe(token.value))
      throw toZendeskError(nonsense('no usable access_token in it'), origin, nameRequest(request));
    known.add(token.value);
    const granted = token.expiresIn ?? tokenLife;
    const life = Math.max(granted - tokenMargin, granted / 2);
    current = { header: `Bearer ${token.value}`, until: asked + life * 1_000 };
    return current.header;
  };

  return {
    header: () => {
      if (current !== null && clock.now() < current.until) return Promise.resolve(current.header);
      inFlight ??= fetchToken().finally(() => {
        inFlight = null;
      });
      return inFlight;
    },
    renew: (refused) => {
      if (current?.header === refused) current = null;
      return true;
    },
    secrets: () => [...known],
  };
}

/** A refused token is a matter of credentials, whatever the status; an HTML 404 is another host. */
function tokenError(failure: RequestFailure, origin: string, request: ApiRequest): ZendriftError {
  if (failure.type !== 'refused') return toZendeskError(failure, origin, nameRequest(request));
  const reason = `${failure.status} ${failure.reason}`;
  return failure.status === 404 && failure.body === undefined
    ? new ZendriftError('zendesk-host', { url: origin, reason })
    : new ZendriftError('zendesk-credentials', { url: origin, reason });
}

const isHeaderSafe = (token: string): boolean => /^[\x21-\x7e]+$/.test(token);
