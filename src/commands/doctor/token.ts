import { type Check, type CheckFinding, checkFault, checkWarning, ok, skipped } from './check.ts';
import type { DoctorRun } from './doctor-run.ts';

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
