import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Parser } from 'commonmark';
import { describe, expect, test } from 'vitest';
import { findUnknownFields } from '#commands/doctor/check-lists.ts';
import { checks } from '#commands/doctor/checks.ts';
import { listKey } from '#kinds/kind.ts';
import { businessRules, kinds } from '#kinds/registry.ts';
import { trackerId } from '#sandbox/zendesk/user.ts';
import { hasKeygen, makeKey } from '../git/signing.ts';
import { commitFile, git, write } from '../git/support.ts';
import { openDoctorLab } from './doctor/lab.ts';

test('where nothing is wrong, every check is fine and the exit code is 0', async () => {
  const { zendesk, github, run } = await openDoctorLab({ github: { users: [{ login: 'ann', permission: 'admin' }] } });
  const { outcome, of, statuses } = await run();
  expect(Object.entries(statuses).filter(([, status]) => status !== 'ok')).toEqual([
    // The sandbox knows no such address, and neither may a job's token.
    ['scopes', 'skipped'],
    ['writers', 'skipped'],
  ]);
  expect(outcome.exitCode).toBe(0);
  expect(outcome.lines.at(-1)).toBe('All is well.');
  expect(of('credentials').finding).toMatch(/^the OAuth client runs as .+ \(user \d+, admin\)/);
  expect(of('audit-sources').finding).toContain('it can be asked for tracked types alone');
  expect(of('github').finding).toBe(`acme/zendesk-config, as the job's own token (github-actions[bot])`);
  expect(outcome.summary).toContain('| ✅ | Zendesk role | admin |');
  expect(zendesk.requests.every(({ method, path }) => method === 'GET' || path === '/oauth/tokens')).toBe(true);
  expect(github.requests.every(({ method }) => method === 'GET')).toBe(true);
});

test('every check that another one needs runs before it', () => {
  for (const [index, { needs }] of checks.entries()) {
    const before = checks.slice(0, index).map(({ id }) => id);
    expect(before).toEqual(expect.arrayContaining([...needs]));
  }
});

describe('settings', () => {
  test('all that is wrong with them is reported, and what does not need them is checked all the same', async () => {
    const { run } = await openDoctorLab();
    const { outcome, of, statuses } = await run({ ZENDESK_SUBDOMAIN: 'acme', ZENDESK_EMAIL: 'a@b.c' });
    expect(outcome.exitCode).toBe(2);
    expect(of('settings')).toMatchObject({ status: 'fault', exitCode: 2 });
    expect(of('settings').finding).toContain('ZENDESK_API_TOKEN is missing');
    expect(statuses).toMatchObject({
      credentials: 'skipped',
      role: 'skipped',
      config: 'ok',
      clone: 'ok',
      issues: 'ok',
    });
  });

  test('without a token for GitHub, issues are only printed: a warning', async () => {
    const { zendesk, run } = await openDoctorLab();
    const { outcome, statuses } = await run({ ...zendesk.env, GITHUB_TOKEN: '' });
    expect(outcome.exitCode).toBe(0);
    expect(statuses).toMatchObject({ github: 'warning', issues: 'skipped', 'branch-rules': 'skipped' });
  });
});

describe('the Zendesk account', () => {
  test('wrong credentials are one fault; what needs them is skipped, the repository is still checked', async () => {
    const { zendesk, run } = await openDoctorLab();
    const { outcome, of, statuses } = await run({ ...zendesk.env, ZENDESK_CLIENT_SECRET: 'wrong-secret' });
    expect(outcome.exitCode).toBe(2);
    expect(of('credentials')).toMatchObject({ status: 'fault', hint: expect.stringContaining('OAuth client') });
    expect(of('audit-log').finding).toBe('needs: Zendesk role');
    expect(statuses).toMatchObject({ push: 'ok', issues: 'ok' });
    expect(JSON.stringify(outcome)).not.toContain('wrong-secret');
  });

  test('an account that cannot be reached is a fault that a later run may find gone', async () => {
    const { zendesk, run } = await openDoctorLab();
    const { outcome, of } = await run({ ...zendesk.env, ZENDESK_URL: 'http://127.0.0.1:9' });
    expect([outcome.exitCode, of('credentials').status, of('credentials').exitCode]).toEqual([1, 'fault', 1]);
  });

  test('an API token shows its end', async () => {
    const { zendesk, run } = await openDoctorLab();
    const { of, outcome } = await run(zendesk.tokenEnv);
    expect(of('token')).toMatchObject({
      status: 'warning',
      finding: 'an API token; Zendesk ends all of them on 2027-04-30, in 158 days',
    });
    expect(outcome.exitCode).toBe(0);
    zendesk.clock.advance(200 * 86_400);
    expect((await run(zendesk.tokenEnv)).of('token')).toMatchObject({ status: 'fault' });
  });

  test('an OAuth token shows its scopes and its end', async () => {
    const { zendesk, run } = await openDoctorLab();
    const issued = zendesk.credentials.issue({
      grant_type: 'client_credentials',
      client_id: 'zendrift-write',
      client_secret: 'sandbox-write-secret',
      scope: 'read write',
    });
    const { access_token } = JSON.parse(JSON.stringify(issued.body));
    zendesk.onRequest(({ path }) =>
      path === '/api/v2/oauth/tokens/current'
        ? { status: 200, body: { token: { scopes: ['read', 'write'], expires_at: '2026-12-01T00:00:00Z' } } }
        : undefined,
    );
    const { ZENDESK_SUBDOMAIN = '', ZENDESK_URL = '' } = zendesk.env;
    const { of } = await run({ ZENDESK_SUBDOMAIN, ZENDESK_URL, ZENDESK_OAUTH_TOKEN: access_token });
    expect(of('token').finding).toBe('an OAuth token that ends on 2026-12-01, in 7 days');
    expect(of('scopes')).toMatchObject({ status: 'warning', finding: 'read, write' });
  });

  test('a plan without audit log is a fault, or a warning where the configuration does without', async () => {
    const { zendesk, configure, run } = await openDoctorLab({ zendesk: { plan: 'professional' } });
    const { of, statuses } = await run();
    expect(of('audit-log')).toMatchObject({ status: 'fault', hint: expect.stringContaining('audit: optional') });
    expect(statuses['audit-sources']).toBe('skipped');
    configure('audit: optional\n');
    expect((await run(zendesk.env)).of('audit-log').status).toBe('warning');
  });

  test('an account that refuses or ignores the filter for types is reported', async () => {
    const { zendesk, run } = await openDoctorLab({ zendesk: { sourceTypeFilter: 'refused' } });
    expect((await run()).of('audit-sources')).toMatchObject({ status: 'warning' });
    zendesk.account.configure({ sourceTypeFilter: 'ignored' });
    zendesk.onRequest(({ path }) =>
      path === '/api/v2/audit_logs'
        ? { status: 200, body: { audit_logs: [{ source_type: 'user' }, { source_type: 'rule' }] } }
        : undefined,
    );
    expect((await run()).of('audit-sources').finding).toBe(
      'the newest entries are of rule, user; asked for tracked types, it also gives user',
    );
  });

  test('an account whose filters leave entries out reports how many', async () => {
    const { zendesk, run } = await openDoctorLab({ zendesk: { sourceTypes: 'specific', sourceTypeFilter: 'first' } });
    expect((await run()).of('audit-sources')).toMatchObject({
      status: 'warning',
      finding: expect.stringMatching(
        /; entries are missing when the log is asked with filter\[source_type\] \((\d+) of \1\)$/,
      ),
    });
    zendesk.account.configure({ sourceTypeFilter: 'supported' });
    expect((await run()).of('audit-sources').status).toBe('ok');
    zendesk.onRequest(({ query }) =>
      query.has('filter[created_at][]')
        ? { status: 200, body: { audit_logs: [], meta: { has_more: false } } }
        : undefined,
    );
    expect((await run()).of('audit-sources').finding).toMatch(/asked with filter\[created_at\] \((\d+) of \1\)$/);
  });

  test('a role other than admin is a warning where it can read the log, and an end user a fault', async () => {
    const { zendesk, run } = await openDoctorLab({ zendesk: { auditReaders: [trackerId] } });
    zendesk.account.addUser({ id: trackerId, name: 'Config Tracker', role: 'agent' });
    const { of, outcome } = await run();
    expect(of('role')).toMatchObject({
      status: 'warning',
      finding: expect.stringContaining('restricted to other groups'),
    });
    expect([of('audit-log').status, outcome.exitCode]).toEqual(['ok', 0]);
    zendesk.account.configure({ auditReaders: [] });
    expect((await run()).of('audit-log')).toMatchObject({
      status: 'fault',
      hint: expect.stringContaining('"View audit logs"'),
    });
    zendesk.account.addUser({ id: trackerId, name: 'Config Tracker', role: 'end-user' });
    expect((await run()).of('role').status).toBe('fault');
  });

  test('a kind that may not be read is a fault; words that may not be read are a warning', async () => {
    const { zendesk, run } = await openDoctorLab();
    const refuse = (wanted: string) =>
      zendesk.onRequest(({ path }) =>
        path === wanted ? { status: 403, body: { error: 'Forbidden', description: 'missing scope' } } : undefined,
      );
    const end = refuse('/api/v2/groups');
    expect((await run()).of('access')).toMatchObject({ status: 'warning', finding: expect.stringContaining('groups') });
    end();
    refuse('/api/v2/views');
    expect((await run()).of('access')).toMatchObject({
      status: 'fault',
      finding: expect.stringContaining('views (403'),
    });
  });

  test('fields that nobody knows are named, each kind for itself', async () => {
    const { zendesk, run } = await openDoctorLab();
    zendesk.onRequest(({ path }, proceed) => {
      if (path !== '/api/v2/macros') return undefined;
      const body = JSON.parse(JSON.stringify(proceed().body));
      Object.assign(body.macros.at(0), { colour: 'red' });
      Object.assign(body.macros.at(-1), { ai_written: true });
      return { status: 200, body };
    });
    expect((await run()).of('api-fields')).toMatchObject({
      status: 'warning',
      finding: 'not known, so not tracked: macro: ai_written, colour',
    });
  });
});

describe('the writing credentials', () => {
  test('are asked who they are, and write nothing', async () => {
    const { zendesk, run } = await openDoctorLab();
    expect((await run()).of('write-credentials').status).toBe('ok');
    expect((await run({ ...zendesk.env, ...zendesk.writeEnv })).of('write-credentials')).toMatchObject({
      status: 'ok',
      finding: expect.stringMatching(/^they are .+ \(user \d+, admin\)/),
    });
    expect(zendesk.requests.every(({ method, path }) => method === 'GET' || path === '/oauth/tokens')).toBe(true);
  });

  test('that are wrong, or of someone who may not write, are a fault', async () => {
    const { zendesk, run } = await openDoctorLab();
    const wrong = { ...zendesk.env, ...zendesk.writeEnv, ZENDESK_WRITE_CLIENT_SECRET: 'wrong' };
    expect((await run(wrong)).of('write-credentials')).toMatchObject({ status: 'fault', exitCode: 2 });
    for (const [role, status] of [
      ['agent', 'warning'],
      ['end-user', 'fault'],
    ] as const) {
      const forget = zendesk.onRequest(({ path }) =>
        path === '/api/v2/users/me' ? { status: 200, body: { user: { id: 7, name: 'X', role } } } : undefined,
      );
      expect((await run({ ...zendesk.env, ...zendesk.writeEnv })).of('write-credentials').status).toBe(status);
      forget();
    }
  });
});

test('a list of words that is refused is a warning that names it', async () => {
  const { zendesk, run } = await openDoctorLab();
  zendesk.onRequest(({ path }) =>
    path === '/api/v2/triggers/definitions' ? { status: 403, body: { error: 'Forbidden' } } : undefined,
  );
  expect((await run()).of('access')).toMatchObject({
    status: 'warning',
    finding: expect.stringContaining('triggers/definitions (403'),
  });
});

describe('the configuration', () => {
  test('every mistake is reported at once', async () => {
    const { configure, run } = await openDoctorLab();
    configure('kinds: [trigger, dashboard]\nunknown-key: 1\n');
    const { of, outcome, statuses } = await run();
    expect(of('config').finding).toContain('unknown-key');
    expect(of('config').finding).toContain('dashboard');
    expect([outcome.exitCode, statuses['clone'], statuses['role']]).toEqual([2, 'skipped', 'ok']);
  });

  test('of the checkout is examined before it is merged, also while the remote is away', async () => {
    const { pair, run } = await openDoctorLab();
    write(pair.checkout, '.github/zendrift.yml', 'account: draft\n');
    expect((await run()).of('config')).toMatchObject({
      status: 'ok',
      finding: expect.stringContaining('account draft'),
    });
    git(pair.checkout, 'remote', 'set-url', 'origin', '/nowhere');
    const { of } = await run();
    expect(of('config')).toMatchObject({ status: 'ok', finding: expect.stringContaining('account draft') });
    expect(of('clone')).toMatchObject({ status: 'fault', exitCode: 1 });
  });

  test('a missing hash key is a fault where it is needed', async () => {
    const { zendesk, configure, run } = await openDoctorLab();
    configure('privacy: { ip: hashed }\n');
    expect((await run()).of('hash-key')).toMatchObject({ status: 'fault', exitCode: 2 });
    const withKey = (key: string) => run({ ...zendesk.env, ZENDRIFT_HASH_KEY: key });
    expect((await withKey('0123456789abcdef'.repeat(2))).of('hash-key').status).toBe('ok');
    expect((await withKey('0123456789abcdef')).of('hash-key')).toMatchObject({
      status: 'warning',
      finding: expect.stringContaining('16 bytes'),
      exitCode: 0,
    });
    expect((await withKey('abc')).of('settings')).toMatchObject({
      status: 'fault',
      finding: expect.stringContaining('ZENDRIFT_HASH_KEY has 3 bytes'),
      exitCode: 2,
    });
  });

  test('where no hash key is needed, it is said what the masks are made from', async () => {
    const { zendesk, run } = await openDoctorLab();
    expect((await run()).of('hash-key')).toMatchObject({
      status: 'ok',
      finding: expect.stringContaining('made from ZENDESK_CLIENT_SECRET; recommended is ZENDRIFT_HASH_KEY'),
    });
    expect((await run(zendesk.tokenEnv)).of('hash-key').finding).toContain('ZENDESK_API_TOKEN');
  });
});

describe.skipIf(!hasKeygen)('signatures (needs ssh-keygen)', () => {
  test('are optional; a key that nothing checks is worth a word', async () => {
    const { zendesk, run } = await openDoctorLab();
    expect((await run()).of('signing').status).toBe('ok');
    const variables = { ...zendesk.env, ZENDRIFT_SIGNING_KEY: makeKey().secret };
    expect((await run(variables)).of('signing').status).toBe('warning');
    expect((await run({ ...variables, ZENDRIFT_SIGNING_KEY: 'nothing' })).of('signing')).toMatchObject({
      status: 'fault',
      exitCode: 2,
    });
  });

  test('that would not count are a fault', async () => {
    const { zendesk, pair, configure, run } = await openDoctorLab();
    const key = makeKey();
    commitFile(pair.checkout, 'signers', key.allowed);
    configure('{ allowed-signers: signers, sign: last }\n');
    const withKey = (secret: string) => run({ ...zendesk.env, ZENDRIFT_SIGNING_KEY: secret });
    expect((await withKey(key.secret)).of('signing')).toMatchObject({
      status: 'ok',
      finding: expect.stringMatching(/last/),
    });
    expect((await withKey(makeKey().secret)).of('signing')).toMatchObject({ status: 'fault', exitCode: 2 });
    expect((await run()).of('signing').status).toBe('fault');
  });
});

describe('the repository', () => {
  test('a public one is a fault unless that is meant', async () => {
    const { configure, run } = await openDoctorLab({ github: { visibility: 'public' } });
    expect((await run()).of('visibility')).toMatchObject({ status: 'fault', exitCode: 2 });
    configure('privacy: { allow-public: true }\n');
    expect((await run()).of('visibility').status).toBe('ok');
  });

  test('rules that refuse a push are named; those that protect history are welcome', async () => {
    const { github, run } = await openDoctorLab();
    github.model.putRules('main', [{ type: 'pull_request' }, { type: 'required_signatures' }, { type: 'deletion' }]);
    expect((await run()).of('branch-rules')).toMatchObject({
      status: 'fault',
      finding: 'a push to main would be refused: pull requests are required, signatures are required',
    });
    github.model.putRules('main', [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      { type: 'required_linear_history' },
    ]);
    expect((await run()).of('branch-rules').finding).toBe('main cannot be deleted or rewritten, and takes pushes');
    github.model.putRules('main', [{ type: 'commit_author_email_pattern' }]);
    expect((await run()).of('branch-rules').status).toBe('warning');
  });

  test('a rule that is not known, and a protection that cannot be seen, are worth a look', async () => {
    const { github, run } = await openDoctorLab();
    github.model.putRules('main', [{ type: 'deletion' }, { type: 'brand_new_rule' }]);
    expect((await run()).of('branch-rules')).toMatchObject({
      status: 'warning',
      finding: 'main has rules that are not known here: brand_new_rule',
    });
    github.model.putRules('main', []);
    const protection = { enabled: true, required_status_checks: { enforcement_level: 'everyone', contexts: ['ci'] } };
    github.onRequest(({ path }) =>
      path.endsWith('/branches/main') && !path.includes('/rules/')
        ? { status: 200, body: { name: 'main', protected: true, protection } }
        : undefined,
    );
    expect((await run()).of('branch-rules')).toMatchObject({
      status: 'warning',
      finding: 'main is protected, by rules that this token may not see; they require: ci',
    });
    expect(github.requests.filter(({ path, query }) => path === '/user' && query.size > 0)).toEqual([]);
  });

  test('an archived one is a fault', async () => {
    const { github, run } = await openDoctorLab();
    github.model.configure({ archived: true });
    const { of, outcome } = await run();
    expect(of('github')).toMatchObject({ status: 'fault', finding: expect.stringContaining('archived') });
    expect(outcome.exitCode).toBe(2);
  });

  test('who else may push is reported as far as the token can see', async () => {
    const { github, run } = await openDoctorLab();
    github.onRequest(({ path }) =>
      path.endsWith('/collaborators') ? { status: 200, body: [{ login: 'ann' }, { login: 'bob' }] } : undefined,
    );
    expect((await run()).of('writers').finding).toBe('ann, bob');
  });

  test('disabled issues are a fault', async () => {
    const { run } = await openDoctorLab({ github: { issues: { enabled: false } } });
    expect((await run()).statuses).toMatchObject({ issues: 'fault', labels: 'skipped' });
  });

  test('a token that GitHub does not know is a fault', async () => {
    const { zendesk, run } = await openDoctorLab();
    const { of } = await run({ ...zendesk.env, GITHUB_TOKEN: 'wrong-token' });
    expect(of('github')).toMatchObject({ status: 'fault', exitCode: 2 });
  });

  test('a remote that takes no push is a fault; nothing is pushed to find out', async () => {
    const { pair, run } = await openDoctorLab();
    const refs = git(pair.remote, 'for-each-ref');
    expect((await run()).of('push').status).toBe('ok');
    expect(git(pair.remote, 'for-each-ref')).toBe(refs);
    git(pair.checkout, 'remote', 'set-url', '--push', 'origin', '/nowhere/at/all');
    expect((await run()).of('push')).toMatchObject({ status: 'fault', exitCode: 2 });
  });

  test('a folder that is no clone is a fault', async () => {
    const { zendesk, pair, run } = await openDoctorLab();
    const { of, outcome } = await run(zendesk.env, { repository: `${pair.remote}/..` });
    expect([of('config').status, outcome.exitCode]).toEqual(['fault', 2]);
  });
});

test('hostile names stay text in the summary', async () => {
  const { zendesk, run } = await openDoctorLab();
  zendesk.onRequest(({ path }) =>
    path === '/api/v2/users/me'
      ? { status: 200, body: { user: { id: 7, name: '</td><img src=x>| `x` @org/team\n## Forged', role: 'admin' } } }
      : undefined,
  );
  const { summary, lines } = (await run()).outcome;
  const seen: string[] = [];
  const walker = new Parser().parse(summary).walker();
  for (let step = walker.next(); step; step = walker.next()) seen.push(step.node.type);
  expect(seen.filter((type) => type === 'heading')).toHaveLength(2);
  expect(seen).not.toContain('html_inline');
  expect(seen).not.toContain('html_block');
  expect(summary).not.toContain('@org');
  expect(summary.split('\n').filter((line) => line.startsWith('| ✅ | Zendesk credentials'))).toHaveLength(1);
  expect(lines.length).toBeGreaterThan(checks.length);
});

const data = resolve(import.meta.dirname, '../../../shared/data');

/** Every recorded object, by the name of the list in which it came. */
function readRecorded(): ReadonlyMap<string, readonly unknown[]> {
  const lists = new Map<string, readonly unknown[]>();
  if (!existsSync(data)) return lists;
  for (const folder of ['salto-io__salto', 'nukosuke__go-zendesk'])
    for (const name of readdirSync(join(data, folder))) {
      const body = JSON.parse(readFileSync(join(data, folder, name), 'utf8'));
      for (const [list, items] of Object.entries(body.response ?? body))
        if (Array.isArray(items)) lists.set(list, [...(lists.get(list) ?? []), ...items]);
    }
  return lists;
}

describe.skipIf(!existsSync(data))('recorded answers (skipped where ../shared/data is missing)', () => {
  const recorded = readRecorded();
  const shown = kinds.filter((kind) => recorded.has(listKey(kind)));

  test('show every business rule', () => {
    expect(shown.map(({ name }) => name)).toEqual(expect.arrayContaining([...businessRules]));
  });

  test.each(shown)('hold no field of a $name that is not known', (kind) => {
    expect(findUnknownFields(kind, recorded.get(listKey(kind)) ?? [])).toEqual([]);
  });
});
