import { describe, expect, test } from 'vitest';
import type { BypassActor } from '#commands/doctor/doctor-run.ts';
import { hasOwner, schedulesVerify } from '#commands/doctor/trust-facts.ts';
import { decideTrust, type GuardedRef, type TrustFacts } from '#commands/doctor/trust-level.ts';
import { readText } from '../../support/read-text.ts';

const actor = (type: string, id = '', mode = 'always'): BypassActor => ({ type, id, mode });
const deployKey = actor('DeployKey');
const admin = actor('RepositoryRole', '5');
const writers = actor('RepositoryRole', '4');

const guarded = (ref: string, ...bypass: readonly (readonly BypassActor[] | null)[]): GuardedRef => ({
  ref,
  rules: { types: ['update', 'deletion', 'non_fast_forward'], bypass },
});

const environment = (refs: 'all' | 'protected' | readonly string[] | null, ...secrets: readonly string[]) => ({
  name: 'zendrift',
  refs,
  secrets,
});

/** A set-up in which nothing is missing. */
const sealed: TrustFacts = {
  github: true,
  defaultBranch: 'main',
  reviews: [{ reviews: 1, codeOwners: true, bypass: [] }],
  unowned: [],
  scheduledVerify: true,
  dataBranch: guarded('refs/heads/zendrift', [deployKey]),
  stateRef: guarded('refs/heads/zendrift-state/acme', [deployKey]),
  environments: [environment(['refs/heads/main'], 'ZENDRIFT_DEPLOY_KEY')],
  repositorySecrets: ['ZENDESK_SUBDOMAIN'],
  signing: { signers: true, key: true },
};

/** What the default token of a workflow cannot see. */
const blind: TrustFacts = {
  ...sealed,
  reviews: [{ reviews: 1, codeOwners: true, bypass: null }],
  dataBranch: guarded('refs/heads/zendrift', null),
  stateRef: guarded('refs/heads/zendrift-state/acme', null),
  environments: null,
  repositorySecrets: null,
};

const review = (reviews: number, bypass: readonly BypassActor[] | null = []) => ({ reviews, codeOwners: true, bypass });

test('a set-up in which nothing is missing is sealed, and there is no next level', () => {
  expect(decideTrust(sealed)).toEqual({ level: 'sealed', next: null, missing: [] });
});

test('without anything it is open, and what is named is what reviewed asks for', () => {
  const { level, next, missing } = decideTrust({
    ...{ github: false, defaultBranch: null, reviews: null, unowned: null, scheduledVerify: null },
    ...{ dataBranch: { ref: null, rules: null }, stateRef: { ref: null, rules: null } },
    ...{ environments: null, repositorySecrets: null, signing: null },
  });
  expect({ level, next, missing: missing.map(({ id }) => id) }).toEqual({
    level: 'open',
    next: 'reviewed',
    missing: ['witness', 'config-review', 'verify'],
  });
});

describe('reviewed', () => {
  test.each<[string, Partial<TrustFacts>, string]>([
    ['no token for GitHub', { github: false }, 'witness'],
    ['no verify on a schedule', { scheduledVerify: false }, 'verify'],
    ['workflows that cannot be seen', { scheduledVerify: null }, 'verify'],
    ['a default branch without review', { reviews: [] }, 'config-review'],
    ['rules that cannot be seen', { reviews: null }, 'config-review'],
    ['a review that everybody with write access may bypass', { reviews: [review(1, [writers])] }, 'config-review'],
    ['a review that a team may bypass', { reviews: [review(2, [actor('Team', '7')])] }, 'config-review'],
    ['a review that a deploy key may bypass', { reviews: [review(1, [deployKey])] }, 'config-review'],
    ['a bypass list that cannot be seen', { reviews: [review(1, null)] }, 'config-review'],
  ])('is not reached with %s', (_what, change, id) => {
    expect(decideTrust({ ...sealed, ...change })).toMatchObject({ level: 'open', next: 'reviewed', missing: [{ id }] });
  });

  test.each<[string, Partial<TrustFacts>]>([
    [
      'administrators may bypass the review, who can change the rule as well',
      { reviews: [review(1, [admin, actor('OrganizationAdmin', '1')])] },
    ],
    ['someone may bypass it in pull requests alone', { reviews: [review(1, [actor('Team', '7', 'pull_request')])] }],
    ['a second rule has nobody on its list', { reviews: [review(1, [writers]), review(1)] }],
    ['a second rule cannot be seen', { reviews: [review(1, null), review(1)] }],
  ])('is reached where %s', (_what, change) => {
    expect(decideTrust({ ...sealed, ...change }).level).toBe('sealed');
  });

  test('names those who may bypass the review', () => {
    const { missing } = decideTrust({ ...sealed, reviews: [review(1, [writers, admin, actor('Integration', '99')])] });
    expect(missing[0]?.finding).toBe('the review on main can be bypassed by everybody with write access, the app 99');
    expect(missing[0]?.hint).toContain('Pro, Team or Enterprise');
  });
});

describe('sealed', () => {
  const data = (...bypass: readonly (readonly BypassActor[] | null)[]) => ({
    dataBranch: guarded('refs/heads/zendrift', ...bypass),
  });
  const held = (...environments: ReadonlyArray<ReturnType<typeof environment>>) => ({ environments });

  test.each<[string, Partial<TrustFacts>, string, boolean]>([
    ['no owner of the configuration', { unowned: ['.github/zendrift.yml'] }, 'code-owners', true],
    ['owners who need not review', { reviews: [{ ...review(1), codeOwners: false }] }, 'code-owners', true],
    ['CODEOWNERS that cannot be seen', { unowned: null }, 'code-owners', false],
    [
      'a data branch without rules',
      { dataBranch: { ref: 'refs/heads/zendrift', rules: { types: [], bypass: [] } } },
      'data-branch',
      true,
    ],
    [
      'a data branch that may be deleted',
      {
        dataBranch: {
          ref: 'refs/heads/zendrift',
          rules: { types: ['update', 'non_fast_forward'], bypass: [[deployKey]] },
        },
      },
      'data-branch',
      true,
    ],
    [
      'a data branch whose rules cannot be seen',
      { dataBranch: { ref: 'refs/heads/zendrift', rules: null } },
      'data-branch',
      false,
    ],
    ['a data branch that is not known', { dataBranch: { ref: null, rules: null } }, 'data-branch', false],
    ['a bypass list with people', data([deployKey, writers]), 'data-branch', true],
    ['a bypass list with administrators', data([deployKey, admin]), 'data-branch', true],
    ['a bypass list with every workflow', data([actor('Integration', '15368')]), 'data-branch', true],
    ['a bypass list with nobody', data([]), 'data-branch', true],
    ['a bypass list that cannot be seen', data(null), 'data-branch', false],
    ['a state ref that is no branch', { stateRef: guarded('refs/zendrift/acme') }, 'state-ref', true],
    [
      'a state branch that anybody may push to',
      { stateRef: { ref: 'refs/heads/s', rules: { types: [], bypass: [] } } },
      'state-ref',
      true,
    ],
    [
      'a key that is a secret of the repository',
      { repositorySecrets: ['zendrift_deploy_key'] },
      'push-credential',
      true,
    ],
    [
      'a key in an environment of every branch',
      held(environment('all', 'ZENDRIFT_DEPLOY_KEY')),
      'push-credential',
      true,
    ],
    [
      'a key in an environment of protected branches',
      held(environment('protected', 'ZENDRIFT_DEPLOY_KEY')),
      'push-credential',
      true,
    ],
    [
      'a key in an environment of two branches',
      held(environment(['refs/heads/main', 'refs/heads/x'], 'ZENDRIFT_DEPLOY_KEY')),
      'push-credential',
      true,
    ],
    [
      'a key in an environment of a tag',
      held(environment(['refs/tags/main'], 'ZENDRIFT_DEPLOY_KEY')),
      'push-credential',
      true,
    ],
    [
      'a second environment with the key',
      held(environment(['refs/heads/main'], 'ZENDRIFT_DEPLOY_KEY'), environment('all', 'ZENDRIFT_DEPLOY_KEY')),
      'push-credential',
      true,
    ],
    ['no environment with a key', held(environment(['refs/heads/main'])), 'push-credential', true],
    ['environments that cannot be seen', { environments: null }, 'push-credential', false],
    [
      'branches of an environment that cannot be seen',
      held(environment(null, 'ZENDRIFT_DEPLOY_KEY')),
      'push-credential',
      false,
    ],
    [
      'secrets that cannot be seen',
      { environments: [{ ...environment(['refs/heads/main']), secrets: null }] },
      'push-credential',
      false,
    ],
    ['secrets of the repository that cannot be seen', { repositorySecrets: null }, 'push-credential', false],
    ['no allowed signers', { signing: { signers: false, key: true } }, 'signatures', true],
    ['no signing key', { signing: { signers: true, key: false } }, 'signatures', true],
    ['a signing key that cannot be seen', { signing: { signers: true, key: null } }, 'signatures', false],
    ['a configuration that cannot be read', { signing: null }, 'signatures', false],
  ])('is not reached with %s', (_what, change, id, seen) => {
    const { level, next, missing } = decideTrust({ ...sealed, ...change });
    expect({ level, next }).toEqual({ level: 'reviewed', next: 'sealed' });
    expect(missing).toEqual([expect.objectContaining({ id, seen })]);
    expect(missing[0]?.finding.includes('cannot be seen with this token')).toBe(!seen);
    expect(missing[0]?.hint).not.toBe('');
  });

  test.each<[string, Partial<TrustFacts>]>([
    ['an app pushes', data([actor('Integration', '4711')])],
    [
      'an app pushes, with its key in the environment',
      held(environment(['refs/heads/main'], 'ZENDRIFT_APP_PRIVATE_KEY')),
    ],
    ['one of two rulesets lets nobody else through', data([deployKey, admin], [deployKey])],
    [
      'another environment holds other secrets',
      held(environment(['refs/heads/main'], 'ZENDRIFT_DEPLOY_KEY'), environment('all', 'NPM_TOKEN')),
    ],
  ])('is reached where %s', (_what, change) => {
    expect(decideTrust({ ...sealed, ...change }).level).toBe('sealed');
  });
});

test('the token of a workflow proves little: what it cannot see is named as that, and does not count', () => {
  const open = decideTrust(blind);
  expect(open.level).toBe('open');
  expect(open.missing).toMatchObject([{ id: 'config-review', seen: false }]);
  const { level, missing } = decideTrust({ ...blind, reviews: sealed.reviews });
  expect(level).toBe('reviewed');
  expect(missing.map(({ id, seen }) => [id, seen])).toEqual([
    ['data-branch', false],
    ['state-ref', false],
    ['push-credential', false],
  ]);
});

describe('a scheduled verify', () => {
  const shipped = (...names: readonly string[]) =>
    new Map(names.map((name) => [`.github/workflows/${name}`, readText(`examples/${name}`)]));

  test('is found in the examples', () => {
    expect(schedulesVerify(shipped('track.yml', 'triage.yml'))).toBe(false);
    expect(schedulesVerify(shipped('track.yml', 'verify.yml'))).toBe(true);
  });

  test('is found where the scheduled workflow calls the one that runs it', () => {
    const many = shipped('verify-account.yml');
    expect(schedulesVerify(many)).toBe(false);
    many.set('.github/workflows/verify.yml', readText('examples/verify-many.yml'));
    expect(schedulesVerify(many)).toBe(true);
  });

  test.each([
    ['on: { schedule: [] }\njobs: {}\n', false],
    ['on:\n  schedule: []\nsteps:\n  - run: zendrift verify --remote --github\n', true],
    ['on:\n  schedule: []\nsteps:\n  - run: zendrift verify --remote\n', false],
    ['on:\n  schedule: []\nwith:\n  command: verify\n  github: true\n', true],
    ['on:\n  schedule: []\nwith:\n  command: verify\n  # github: true\n', false],
    ['on:\n  # schedule: []\n  push:\nwith:\n  command: verify\n  github: true\n', false],
  ])('in %j: %s', (text, expected) => expect(schedulesVerify(new Map([['a.yml', text]]))).toBe(expected));
});

describe('CODEOWNERS', () => {
  test.each([
    ['* @lead', true],
    ['/.github/ @lead', true],
    ['.github/ @lead', true],
    ['/.github/** @org/leads', true],
    ['.github/zendrift.yml @lead # who decides', true],
    ['*.yml @lead', true],
    ['**/zendrift.yml @lead', true],
    ['/.github/* @lead', true],
    ['', false],
    ['# * @lead', false],
    ['/docs/ @lead', false],
    ['/zendrift.yml @lead', false],
    ['/.github/zendrift @lead', false],
    ['* @lead\n/.github/', false],
    ['/.github/\n* @lead', true],
  ])('%j names an owner of the configuration: %s', (text, expected) =>
    expect(hasOwner(text, '.github/zendrift.yml')).toBe(expected),
  );

  test('a pattern for the files of a folder is none for the folders in it', () => {
    expect(hasOwner('/.github/* @lead', '.github/zendrift/acme.yml')).toBe(false);
    expect(hasOwner('/.github/ @lead', '.github/zendrift/acme.yml')).toBe(true);
  });
});
