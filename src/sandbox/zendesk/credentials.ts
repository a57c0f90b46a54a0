import type { Account } from './account.ts';
import type { Answer } from './answer.ts';
import type { JsonObject } from './json.ts';
import type { User } from './user.ts';

export type OAuthClient = {
  readonly id: string;
  readonly secret: string;
  /** The admin who made the client: its tokens act as this user. */
  readonly userId: number;
  /** What a token of this client may hold (`read` covers `users:read`); null = anything. More is `invalid_scope`. */
  readonly scopes: readonly string[] | null;
};

/** Who asks, and with which OAuth scopes; an API token may do what its user may. */
export type Identity = { readonly user: User; readonly scopes: readonly string[] | 'any' };

export type Credentials = {
  readonly addClient: (client: OAuthClient) => void;
  readonly addApiToken: (email: string, token: string) => void;
  /** `POST /oauth/tokens`, the client credentials grant alone. */
  readonly issue: (body: JsonObject) => Answer;
  readonly identify: (authorization: string | undefined) => Identity | null;
  /** Ends every token given out so far; clients and API tokens stay. */
  readonly revokeTokens: () => void;
  readonly removeAll: () => void;
};

type Token = { readonly userId: number; readonly scopes: readonly string[]; readonly expires: number };

export function openCredentials(account: Account): Credentials {
  const clients = new Map<string, OAuthClient>();
  const apiTokens = new Map<string, string>();
  const tokens = new Map<string, Token>();
  let issued = 0;

  const activeUser = (wanted: (user: User) => boolean) =>
    account.users.list().find((user) => user.active && wanted(user));

  return {
    addClient: (client) => {
      clients.set(client.id, client);
    },
    addApiToken: (email, token) => {
      apiTokens.set(token, email);
    },
    issue: (body) => {
      const client = typeof body['client_id'] === 'string' ? clients.get(body['client_id']) : undefined;
      if (client === undefined || client.secret !== body['client_secret']) return invalidClient;
      if (body['grant_type'] !== 'client_credentials')
        return refused('unsupported_grant_type', 'Grant type is invalid');
      const scope = body['scope'];
      const expires = body['expires_in'] ?? null;
      if (expires !== null && (typeof expires !== 'number' || expires <= 300 || expires >= 172_800))
        return refused('invalid_request', 'expires_in must be more than 300 and less than 172800');
      // A scope in the wrong form gives a token that opens nothing (Grant Type Tokens, "Restrictions").
      const scopes = typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [];
      if (client.scopes && scopes.some((one) => !covers(client.scopes ?? [], one)))
        return refused('invalid_scope', 'The requested scope is invalid, unknown, or malformed');
      issued += 1;
      const token = `sandbox-token-${issued}`;
      const until = expires === null ? Number.POSITIVE_INFINITY : account.clock.now() + expires * 1000;
      tokens.set(token, { userId: client.userId, scopes, expires: until });
      return {
        status: 201,
        body: {
          access_token: token,
          token_type: 'bearer',
          scope: scopes.join(' '),
          ...(expires === null ? {} : { expires_in: expires }),
        },
      };
    },
    identify: (authorization = '') => {
      const [scheme = '', value = ''] = authorization.split(/ +/);
      if (scheme.toLowerCase() === 'bearer') {
        const token = tokens.get(value);
        if (token === undefined || token.expires <= account.clock.now()) return null;
        const user = activeUser(({ id }) => id === token.userId);
        return user ? { user, scopes: token.scopes } : null;
      }
      if (scheme.toLowerCase() !== 'basic') return null;
      const match = /^(.+)\/token:(.+)$/.exec(Buffer.from(value, 'base64').toString('utf8'));
      const [, email, token] = match ?? [];
      if (email === undefined || token === undefined || apiTokens.get(token) !== email) return null;
      const user = activeUser((one) => one.email === email);
      return user ? { user, scopes: 'any' } : null;
    },
    revokeTokens: () => tokens.clear(),
    removeAll: () => {
      for (const map of [clients, apiTokens, tokens]) map.clear();
    },
  };
}

function covers(allowed: readonly string[], scope: string): boolean {
  return allowed.includes(scope) || allowed.includes(scope.split(':').at(-1) ?? scope);
}

const invalidClient: Answer = {
  status: 401,
  body: {
    error: 'invalid_client',
    error_description:
      'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
  },
};

function refused(error: string, error_description: string): Answer {
  return { status: 400, body: { error, error_description } };
}
