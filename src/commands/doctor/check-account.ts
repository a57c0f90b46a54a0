import { redactText } from '#core/snapshot/redact.ts';
import type { ZendeskUser } from '#ports.ts';
import { limitedRoleWords } from '#render/limited-role.ts';
import { type Check, type CheckFinding, checkFault, checkWarning, ok, skipped } from './check.ts';
import type { DoctorRun } from './doctor-run.ts';

export const credentials: Check = {
  id: 'credentials',
  title: 'Zendesk credentials',
  needs: [],
  look: async ({ account, settings }) => {
    if (account === null) return skipped('the settings have no account or no credentials');
    const who = userWords(await account.readUser());
    const client = settings.zendesk?.credentials?.type === 'client-credentials';
    return ok(client ? `the OAuth client runs as ${who}: its writes would bear this name` : `they are ${who}`);
  },
};

export const role: Check = {
  id: 'role',
  title: 'Zendesk role',
  needs: ['credentials'],
  look: async ({ account }) => {
    if (account === null) return skipped('no account');
    const user = await account.readUser();
    const limited = limitedRoleWords(user);
    if (limited === null) return ok('admin');
    return user.role === 'end-user'
      ? checkFault('"end-user", who can read no configuration', 'Use the OAuth client of an admin.')
      : checkWarning(limited, 'Use the OAuth client of an admin, unless nothing of yours is restricted.');
  },
};

/** https://developer.zendesk.com/documentation/api-basics/authentication/oauth-migration/ */
const apiTokensEnd = '2027-04-30';

const day = 86_400_000;

const createClient =
  'Create an OAuth client (Admin Center > Apps and integrations > APIs > OAuth clients) and set ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET.';

export const token: Check = {
  id: 'token',
  title: 'Zendesk token',
  needs: ['credentials'],
  look: async (run) => {
    switch (run.settings.zendesk?.credentials?.type) {
      case 'client-credentials':
        return ok('an OAuth client: each run fetches a token that lives for an hour');
      case 'api-token':
        return judgeApiToken(run.clock.now());
      case 'bearer':
        return judgeBearer(run);
      default:
        return skipped('no credentials');
    }
  },
};

function judgeApiToken(now: number): CheckFinding {
  if (now >= Date.parse(apiTokensEnd)) return checkFault(`an API token; they ended on ${apiTokensEnd}`, createClient);
  const left = Math.ceil((Date.parse(apiTokensEnd) - now) / day);
  return checkWarning(`an API token; Zendesk ends all of them on ${apiTokensEnd}, in ${left} days`, createClient);
}

async function judgeBearer({ account, clock }: DoctorRun): Promise<CheckFinding> {
  const facts = await account?.readToken();
  if (!facts) return ok('an OAuth token; the account does not say when it expires');
  if (facts.expiresAt === null) return checkWarning('an OAuth token that never ends', createClient);
  const left = Math.floor((Date.parse(facts.expiresAt) - clock.now()) / day);
  const text = `an OAuth token that ends on ${facts.expiresAt.slice(0, 10)}, in ${left} days`;
  return left < 30 ? checkWarning(text, createClient) : ok(text);
}

/** https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/ */
export const scopes: Check = {
  id: 'scopes',
  title: 'Zendesk scopes',
  needs: ['credentials'],
  look: async ({ account, settings }) => {
    if (account === null) return skipped('no account');
    if (settings.zendesk?.credentials?.type === 'api-token') return ok('an API token may do all that its user may');
    const facts = await account.readToken();
    if (facts === null)
      return skipped('the account does not report them; the checks below show whether they are enough');
    const text = facts.scopes.join(', ') || 'none';
    if (facts.scopes.some((scope) => /(?:^|:)write$/.test(scope)))
      return checkWarning(
        text,
        'Reading is enough: give the client the scope "read", and keep "write" for ZENDESK_WRITE_*.',
      );
    if (!facts.scopes.includes('read'))
      return checkFault(
        text,
        'Give the client the scope "read": narrower ones leave out views and trigger categories.',
      );
    return ok(text);
  },
};

/** Seconds (docs/semantics.md, Time). */
const tolerableSkew = 120;

export const clockSkew: Check = {
  id: 'clock',
  title: 'Clock',
  needs: ['credentials'],
  look: async ({ account }) => {
    if (account === null) return skipped('no account');
    const skew = Math.round(account.clockSkew());
    const text = `this machine is ${Math.abs(skew)} s ${skew > 0 ? 'behind' : 'ahead of'} Zendesk`;
    if (Math.abs(skew) > tolerableSkew)
      return checkWarning(
        text,
        'Set the clock. Only the dates of the committer are wrong; what decides is the time of Zendesk.',
      );
    return ok(skew === 0 ? 'as that of Zendesk' : text);
  },
};

/** They are asked who they are, and nothing else: what writes is never tried. */
export const writeCredentials: Check = {
  id: 'write-credentials',
  title: 'Writing credentials',
  needs: [],
  look: async ({ writer }) => {
    if (writer === null)
      return ok('not set: a revert says what to change by hand (ZENDESK_WRITE_* where reverts are carried out)');
    const user = await writer.readUser();
    const { role } = user;
    const who = userWords(user);
    const scopes = (await writer.readToken())?.scopes ?? null;
    if (scopes !== null && !scopes.some((scope) => /(?:^|:)write$/.test(scope)))
      return checkFault(
        `they are ${who}, but may not write: ${scopes.join(', ')}`,
        'Give this client the scope "read write".',
      );
    if (role === 'admin') return ok(`they are ${who}: reverts bear this name`);
    return role === 'agent'
      ? checkWarning(`they are ${who}`, "An agent writes rules only where the agent's role permits it: use an admin.")
      : checkFault(`they are ${who}, who may not write rules`, 'Use the OAuth client of an admin.');
  },
};

/** `Jane Doe (user 1001, admin)`. Someone may have put a token into the name. */
const userWords = ({ id, name, role }: ZendeskUser): string =>
  `${redactText(name, { fields: [], keyedHash: null })} (user ${id}, ${role})`;
