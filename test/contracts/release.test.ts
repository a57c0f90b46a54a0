import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openGitHub } from '#sandbox/github/open-github.ts';
import { openZendesk } from '#sandbox/zendesk/open-zendesk.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import { environment, git, initBare, makePair, read, write } from '../git/support.ts';
import { runNode } from '../support/run-node.ts';
import { home, listTexts } from './hosting.ts';
import { readText, root } from './source-files.ts';

const { version, name } = JSON.parse(readText('package.json'));
const tag = `v${version}`;
const major = `v${version.split('.')[0]}`;

/** What a release is made of. */
const parts = [
  ...['package.json', '.npmrc', '.gitignore', 'LICENSE', 'README.md', 'CHANGELOG.md', 'action.yml'],
  ...['schema', 'scripts', 'src', 'examples', '.github'],
];

const folder = mkdtempSync(join(tmpdir(), 'zendrift-release-'));
const work = join(folder, 'work');
const remote = join(folder, 'remote.git');
const packed = join(folder, 'packed');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** npm without a network, and without anything of this machine. */
const npmEnvironment = {
  PATH: environment['PATH'],
  HOME: folder,
  npm_config_cache: join(folder, 'cache'),
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
  npm_config_audit: 'false',
};

const run = (program: string, args: readonly string[], cwd = work): string =>
  execFileSync(program, args, {
    cwd,
    env: program === 'npm' ? npmEnvironment : process.env,
    encoding: 'utf8',
    stdio: 'pipe',
  });

const identity = {
  GIT_AUTHOR_NAME: 'bot',
  GIT_AUTHOR_EMAIL: 'bot@example.com',
  GIT_COMMITTER_NAME: 'bot',
  GIT_COMMITTER_EMAIL: 'bot@example.com',
};

const release = (...args: readonly string[]) =>
  runNode(join(work, 'scripts/release.mjs'), args, { cwd: work, env: identity });

/** The steps of .github/workflows/release.yml, once. */
beforeAll(async () => {
  mkdirSync(packed);
  for (const part of parts) cpSync(join(root, part), join(work, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
  initBare(remote);
  git(work, 'init', '-q');
  git(work, 'add', '--all');
  git(work, 'commit', '-q', '-m', 'What is released');
  git(work, 'remote', 'add', 'origin', remote);
  git(work, 'push', '-q', 'origin', 'main');
  run(process.execPath, [join(root, 'node_modules/zx/build/cli.js'), '--quiet', 'scripts/build.mjs']);
  expect(await release('sums')).toMatchObject({ code: 0 });
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', packed]);
  expect(await release('tag')).toMatchObject({ code: 0, stderr: '' });
});

const atRemote = (...args: readonly string[]): string => git(remote, ...args);
const tarball = (): string => join(packed, `${name}-${version}.tgz`);

const faults = new Map<string, string | null>();

/** Why a name of the action does not lead to what it says; null = it does. */
function findFault(uses: string): string | null {
  const known = faults.get(uses);
  if (known !== undefined) return known;
  const fault = lookUp(uses);
  faults.set(uses, fault);
  return fault;
}

function lookUp(uses: string): string | null {
  const [, path = '', ref = '', comment] = /^[^/]+\/[^/@]+(\/[^@\s]+)?@(\S+)(?: # (v\S+))?/.exec(uses) ?? [];
  try {
    const commit = atRemote('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
    for (const file of path === '' ? ['action.yml', 'dist/action.js'] : [path.slice(1)])
      atRemote('cat-file', '-e', `${commit}:${file}`);
    if (comment === undefined || !comment.startsWith('v')) return null;
    return atRemote('rev-parse', `${comment}^{commit}`) === commit ? null : `${uses}: not the commit of ${comment}`;
  } catch {
    return `${uses}: no such commit, tag or file`;
  }
}

const usesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\buses: (\S+@\S+(?: # \S+)?)/g)]
    .map(([, uses = '']) => uses)
    .filter((uses) => uses.startsWith(home.name));

describe('a release', () => {
  test('is a commit with the bundles on the tags alone; the branch stays as it is', () => {
    const commit = atRemote('rev-parse', `${tag}^{commit}`);
    expect(atRemote('rev-parse', major)).toBe(commit);
    expect(atRemote('rev-parse', `${commit}^`)).toBe(atRemote('rev-parse', 'main'));
    expect(atRemote('ls-tree', '--name-only', 'main')).not.toContain('dist');
    expect(atRemote('diff', '--name-only', 'main', tag).split('\n')).toEqual(
      ['SHA256SUMS', 'action.js', 'cli.js', 'licenses.txt'].map((file) => `dist/${file}`),
    );
    expect(atRemote('ls-tree', tag, 'dist/cli.js')).toMatch(/^100755 /);
    expect(atRemote('for-each-ref', '--format=%(refname)').split('\n')).toEqual([
      'refs/heads/main',
      ...[major, tag].map((one) => `refs/tags/${one}`),
    ]);
  });

  test('has sums that sha256sum accepts', () =>
    expect(run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], join(work, 'dist'))).toMatch(/^(?:\S+: OK\n){3}$/));

  test('is refused a second time, and for bundles that are not those of the sums', async () => {
    const before = atRemote('for-each-ref');
    expect(await release('tag')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${tag} is released already`),
    });
    const sums = join(work, 'dist/SHA256SUMS');
    const text = readFileSync(sums, 'utf8');
    appendFileSync(join(work, 'dist/action.js'), '\n');
    expect(await release('tag')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not that of the bundles'),
    });
    expect([atRemote('for-each-ref'), readFileSync(sums, 'utf8')]).toEqual([before, text]);
    expect(await release('other')).toMatchObject({ code: 2, stderr: expect.stringContaining('hint: ') });
  });
});

describe('every "uses:"', () => {
  test.each([
    ...readdirSync(join(root, '.github/workflows')).map((file) => `.github/workflows/${file}`),
    ...readdirSync(join(root, 'examples')).map((file) => `examples/${file}`),
  ])('of %s resolves', (path) => {
    expect(usesIn(readFileSync(join(work, path), 'utf8')).flatMap((uses) => findFault(uses) ?? [])).toEqual([]);
  });

  test('of README and docs resolves', () => {
    const documents = listTexts().filter(([path]) => /^(?:docs\/|[A-Z]+\.md$)/.test(path));
    const found = documents.flatMap(([, text]) => usesIn(text));
    expect(found.flatMap((uses) => findFault(uses) ?? [])).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
  });

  test('that is wrong is noticed', () => {
    const commit = atRemote('rev-parse', tag);
    const main = atRemote('rev-parse', 'main');
    for (const rest of [`@${'0'.repeat(40)}`, `@v99`, `/.github/workflows/none.yml@${commit}`, `@${main}`])
      expect(findFault(`${home.name}${rest}`)).toMatch(/no such/);
    expect(findFault(`${home.name}@${commit} # ${major}.99.0`)).not.toBeNull();
    expect(findFault(`${home.name}/.github/workflows/track-account.yml@${commit} # ${tag}`)).toBeNull();
  });
});

describe('the package', () => {
  test('holds the bundles, the schema and the documents of the project, and needs no other package', () => {
    const files = run('tar', ['-tzf', tarball()], folder).trim().split('\n').sort();
    expect(files).toEqual(
      [
        ...['CHANGELOG.md', 'LICENSE', 'README.md', 'action.yml', 'package.json', 'schema/zendrift.schema.json'],
        ...['SHA256SUMS', 'action.js', 'cli.js', 'licenses.txt'].map((file) => `dist/${file}`),
      ]
        .map((file) => `package/${file}`)
        .sort(),
    );
    expect(run('tar', ['-xzOf', tarball(), 'package/package.json'], folder)).not.toMatch(/"(?:peer)?[dD]ependencies"/);
  });

  test('runs with npx, without a network', () => {
    const words = ['exec', '--yes', `--package=${tarball()}`, '--', 'zendrift', '--version'];
    expect(run('npm', words, packed)).toBe(`${version}\n`);
  });

  test('sets a repository up with workflows that name this release', async () => {
    run('tar', ['-xzf', tarball()], folder);
    const zendesk = await openZendesk({ clock: { now: '2026-11-23T08:00:00Z' } });
    onTestFinished(() => zendesk.close());
    seedAccount(zendesk.account);
    const pair = makePair(1);
    const github = await openGitHub({ gitDirectory: pair.remote });
    onTestFinished(() => github.close());
    // What GitHub would say of the home of the project.
    github.onRequest(({ path }) => {
      const [, ref] =
        /^\/repos\/(?:[^/]+\/){2}commits\/(.+)$/.exec(path.startsWith(`/repos/${home.name}/`) ? path : '') ?? [];
      return ref === undefined ? undefined : { status: 200, body: { sha: atRemote('rev-parse', ref) } };
    });
    const hub = {
      GITHUB_TOKEN: github.token,
      GITHUB_REPOSITORY: github.repository,
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: github.serverUrl,
    };
    const env = { ...zendesk.env, ...hub, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
    const init = await runNode(join(folder, 'package/dist/cli.js'), ['init', '--dry-run', '--yes'], {
      cwd: pair.checkout,
      env,
    });
    const found = usesIn(init.stdout);
    expect(found.length, init.stderr).toBeGreaterThan(4);
    expect(found.flatMap((uses) => findFault(uses) ?? [])).toEqual([]);
    expect(new Set(found)).toEqual(new Set([`${home.name}@${atRemote('rev-parse', tag)} # ${tag}`]));
  });
});

test('the next version moves the short tag and nothing else', async () => {
  const next = version.replace(/\d+$/, '99');
  for (const file of ['package.json', 'dist/cli.js', 'dist/action.js'])
    write(work, file, read(work, file).replaceAll(version, next));
  expect(await release('tag')).toMatchObject({ code: 2 });
  expect(await release('sums')).toMatchObject({ code: 0 });
  const before = atRemote('rev-parse', tag);
  expect(await release('tag')).toMatchObject({ code: 0 });
  expect([atRemote('rev-parse', tag), atRemote('rev-parse', major)]).toEqual([
    before,
    atRemote('rev-parse', `v${next}`),
  ]);
  write(work, 'package.json', read(work, 'package.json').replace(next, '7.0.0'));
  expect(await release('tag')).toMatchObject({ code: 2, stderr: expect.stringContaining('another version') });
});
