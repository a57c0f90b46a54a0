import type { Surface } from './problem.ts';

/** The ways to authenticate with Zendesk (docs/format.md, Environment variables). */
export type Credentials =
  | { readonly type: 'client-credentials'; readonly id: string; readonly secret: string }
  | { readonly type: 'bearer'; readonly token: string }
  | { readonly type: 'api-token'; readonly email: string; readonly token: string };

export interface CredentialReading {
  /** Null where none are set, or where they cannot be used: then there are problems. */
  readonly credentials: Credentials | null;
  readonly problems: readonly string[];
}

type Read = (variable: string) => string | null;
/** A complete set, or the variables that it lacks; null where nothing of it is set. */
type Attempt = { readonly credentials: Credentials | null; readonly set: readonly string[]; readonly lacks: string[] };

/** Reads `<prefix>CLIENT_ID` … `<prefix>API_TOKEN`: exactly one set. Problems name variables, never values. */
export function parseCredentials(prefix: string, read: Read): CredentialReading {
  const attempts = [
    attempt(read, [`${prefix}CLIENT_ID`, `${prefix}CLIENT_SECRET`], ([id, secret]) => ({
      type: 'client-credentials',
      id,
      secret,
    })),
    attempt(read, [`${prefix}OAUTH_TOKEN`, null], ([token]) => ({ type: 'bearer', token })),
    attempt(read, [`${prefix}EMAIL`, `${prefix}API_TOKEN`], ([email, token]) => ({ type: 'api-token', email, token })),
  ].filter((one) => one.set.length > 0);
  const problems = attempts.flatMap((one) =>
    one.lacks.map((variable) => `${variable} is missing: it belongs to ${one.set.join(' and ')}`),
  );
  if (attempts.length > 1) {
    problems.push(`${attempts.map((one) => one.set.join(' + ')).join(' and ')} are both set: use one of them`);
  }
  return { credentials: problems.length === 0 ? (attempts[0]?.credentials ?? null) : null, problems };
}

/** What to say where a command needs credentials and there are none. */
export function missingCredentials(prefix: 'ZENDESK_' | 'ZENDESK_WRITE_', surface: Surface): string {
  const nameOf = (rest: string): string =>
    surface === 'action' ? `${prefix}${rest}`.toLowerCase().replaceAll('_', '-') : `${prefix}${rest}`;
  const [id, secret, token] = [nameOf('CLIENT_ID'), nameOf('CLIENT_SECRET'), nameOf('OAUTH_TOKEN')];
  return `no Zendesk credentials: set ${id} and ${secret}, or ${token}, or ${nameOf('EMAIL')} and ${nameOf('API_TOKEN')}`;
}

function attempt(
  read: Read,
  variables: readonly [string, string | null],
  make: (values: readonly [string, string]) => Credentials,
): Attempt {
  const names = variables.filter((name) => name !== null);
  const values = names.map(read);
  const set = names.filter((_, index) => values[index] !== null);
  const lacks = names.filter((_, index) => values[index] === null);
  const [first, second] = values;
  return { credentials: lacks.length > 0 ? null : make([first ?? '', second ?? '']), set, lacks };
}
