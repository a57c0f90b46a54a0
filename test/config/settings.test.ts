import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inputList } from '#config/inputs.ts';
import type { Need } from '#config/reader.ts';
import { listSecrets, readSettings } from '#config/settings.ts';
import { ZendriftError } from '#errors.ts';

type Environment = Readonly<Record<string, string>>;

const account = { ZENDESK_SUBDOMAIN: 'acme', ZENDESK_CLIENT_ID: 'client', ZENDESK_CLIENT_SECRET: 'client-secret' };

const read = (environment: Environment = {}, need: Need = 'credentials') =>
  readSettings({}, { ...account, ...environment }, need);

const problemsOf = (environment: Environment, need: Need = 'credentials'): string => {
  try {
    read(environment, need);
  } catch (error) {
    if (error instanceof ZendriftError && error.code === 'settings-invalid') return String(error.values['problems']);
    throw error;
  }
  return '';
};

const withoutClient = { ZENDESK_CLIENT_ID: '', ZENDESK_CLIENT_SECRET: '' };

describe('what is not said', () => {
  test('has the defaults of the contract', () => {
    expect(read()).toMatchObject({
      repository: '.',
      branch: null,
      config: null,
      dryRun: false,
      deadline: 45 * 60_000,
      zendesk: { subdomain: 'acme', url: 'https://acme.zendesk.com', writeCredentials: null },
      github: { repository: null, token: null, apiUrl: 'https://api.github.com', serverUrl: 'https://github.com' },
      hashKey: null,
    });
  });

  test('and what is empty or blank are the same', () => {
    const empty = Object.fromEntries(inputList.flatMap(([, { env }]) => (env === undefined ? [] : [[env, ' ']])));
    expect(readSettings({ deadline: '', repository: '  ' }, { ...empty, ...account }, 'credentials')).toEqual(read());
  });
});

describe('credentials', () => {
  test.each([
    [{}, { type: 'client-credentials', id: 'client', secret: 'client-secret' }],
    [
      { ...withoutClient, ZENDESK_OAUTH_TOKEN: 'tok' },
      { type: 'bearer', token: 'tok' },
    ],
    [
      { ...withoutClient, ZENDESK_EMAIL: 'a@b.c', ZENDESK_API_TOKEN: 'tok' },
      { type: 'api-token', email: 'a@b.c', token: 'tok' },
    ],
  ])('one way is enough: %j', (environment, credentials) => {
    expect(read(environment).zendesk?.credentials).toEqual(credentials);
  });

  test('those that write are a set of their own', () => {
    const { zendesk } = read({ ZENDESK_WRITE_OAUTH_TOKEN: 'w' });
    expect(zendesk?.credentials).toMatchObject({ type: 'client-credentials' });
    expect(zendesk?.writeCredentials).toEqual({ type: 'bearer', token: 'w' });
  });

  test('a line end that was pasted with a secret is no part of it', () => {
    expect(read({ ZENDESK_CLIENT_SECRET: 'client-secret\n' })).toEqual(read());
  });

  test.each([
    [withoutClient, 'no Zendesk credentials: set ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET, or ZENDESK_OAUTH_TOKEN'],
    [{ ZENDESK_CLIENT_SECRET: '' }, 'ZENDESK_CLIENT_SECRET is missing: it belongs to ZENDESK_CLIENT_ID'],
    [{ ...withoutClient, ZENDESK_API_TOKEN: 'tok' }, 'ZENDESK_EMAIL is missing: it belongs to ZENDESK_API_TOKEN'],
    [{ ZENDESK_OAUTH_TOKEN: 'tok' }, 'ZENDESK_CLIENT_ID + ZENDESK_CLIENT_SECRET and ZENDESK_OAUTH_TOKEN are both set'],
    [{ ZENDESK_EMAIL: 'a@b.c' }, 'ZENDESK_CLIENT_ID + ZENDESK_CLIENT_SECRET and ZENDESK_EMAIL are both set'],
    [{ ZENDESK_WRITE_CLIENT_ID: 'w' }, 'ZENDESK_WRITE_CLIENT_SECRET is missing: it belongs to ZENDESK_WRITE_CLIENT_ID'],
  ])('%j is a problem', (environment, problem) => {
    expect(problemsOf(environment)).toContain(problem);
  });

  test('are not needed where the account alone is, and not looked at where nothing is', () => {
    expect(read(withoutClient, 'account').zendesk).toMatchObject({ subdomain: 'acme', credentials: null });
    expect(problemsOf({ ZENDESK_SUBDOMAIN: '!', ZENDESK_EMAIL: 'x', GITHUB_API_URL: 'ftp://x' }, 'nothing')).toBe('');
    expect(read({ GITHUB_TOKEN: 't', GITHUB_REPOSITORY: 'a/b' }, 'nothing')).toMatchObject({
      zendesk: null,
      github: { token: null, repository: null, apiUrl: 'https://api.github.com' },
    });
  });
});

describe('the account', () => {
  test.each(['a', 'acme', 'acme-2', 'a'.repeat(63)])('may be called %s', (subdomain) => {
    expect(read({ ZENDESK_SUBDOMAIN: subdomain }).zendesk?.url).toBe(`https://${subdomain}.zendesk.com`);
  });

  test.each(['', 'Acme', '-acme', 'acme-', 'a.b', 'acme.zendesk.com.', 'a/../b', 'a'.repeat(64), 'ä', 'a\nb'])(
    'may not be called %j',
    (subdomain) => expect(problemsOf({ ZENDESK_SUBDOMAIN: subdomain })).toContain('ZENDESK_SUBDOMAIN'),
  );

  test.each([
    ['https://acme.zendesk.com', 'https://acme.zendesk.com'],
    ['https://acme.zendesk.com/', 'https://acme.zendesk.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.9.8.7', 'http://127.9.8.7'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:1/', 'http://[::1]:1'],
  ])('may be reached at %s', (text, url) => expect(read({ ZENDESK_URL: text }).zendesk?.url).toBe(url));

  test.each([
    'http://acme.zendesk.com',
    'https://other.zendesk.com',
    'https://acme.zendesk.com.evil.example',
    'https://acme.zendesk.com@evil.example',
    'https://user:word@acme.zendesk.com',
    'https://acme.zendesk.com/path',
    'https://acme.zendesk.com?x',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'https://localhost',
    'http://localhost/path',
    'ftp://localhost',
    'javascript:alert(1)',
    'acme.zendesk.com',
  ])('may not be reached at %s', (url) => expect(problemsOf({ ZENDESK_URL: url })).toContain('ZENDESK_URL must be'));
});

describe('GitHub', () => {
  test('is taken as Actions sets it', () => {
    const environment = {
      GITHUB_TOKEN: 'ghs_x',
      GITHUB_REPOSITORY: 'acme/zendesk-config',
      GITHUB_API_URL: 'https://ghe.example/api/v3/',
      GITHUB_GRAPHQL_URL: 'https://ghe.example/api/graphql',
      GITHUB_SERVER_URL: 'https://ghe.example',
    };
    expect(read(environment).github).toEqual({
      token: 'ghs_x',
      repository: 'acme/zendesk-config',
      apiUrl: 'https://ghe.example/api/v3',
      graphqlUrl: 'https://ghe.example/api/graphql',
      serverUrl: 'https://ghe.example',
    });
  });

  test.each([
    [undefined, 'https://api.github.com/graphql'],
    ['https://ghe.example/api/v3', 'https://ghe.example/api/graphql'],
    ['https://api.acme.ghe.com', 'https://api.acme.ghe.com/graphql'],
    ['http://127.0.0.1:4567/api/v3', 'http://127.0.0.1:4567/api/v3/graphql'],
  ])('at %s has its GraphQL API at %s', (apiUrl, graphqlUrl) => {
    expect(read(apiUrl === undefined ? {} : { GITHUB_API_URL: apiUrl }).github.graphqlUrl).toBe(graphqlUrl);
  });

  test('gets the token at one host alone: the GraphQL API of a runner’s own GitHub is not asked about another one', () => {
    const environment = {
      GITHUB_API_URL: 'https://ghe.example/api/v3',
      GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
    };
    expect(read(environment).github.graphqlUrl).toBe('https://ghe.example/api/graphql');
    expect(problemsOf({ GITHUB_GRAPHQL_URL: 'http://api.github.com/graphql' })).toContain(
      'GITHUB_GRAPHQL_URL must be an https URL on the host of GITHUB_API_URL (https://api.github.com)',
    );
    expect(problemsOf({ GITHUB_GRAPHQL_URL: 'https://evil.example/graphql' }, 'nothing')).toBe('');
    const meant = { 'github-graphql-url': 'https://evil.example/graphql' };
    expect(() => readSettings(meant, account, 'credentials', 'action')).toThrow('github-graphql-url must be');
    const sandbox = { GITHUB_API_URL: 'http://127.0.0.1:1', GITHUB_GRAPHQL_URL: 'http://localhost:2/graphql' };
    expect(read(sandbox).github.graphqlUrl).toBe('http://localhost:2/graphql');
  });

  test.each(['acme', 'acme/', '/x', 'a/b/c', 'acme/..', 'acme/.', 'a b/c', '-a/b', 'acme/ä'])(
    '%j is no repository',
    (name) => expect(problemsOf({ GITHUB_REPOSITORY: name })).toContain('GITHUB_REPOSITORY must be owner/name'),
  );

  test.each(['http://api.github.com', 'x', 'https://u@ghe.example', 'https://:p@ghe.example', 'https://ghe.example?q'])(
    '%s is not an IP address of it',
    (url) => {
      expect(problemsOf({ GITHUB_API_URL: url })).toContain('GITHUB_API_URL');
      expect(problemsOf({ GITHUB_SERVER_URL: url })).toContain('GITHUB_SERVER_URL');
    },
  );
});

test.each(['', '0s', '5', 'soon', '-1m'])('a deadline of %j is not one', (deadline) => {
  if (deadline === '') expect(read({ ZENDRIFT_DEADLINE: deadline }).deadline).toBe(2_700_000);
  else
    expect(problemsOf({ ZENDRIFT_DEADLINE: deadline })).toContain(
      `ZENDRIFT_DEADLINE must be a duration such as 90s, 45m or 2h, not "${deadline}"`,
    );
});

test('lists are split, and hold each item once', () => {
  const settings = readSettings({ 'accept-vanished': 'macro, view\nmacro' }, account, 'credentials');
  expect(settings.track.acceptVanished).toEqual(['macro', 'view']);
});

test('a problem names an input as the person typed it, with the value that was given', () => {
  const environment = { ...account, ZENDESK_SUBDOMAIN: 'Acme' };
  const onCommandLine = { deadline: 'soon', objects: 'trigger' };
  expect(() => readSettings(onCommandLine, environment, 'credentials')).toThrow(
    'Invalid settings: --deadline must be a duration such as 90s, 45m or 2h, not "soon"; ' +
      '"trigger" must be KIND/ID, such as trigger/360000000041; ' +
      'ZENDESK_SUBDOMAIN must be the first part of https://SUBDOMAIN.zendesk.com (a-z, 0-9 and -), not "Acme"',
  );
  const inAction = { 'zendesk-subdomain': 'Acme', sweep: 'yes', 'zendesk-url': 'https://user:word@acme.zendesk.com' };
  expect(() => readSettings(inAction, withoutClient, 'credentials', 'action')).toThrow(
    'Invalid settings: sweep must be true or false, not "yes"; ' +
      'zendesk-subdomain must be the first part of https://SUBDOMAIN.zendesk.com (a-z, 0-9 and -), not "Acme"; ' +
      'no Zendesk credentials: set zendesk-client-id and zendesk-client-secret, or zendesk-oauth-token, or zendesk-email and zendesk-api-token; ' +
      'zendesk-url must be https://Acme.zendesk.com, or plain http on this machine (a sandbox)',
  );
});

test('every problem is reported at once', () => {
  const problems = problemsOf({
    ZENDESK_SUBDOMAIN: '!',
    ZENDESK_URL: 'x',
    ZENDESK_CLIENT_SECRET: '',
    GITHUB_REPOSITORY: 'x',
    ZENDRIFT_DEADLINE: 'x',
  });
  expect(problems.split('; ')).toHaveLength(5);
});

test('no value of a secret stands in a problem, whatever is wrong', () => {
  const variables = inputList.flatMap(([, { env, secret }]) =>
    env === undefined ? [] : [{ env, secret: secret === true }],
  );
  fc.assert(
    fc.property(fc.subarray(variables), fc.uuid(), (chosen, id) => {
      const environment = Object.fromEntries(chosen.map(({ env }) => [env, `${id}-${env}`]));
      let text = '';
      try {
        readSettings({}, environment, 'credentials');
      } catch (error) {
        text = `${error} ${JSON.stringify(error)}`;
      }
      for (const { env } of chosen.filter((one) => one.secret)) expect(text).not.toContain(`${id}-${env}`);
    }),
  );
});

test('every secret is listed for masking, from inputs and variables, used or not', () => {
  const environment = Object.fromEntries(
    inputList.flatMap(([, { env }]) => (env === undefined ? [] : [[env, `env-${env}`]])),
  );
  const secrets = listSecrets({ 'github-token': 'from-input' }, environment);
  expect([...secrets].sort()).toEqual([
    'env-GITHUB_TOKEN',
    'env-ZENDESK_API_TOKEN',
    'env-ZENDESK_CLIENT_SECRET',
    'env-ZENDESK_OAUTH_TOKEN',
    'env-ZENDESK_WRITE_API_TOKEN',
    'env-ZENDESK_WRITE_CLIENT_SECRET',
    'env-ZENDESK_WRITE_OAUTH_TOKEN',
    'env-ZENDRIFT_HASH_KEY',
    'env-ZENDRIFT_NOTIFY_KEY',
    'env-ZENDRIFT_NOTIFY_URL',
    'env-ZENDRIFT_SIGNING_KEY',
    'from-input',
  ]);
});

test('a kind that does not exist is not passed over', () => {
  const environment = { ZENDESK_SUBDOMAIN: 'acme', ZENDESK_OAUTH_TOKEN: 'token' };
  expect(() => readSettings({ 'accept-vanished': 'macro,ticket' }, environment, 'credentials')).toThrow(
    /unknown kind ticket \(known: trigger, automation, macro, view, webhook, /,
  );
});

test.each(['acme', 'acme.zendesk.com', 'https://acme.zendesk.com/', 'https://acme.zendesk.com', 'ACME.zendesk.com'])(
  'the account is understood as %s',
  (given) => {
    const { zendesk } = readSettings({}, { ZENDESK_SUBDOMAIN: given }, 'account');
    expect(zendesk).toMatchObject({ subdomain: 'acme', url: 'https://acme.zendesk.com' });
  },
);

test.each([
  'acme.zendesk.com.evil.example',
  'https://evil.example/acme.zendesk.com',
  'http://acme.zendesk.com',
  'a@acme.zendesk.com',
])('the account is never guessed from %s', (given) => {
  expect(() => readSettings({}, { ZENDESK_SUBDOMAIN: given }, 'account')).toThrow(
    /ZENDESK_SUBDOMAIN must be the first part/,
  );
});

test('a hash key that can be guessed is refused wherever one is used, and never shown', () => {
  const given = (key: string) => ({ ZENDESK_SUBDOMAIN: 'acme', ZENDRIFT_HASH_KEY: key });
  const short = 'fifteen bytes..';
  for (const need of ['account', 'inspection'] as const) {
    const problems = () => readSettings({}, given(short), need).problems.join('; ');
    if (need === 'account') expect(problems).toThrow(/ZENDRIFT_HASH_KEY has 15 bytes/);
    else expect(problems()).toMatch(/ZENDRIFT_HASH_KEY has 15 bytes/);
  }
  expect(() => readSettings({}, given(short), 'account')).not.toThrow(short);
  expect(readSettings({}, given('sixteen bytes...'), 'account').hashKey).toBe('sixteen bytes...');
  expect(readSettings({}, given(short), 'checkout').problems).toEqual([]);
});
