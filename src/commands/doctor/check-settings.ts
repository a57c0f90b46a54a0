import { type Check, type CheckFinding, checkFault, checkWarning, ok, skipped } from './check.ts';
import type { DoctorRun } from './doctor-run.ts';

export const settings: Check = {
  id: 'settings',
  title: 'Settings',
  needs: [],
  look: async ({ settings: { problems, zendesk } }) =>
    problems.length > 0
      ? checkFault(problems.join('; '), 'See "Settings" in the README for every option, input and variable.')
      : ok(`complete, for the account ${zendesk?.subdomain ?? ''}`),
};

export const configuration: Check = {
  id: 'config',
  title: 'Configuration',
  needs: [],
  look: async (run) => {
    if (run.settings.zendesk === null) return skipped('the settings name no account');
    const { account, kinds, policy } = await run.readConfig();
    return ok(`valid: account ${account}, ${kinds.join(', ')}, ${policy.rules.length} rules`);
  },
};

/** Bytes: as many as the hash has. A shorter key can be found by trying, and with it every IPv4 address. */
const enoughBytes = 32;

const hashKeyAdvice = 'Set ZENDRIFT_HASH_KEY to a random text (openssl rand -hex 32), and keep it.';

export const hashKey: Check = {
  id: 'hash-key',
  title: 'Hash key',
  needs: ['config'],
  look: async (run) => {
    const { redact, privacy } = await run.readConfig();
    const { hashKey: key } = run.settings;
    const needed = redact.length > 0 ? '"redact" has fields' : '"privacy: { ip: hashed }" is set';
    if (key === null)
      return redact.length > 0 || privacy.ip === 'hashed'
        ? checkFault(`ZENDRIFT_HASH_KEY is not set, but ${needed}`, hashKeyAdvice)
        : judgeDerived(run);
    const bytes = new TextEncoder().encode(key).length;
    return bytes < enoughBytes
      ? checkWarning(`ZENDRIFT_HASH_KEY has ${bytes} bytes: what is hashed with it can be guessed`, hashKeyAdvice)
      : ok('ZENDRIFT_HASH_KEY');
  },
};

const sources = {
  'client-credentials': 'ZENDESK_CLIENT_SECRET',
  bearer: 'ZENDESK_OAUTH_TOKEN',
  'api-token': 'ZENDESK_API_TOKEN',
} as const;

function judgeDerived({ settings }: DoctorRun): CheckFinding {
  const credentials = settings.zendesk?.credentials ?? null;
  if (credentials === null)
    return skipped('ZENDRIFT_HASH_KEY is not set, and there is no credential to make a key from');
  const source = sources[credentials.type];
  return ok(`made from ${source}; recommended is ZENDRIFT_HASH_KEY, since a new ${source} means a new baseline`);
}

export const proxy: Check = {
  id: 'proxy',
  title: 'Proxy',
  needs: [],
  look: async (run) => ok(run.proxy === null ? 'none: requests go directly' : `requests go through ${run.proxy}`),
};
