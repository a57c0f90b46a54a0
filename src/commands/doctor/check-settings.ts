import type { Config } from '#config/config.ts';
import { ZendriftError } from '#errors.ts';
import { listIdle } from '#ledger/owned.ts';
import { openRecordedFiles } from '#ledger/recorded-files.ts';
import { type Check, type CheckFinding, checkFault, checkWarning, ok, skipped } from './check.ts';
import type { DoctorRun } from './doctor-run.ts';

export const settings: Check = {
  id: 'settings',
  title: 'Settings',
  needs: [],
  look: async ({ settings: { problems, zendesk } }) =>
    problems.length > 0
      ? checkFault(problems.join('; '), 'See "Settings" in docs/reference.md for every option, input and variable.')
      : ok(`complete, for the account ${zendesk?.subdomain ?? ''}`),
};

export const configuration: Check = {
  id: 'config',
  title: 'Configuration',
  needs: [],
  look: async (run) => {
    if (run.settings.zendesk === null) return skipped('the settings name no account');
    const config = await run.readConfig();
    const { account, kinds, policy } = config;
    const idle = await listIdleOwners(run, config);
    if (idle.length > 0) {
      return checkWarning(
        `valid, but ${idle.join('; ')}`,
        'Check kinds, titles, objects and categories of these owners.',
      );
    }
    return ok(`valid: account ${account}, ${kinds.join(', ')}, ${policy.rules.length} rules`);
  },
};

/** Owners of nothing that is recorded; none where nothing is recorded yet, or the clone cannot be read. */
async function listIdleOwners(run: DoctorRun, { account, owners }: Config): Promise<readonly string[]> {
  if (owners.length === 0) return [];
  try {
    const repository = await run.openRepository();
    const { branch } = await repository.fetchTip();
    const blobs = branch === null ? new Map() : await repository.listTree(branch, `snapshots/${account}`);
    if (blobs.size === 0) return [];
    return await listIdle({ files: openRecordedFiles(repository, blobs), state: { account } }, owners);
  } catch (error) {
    if (error instanceof ZendriftError) return [];
    throw error;
  }
}

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
