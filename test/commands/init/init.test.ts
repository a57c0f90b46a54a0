import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ask } from '#commands/command.ts';
import { checkConfig } from '#config/parse.ts';
import { commitInto, git, read, write } from '../../git/support.ts';
import { openInitLab, releaseCommit } from './lab.ts';

const config = '.github/zendrift.yml';
const track = '.github/workflows/zendrift-track.yml';

describe('a fresh repository', () => {
  test('gets everything as one pull request, with people whose addresses are equal and nobody else', async () => {
    const { run, github, remoteFile } = await openInitLab();
    const { outcome, result, files } = await run();
    expect(outcome.exitCode).toBe(0);
    expect(result.left).toEqual([]);
    expect(result.pullRequest?.number).toBe(1);
    expect(Object.values(files)).toEqual(Object.values(files).map(() => 'created'));
    expect(Object.keys(files)).toEqual([
      ...['track', 'triage', 'verify', 'report'].map((name) => `.github/workflows/zendrift-${name}.yml`),
      '.github/ISSUE_TEMPLATE/zendrift-change-request.yml',
      config,
      '.github/CODEOWNERS',
    ]);
    expect(remoteFile('zendrift-init', track)).toContain(`uses: zendrift/zendrift@${releaseCommit} # v`);
    expect(remoteFile('zendrift-init', '.github/CODEOWNERS')).toContain('/.github/ @jane-gh\n');
    const checked = checkConfig(remoteFile('zendrift-init', config) ?? '', 'acme');
    expect(checked).toMatchObject({
      type: 'valid',
      config: { branch: 'zendrift', timezone: 'Europe/Berlin', hours: { from: 480, to: 1080 } },
    });
    const people = checked.type === 'valid' ? checked.config.identities : null;
    // Bob Ray has the same name on both sides, and that is a guess.
    expect(people).toEqual(new Map([['1001', { github: 'jane-gh', githubId: '34', email: null }]]));
    expect(outcome.lines.join('\n')).toContain('1002: { github: bob, github-id: 35 } # Bob Ray, by name');
    const body = github.model.issue(1)?.body ?? '';
    expect(body).toContain('- [ ] Set the secrets of the repository');
    expect(body).not.toContain('@');
    const labels = [...github.model.store.labels.values()].map(({ name }) => name);
    expect(labels).toEqual(expect.arrayContaining(['config-drift', 'change-request', 'zendrift-alert', 'risk:high']));
  });

  test('a second run changes nothing, before and after the pull request is merged', async () => {
    const { run, github, pair, heads } = await openInitLab();
    await run();
    const before = heads();
    const again = await run();
    expect(again.result).toMatchObject({ pullRequest: { number: 1 }, labels: { created: [] }, left: [] });
    expect(heads()).toEqual(before);
    git(pair.remote, 'update-ref', 'refs/heads/main', before['zendrift-init'] ?? '');
    github.model.as('jane-gh').closeIssue(1);
    const merged = await run();
    expect([merged.outcome.exitCode, merged.result.pullRequest]).toEqual([0, null]);
    expect(new Set(Object.values(merged.files))).toEqual(new Set(['unchanged']));
    expect(github.model.store.issues.size).toBe(1);
    expect(heads()).toEqual({ ...before, main: before['zendrift-init'] });
  });

  test('--dry-run prints every file and writes nothing anywhere', async () => {
    const { run, github, zendesk, pair, heads } = await openInitLab();
    const before = [heads(), git(pair.checkout, 'status', '--porcelain'), git(pair.checkout, 'count-objects', '-v')];
    const { outcome, result } = await run({ 'dry-run': 'true' });
    expect(outcome.exitCode).toBe(0);
    expect(outcome.lines).toEqual(expect.arrayContaining([`--- ${track}`, 'branch: zendrift', `--- ${config}`]));
    expect(result.files.map(({ text }) => text.length > 0)).not.toContain(false);
    expect([heads(), git(pair.checkout, 'status', '--porcelain'), git(pair.checkout, 'count-objects', '-v')]).toEqual(
      before,
    );
    expect(github.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(zendesk.requests.every(({ method, path }) => method === 'GET' || path === '/oauth/tokens')).toBe(true);
    expect(github.model.store.labels.size).toBe(0);
  });

  test('--no-pull-request leaves the files in the work tree, and makes the labels', async () => {
    const { run, github, pair, heads } = await openInitLab();
    const before = heads();
    const options = { yes: 'true', 'no-pull-request': 'true', branch: 'history', timezone: 'Asia/Tokyo' };
    const { outcome, result } = await run(options);
    expect([outcome.exitCode, result.pullRequest, heads()]).toEqual([0, null, before]);
    expect(read(pair.checkout, config)).toContain('branch: history\ntimezone: Asia/Tokyo\n');
    expect(github.model.store.labels.size).toBeGreaterThan(5);
    const again = await run(options);
    expect(new Set(Object.values(again.files))).toEqual(new Set(['unchanged']));
  });

  test('without a commit, and so without a base for a pull request, the files are left in the work tree', async () => {
    const { run, pair } = await openInitLab({ commits: 0 });
    const { outcome, left } = await run();
    expect([outcome.exitCode, left]).toEqual([1, ['Open a pull request']]);
    expect(existsSync(join(pair.checkout, track))).toBe(true);
  });
});

describe('what cannot be done is said, and the rest is done', () => {
  test('a token that may not open pull requests: the branch is there, and the next run opens it', async () => {
    const { run, github, heads } = await openInitLab();
    github.model.putToken('weak', { login: 'bob', issues: 'read' });
    const { outcome, result, left } = await run({ yes: 'true' }, { variables: { GITHUB_TOKEN: 'weak' } });
    expect([outcome.exitCode, result.pullRequest]).toEqual([1, null]);
    expect(left).toEqual(['Create the labels', 'Open the pull request']);
    expect(outcome.lines.join('\n')).toContain('/compare/zendrift-init?expand=1');
    const pushed = heads();
    const later = await run();
    expect([later.outcome.exitCode, later.result.pullRequest?.number, heads()]).toEqual([0, 1, pushed]);
  });

  test('no token, no GitHub, wrong credentials, no audit log', async () => {
    const { run, zendesk, heads, remoteFile } = await openInitLab({ zendesk: { plan: 'professional' } });
    const noToken = await run({ 'dry-run': 'true' }, { variables: { GITHUB_TOKEN: '' } });
    expect([noToken.outcome.exitCode, noToken.left[1]]).toEqual([1, 'Create the labels and map people']);
    const away = await run({ 'dry-run': 'true' }, { variables: { GITHUB_API_URL: 'http://127.0.0.1:9' } });
    expect([away.outcome.exitCode, away.left[1]]).toEqual([1, 'Read the repository on GitHub']);
    const variables = { ZENDESK_CLIENT_SECRET: 'wrong-secret' };
    const wrong = await run({ 'dry-run': 'true' }, { variables });
    expect(wrong.left).toEqual(['Check the Zendesk credentials, then run init again for people and rules']);
    expect(JSON.stringify(wrong.outcome)).not.toContain('wrong-secret');
    expect(Object.keys(heads())).toEqual(['main']);
    const { outcome, left } = await run();
    expect([outcome.exitCode, left]).toEqual([1, ['Read the audit log']]);
    expect(remoteFile('zendrift-init', config)).toContain('\naudit: optional\n');
    expect(zendesk.requests.some(({ path }) => path.includes('/users'))).toBe(true);
  });

  test('a public repository, and one without issues', async () => {
    const { run } = await openInitLab({
      github: {
        visibility: 'public',
        issues: { enabled: false },
        users: [{ login: 'jane-gh', permission: 'admin' }],
        tokens: { 'admin-token': { login: 'jane-gh', pulls: 'write' } },
      },
    });
    const { outcome, left } = await run({ 'dry-run': 'true' });
    expect(outcome.exitCode).toBe(1);
    expect(left).toEqual(expect.arrayContaining(['Make the repository private', 'Enable issues']));
  });

  test("a job's own token, which does not say who runs it: the person who started the job owns the configuration", async () => {
    const { run, github } = await openInitLab();
    const textOf = async (variables: Readonly<Record<string, string>>) => {
      const ended = await run({ 'dry-run': 'true' }, { variables: { GITHUB_TOKEN: github.token, ...variables } });
      return [ended.left, ended.result.files.at(-1)?.text.split('\n')[1]];
    };
    expect(await textOf({ GITHUB_ACTOR: 'ann' })).toEqual([[], '/.github/ @ann']);
    expect(await textOf({})).toEqual([['Name who owns the configuration in CODEOWNERS'], '/.github/ @acme']);
  });

  test('a commit of zendrift that cannot be seen', async () => {
    const { run, github } = await openInitLab();
    github.model.putToken('other', { login: 'jane-gh', pulls: 'write' });
    const { left } = await run({ 'dry-run': 'true' }, { variables: { GITHUB_TOKEN: '' } });
    expect(left).toContain('Name the commit of zendrift in the workflows');
  });
});

describe('what is there already', () => {
  test('a workflow of that name is replaced in the pull request alone, a configuration never', async () => {
    const { run, pair, remoteFile } = await openInitLab();
    const own = `timezone: Europe/Paris\nidentities:\n  1001: { github: jane-gh }\n`;
    commitInto(pair.remote, [
      { message: 'Own', files: { [track]: 'name: mine\n', [config]: own, CODEOWNERS: '* @team\n' } },
    ]);
    const { files, result, left } = await run();
    expect(left).toEqual([]);
    expect(files).toMatchObject({ [track]: 'updated', [config]: 'unchanged', CODEOWNERS: 'unchanged' });
    expect(result).toMatchObject({ timezone: 'Europe/Paris', branch: null });
    expect(remoteFile('main', track)).toBe('name: mine\n');
    expect(remoteFile('zendrift-init', track)).toContain('name: track\n');
    expect(remoteFile('zendrift-init', config)).toBe(own);
    const asked = await run({ yes: 'true', branch: 'history', timezone: 'Europe/Berlin' });
    expect([asked.outcome.exitCode, asked.left]).toEqual([
      1,
      [`Change branch in ${config} by hand`, `Change timezone in ${config} by hand`],
    ]);
    expect(asked.outcome.lines.join('\n')).toContain('--timezone Europe/Berlin was not used');
    expect((await run({ yes: 'true', branch: 'main', timezone: 'Europe/Paris' })).left).toEqual([]);
  });

  test.each(['refs/zendrift/acme', 'refs/heads/zendrift-state/acme'])(
    'a record with its state at %s needs no baseline any more',
    async (ref) => {
      const { run, pair } = await openInitLab();
      const steps = async () => (await run({ 'dry-run': 'true', yes: 'true' })).result.steps.map(({ title }) => title);
      const baseline = 'Record the baseline: run the workflow track once';
      expect(await steps()).toContain(baseline);
      git(pair.remote, 'update-ref', ref, 'main');
      expect(await steps()).not.toContain(baseline);
    },
  );

  test('in the work tree, a text that git does not have is left as it is', async () => {
    const { run, pair } = await openInitLab();
    write(pair.checkout, track, 'name: mine\n');
    const { outcome, files, left } = await run({ yes: 'true', 'no-pull-request': 'true' });
    expect([outcome.exitCode, files[track], read(pair.checkout, track)]).toEqual([1, 'left', 'name: mine\n']);
    expect(left).toEqual([`Compare ${track} with what init would write`]);
  });

  test('an update after the merge builds on the default branch, under another name', async () => {
    const { run, github, pair, heads, remoteFile } = await openInitLab();
    await run();
    git(pair.remote, 'update-ref', 'refs/heads/main', heads()['zendrift-init'] ?? '');
    github.model.as('jane-gh').closeIssue(1);
    commitInto(pair.remote, [{ message: 'Outdated', files: { [track]: 'name: old\n' } }]);
    const { result, files } = await run();
    expect([result.pullRequest?.number, files[track], files[config]]).toEqual([2, 'updated', 'unchanged']);
    expect(github.model.issue(2)).toMatchObject({ head: 'zendrift-init-2', title: 'Update zendrift' });
    expect(remoteFile('zendrift-init-2', track)).toContain('name: track\n');
  });

  test('a workflow that was set up by hand under another name is not doubled', async () => {
    const { run, pair, remoteFile } = await openInitLab();
    const older = '.github/workflows/track.yml';
    commitInto(pair.remote, [{ message: 'By hand', files: { [older]: 'steps:\n  - uses: zendrift/zendrift@v1\n' } }]);
    const { files, outcome } = await run();
    expect([outcome.exitCode, files[older], remoteFile('zendrift-init', track)]).toEqual([1, 'left', null]);
  });
});

describe('questions', () => {
  test('have defaults, and a person confirms who has only the same name', async () => {
    const asked: string[] = [];
    const answers: ReadonlyArray<readonly [start: RegExp, answer: string]> = [
      [/^Time zone/, 'Mars/Base'],
      [/^Mars\/Base is not/, 'Europe/Rome'],
      [/^Working hours/, '09:00-17:30'],
      [/^Is Bob Ray/, 'y'],
    ];
    const { run, remoteFile } = await openInitLab();
    const ask: Ask = async (question, otherwise) => {
      asked.push(question);
      return answers.find(([start]) => start.test(question))?.[1] ?? otherwise;
    };
    const { result } = await run({}, { ask });
    expect(result.identities.map(({ github, by }) => [github, by])).toEqual([
      ['jane-gh', 'email'],
      ['bob', 'name'],
    ]);
    const text = remoteFile('zendrift-init', config);
    expect(text).toContain('timezone: Europe/Rome\n');
    expect(text).toContain('from: "09:00", to: "17:30"');
    expect(asked).toContain('Mars/Base is not possible. Time zone of the team?');
  });

  test('without a terminal, --yes is asked for', async () => {
    const { run } = await openInitLab();
    await expect(run({})).rejects.toMatchObject({
      code: 'settings-invalid',
      exitCode: 2,
      hint: expect.stringContaining('--yes'),
    });
    const noAccount = { ZENDESK_SUBDOMAIN: '' };
    await expect(run({ yes: 'true' }, { variables: noAccount })).rejects.toMatchObject({
      hint: expect.stringContaining('--subdomain'),
    });
    await expect(run({ yes: 'true', timezone: 'Mars/Base' })).rejects.toMatchObject({
      message: expect.stringContaining('--timezone'),
    });
  });
});
