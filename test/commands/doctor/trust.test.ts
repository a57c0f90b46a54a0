import { describe, expect, onTestFinished, test } from 'vitest';
import { readReviews } from '#commands/doctor/trust-facts.ts';
import { openGitHubInspection } from '#github/inspect.ts';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { readText } from '../../support/read-text.ts';
import { openDoctorLab } from './lab.ts';

describe('the trust level', () => {
  /** What GitHub answers about protections, by the end of the path. */
  const protect = (github: GitHubSandbox, answers: Readonly<Record<string, unknown>>) =>
    github.onRequest(({ path }) => {
      const found = Object.entries(answers).find(([end]) => path.endsWith(end));
      if (found === undefined) return undefined;
      return found[1] === 403
        ? { status: 403, body: { message: 'Resource not accessible' } }
        : { status: 200, body: found[1] };
    });

  const rule = (type: string, ruleset_id: number, parameters?: object) => ({ type, ruleset_id, parameters });
  const reviewed = { required_approving_review_count: 1, require_code_owner_review: true };
  const recordRules = ['update', 'deletion', 'non_fast_forward'].map((type) => rule(type, 2));
  const rulesets = {
    '/rules/branches/main': [rule('pull_request', 1, reviewed)],
    '/rules/branches/zendrift': recordRules,
    '/rules/branches/zendrift-state%2Facme': recordRules,
    '/rulesets/1': { id: 1, bypass_actors: [] },
    '/rulesets/2': { id: 2, bypass_actors: [{ actor_id: null, actor_type: 'DeployKey', bypass_mode: 'always' }] },
  };
  const secrets = {
    '/environments': {
      environments: [
        { name: 'zendrift', deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } },
      ],
    },
    '/environments/zendrift/deployment-branch-policies': { branch_policies: [{ id: 1, name: 'main', type: 'branch' }] },
    '/environments/zendrift/secrets': { secrets: [{ name: 'ZENDRIFT_DEPLOY_KEY' }, { name: 'ZENDRIFT_SIGNING_KEY' }] },
    '/actions/secrets': { secrets: [{ name: 'ZENDESK_SUBDOMAIN' }] },
  };

  test('of a new set-up is open: it says what is missing for the next level, and is no fault', async () => {
    const { github, run } = await openDoctorLab();
    protect(github, { '/rules/branches/main': [], '/branches/main': { name: 'main', protected: false } });
    const { outcome, trust } = await run();
    expect(trust).toMatchObject({
      level: 'open',
      next: 'reviewed',
      missing: [{ id: 'config-review' }, { id: 'verify' }],
    });
    expect(outcome.exitCode).toBe(0);
    const from = outcome.lines.indexOf('Trust level: open. For "reviewed", 2 things are missing:');
    expect(outcome.lines.slice(from + 1)).toEqual([
      '  - the configuration on main can be changed without a review',
      expect.stringMatching(/^ {4}hint: Add a ruleset for main .+ Pro, Team or Enterprise\.$/),
      '  - no workflow runs verify --github on a schedule',
      expect.stringMatching(/^ {4}hint: Copy examples\/verify\.yml /),
      'All is well.',
    ]);
    expect(outcome.summary).toContain('**Trust level: open.** For "reviewed", 2 things are missing:');
    expect(outcome.summary).toContain('- ⬜ the configuration on main can be changed without a review.');
  });

  test('without a token for GitHub is open, and no request is made to find out', async () => {
    const { zendesk, github, run } = await openDoctorLab();
    const { trust } = await run({ ...zendesk.env, GITHUB_TOKEN: '' });
    expect(trust.missing.map(({ id }) => id)).toEqual(['witness', 'config-review', 'verify']);
    expect(github.requests).toEqual([]);
  });

  test('is reviewed with a review of the configuration and a scheduled verify, and then names what sealed asks for', async () => {
    const { github, commit, run } = await openDoctorLab();
    commit('.github/workflows/verify.yml', readText('examples/verify.yml'));
    protect(github, { ...rulesets, '/environments': 403, '/actions/secrets': 403 });
    const { trust } = await run();
    expect({ ...trust, missing: trust.missing.map(({ id, seen }) => [id, seen]) }).toEqual({
      level: 'reviewed',
      next: 'sealed',
      missing: [
        ['code-owners', true],
        ['data-branch', true],
        ['state-ref', true],
        ['push-credential', false],
        ['signatures', true],
      ],
    });
  });

  test('of classic protection is seen by an administrator alone', async () => {
    const github = await openGitHub();
    onTestFinished(() => github.close());
    const { url: apiUrl, graphqlUrl, serverUrl, repository, token } = github;
    const clock = { now: Date.now, sleep: async () => {} };
    const hub = openGitHubInspection({
      apiUrl,
      graphqlUrl,
      serverUrl,
      repository,
      token,
      clock,
      deadline: () => Date.now() + 60_000,
      warn: () => {},
    });
    const asked = { required_approving_review_count: 1 };
    const users = { bypass_pull_request_allowances: { users: [{ login: 'bob' }], teams: [], apps: [] } };
    const reviewsOf = async (isProtected: boolean, protection: unknown) => {
      const forget = protect(github, {
        '/rules/branches/main': [],
        '/branches/main': { name: 'main', protected: isProtected },
        ...(protection === null ? {} : { '/branches/main/protection': { required_pull_request_reviews: protection } }),
      });
      const reviews = await readReviews(hub, 'main');
      forget();
      return reviews;
    };
    expect(await reviewsOf(true, null)).toBe(null);
    expect(await reviewsOf(false, null)).toEqual([]);
    expect(await reviewsOf(true, asked)).toEqual([{ reviews: 1, codeOwners: false, bypass: [] }]);
    expect(await reviewsOf(true, { ...asked, ...users })).toEqual([
      { reviews: 1, codeOwners: false, bypass: [{ type: 'User', id: 'bob', mode: 'always' }] },
    ]);
  });

  test('is sealed where only a key in an environment of the default branch may push, and commits are signed', async () => {
    const { github, commit, configure, run } = await openDoctorLab();
    commit('.github/workflows/verify.yml', readText('examples/verify.yml'));
    commit('.github/CODEOWNERS', '/.github/ @ann\n');
    commit('signers', 'zendrift@example.com ssh-ed25519 AAAA\n');
    configure('{ branch: zendrift, state-ref: refs/heads/zendrift-state/<account>, allowed-signers: signers }\n');
    protect(github, { ...rulesets, ...secrets });
    const { outcome, trust, of } = await run();
    expect(trust).toEqual({ level: 'sealed', next: null, missing: [] });
    expect(outcome.lines).toContain('Trust level: sealed.');
    expect(of('branch-rules')).toMatchObject({ finding: 'only a deploy key or an app may push to zendrift' });
    expect(github.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

test('restricted updates are a fault where nobody who could be zendrift may bypass them, else worth a look', async () => {
  const { github, run } = await openDoctorLab();
  github.model.putRules('main', [{ type: 'update' }]);
  expect((await run()).of('branch-rules')).toMatchObject({
    status: 'warning',
    hint: expect.stringContaining('bypass list'),
  });
  github.onRequest(({ path }) =>
    path.endsWith('/rulesets/42')
      ? { status: 200, body: { bypass_actors: [{ actor_type: 'Team', actor_id: 1 }] } }
      : undefined,
  );
  expect((await run()).of('branch-rules')).toMatchObject({
    status: 'fault',
    finding: 'a push to main would be refused: updates are restricted, and no deploy key or app may bypass that',
  });
});
