import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClone } from '#git/clone.ts';
import {
  codeOf,
  commitFile,
  environment,
  git,
  makeFolder,
  makePair,
  open,
  own,
  pushFromElsewhere,
  record,
} from './support.ts';

const clock = { now: () => 0, sleep: async () => {} };
const openAt = (directory: string, dryRun = false) =>
  openClone({ directory, dryRun, environment, clock, random: Math.random, warn: () => {} });

describe('the default branch', () => {
  it('is the one that HEAD of the remote names, whatever is checked out', async () => {
    const pair = makePair(2);
    pushFromElsewhere(pair, 'a.txt', 'a\n', 'feature');
    git(pair.checkout, 'checkout', '-q', '-b', 'mine');
    commitFile(pair.checkout, 'mine.txt', 'mine\n');
    const repository = await open(pair.checkout);
    expect([repository.branch, repository.defaultBranch]).toEqual(['main', 'main']);
    expect([...repository.listHeads().keys()].sort()).toEqual(['feature', 'main']);
    const clone = await openAt(pair.checkout);
    expect(await clone.readDefaultTip()).toEqual({ branch: 'main', commit: git(pair.remote, 'rev-parse', 'main') });
  });

  it('is the only branch of a remote whose HEAD names another, and none where there are several', async () => {
    const pair = makePair(1);
    git(pair.remote, 'symbolic-ref', 'HEAD', 'refs/heads/gone');
    git(pair.remote, 'update-ref', 'refs/heads/zendrift-state/acme', 'refs/heads/main');
    expect((await open(pair.checkout)).branch).toBe('main');
    pushFromElsewhere(pair, 'a.txt', 'a\n', 'feature');
    await expect(open(pair.checkout)).rejects.toMatchObject({
      code: 'config-source',
      exitCode: 2,
      message: expect.stringContaining('2 branches'),
      hint: expect.stringContaining('Set the default branch'),
    });
    git(pair.remote, 'update-ref', '--no-deref', 'HEAD', 'main');
    expect(await codeOf(open(pair.checkout))).toBe('config-source');
  });

  it('of an empty remote is not there yet; its first branch is the one that the clone begins with', async () => {
    const { checkout } = makePair(0);
    const repository = await open(checkout);
    expect([repository.defaultBranch, repository.branch, repository.listHeads().size]).toEqual([null, 'main', 0]);
  });

  it('without a remote is what is checked out', async () => {
    const folder = makeFolder();
    git(folder, 'init', '-q', '-b', 'trunk');
    expect(await (await openAt(folder)).readDefaultTip()).toEqual({ branch: 'trunk', commit: null });
    const id = commitFile(folder, 'a.txt', 'a\n');
    expect(await (await openAt(folder)).readDefaultTip()).toEqual({ branch: 'trunk', commit: id });
    git(folder, 'checkout', '-q', '--detach');
    expect(await (await openAt(folder)).readDefaultTip()).toEqual({ branch: null, commit: id });
    expect((await open(folder)).listHeads()).toEqual(new Map([['trunk', id]]));
  });
});

describe('the remote of a clone', () => {
  it('is the only one, whatever it is called, also for the push', async () => {
    const pair = makePair(1);
    git(pair.checkout, 'remote', 'rename', 'origin', 'company');
    const repository = await open(pair.checkout);
    expect(repository.remote).toBe('company');
    const { head } = await record(repository);
    expect(git(pair.remote, 'rev-parse', 'main')).toBe(head);
    expect(git(pair.checkout, 'rev-parse', 'refs/remotes/company/main')).toBe(head);
  });

  it('among several is origin, else the one that the checked-out branch follows, else unclear', async () => {
    const pair = makePair(1);
    git(pair.checkout, 'remote', 'add', 'another', '/nowhere');
    expect((await open(pair.checkout)).remote).toBe('origin');
    git(pair.checkout, 'remote', 'rename', 'origin', 'company');
    expect((await open(pair.checkout)).remote).toBe('company');
    git(pair.checkout, 'branch', '--unset-upstream');
    await expect(open(pair.checkout)).rejects.toMatchObject({
      code: 'remote-unclear',
      message: expect.stringMatching(/another, company|company, another/),
    });
  });

  it('may be written short, by a prefix that git replaces', async () => {
    const pair = makePair(1, '--depth=1');
    git(pair.checkout, 'config', 'url.file:///.insteadOf', 'here:');
    git(pair.checkout, 'config', 'remote.origin.url', `here:${pair.remote.slice(1)}`);
    expect((await (await open(pair.checkout, { dryRun: true })).fetchTip()).branch).not.toBeNull();
  });
});

describe('a first run', () => {
  it('finds the record that another branch has, which is not here', async () => {
    const pair = makePair(1);
    await record(await open(pair.checkout, { branch: 'data' }));
    pushFromElsewhere(pair, 'a.txt', 'a\n', 'feature');
    for (const options of [[], ['--depth=1', '--no-single-branch'], ['--depth=1']]) {
      const checkout = makeFolder();
      git(checkout, 'clone', '-q', ...options, `file://${pair.remote}`, '.');
      expect(await (await open(checkout)).findRecord(own)).toEqual(['data']);
      expect(await (await open(checkout)).findRecord('snapshots/globex')).toEqual([]);
      expect(await (await open(checkout, { branch: 'data' })).findRecord(own)).toEqual([]);
    }
  });
});

describe('another branch', () => {
  it('continues the commits of the first, in one push with the state', async () => {
    const pair = makePair(2, '--depth=1');
    const first = await record(await open(pair.checkout));
    const checkout = makeFolder();
    git(checkout, 'clone', '-q', '--depth=1', '-b', 'main', `file://${pair.remote}`, '.');
    pushFromElsewhere(pair, 'a.txt', 'a\n', 'feature');
    const repository = await open(checkout, { branch: 'data' });
    const tip = await repository.fetchTip();
    expect(tip).toEqual({ branch: null, state: first.state });
    const feature = repository.listHeads().get('feature') ?? '';
    await repository.fetchCommits([feature, first.head]);
    const person = { name: 'Ann', email: 'ann@example.com', time: '2026-11-22T10:12:13Z' };
    const moved = { author: person, committer: person, message: 'Move history\n' };
    const { ids } = await repository.writeCommits(feature, [{ ...moved, files: [] }], own);
    const state = await repository.writeStateCommit(tip.state, moved, new Map([['state.json', '{}\n']]));
    expect(await repository.push(ids[0] ?? '', state, tip)).toMatchObject({ type: 'pushed' });
    expect(git(pair.remote, 'rev-parse', 'data', 'data^', 'refs/zendrift/acme').split('\n')).toEqual([
      ids[0],
      feature,
      state,
    ]);
    expect(await codeOf(repository.fetchCommits(['1'.repeat(40)]))).toBe('repository-unusable');
  });
});

describe('a bare repository under safe.bareRepository=explicit', () => {
  it('is used where it was named, and left alone where the program merely stands in it', async () => {
    const folder = makeFolder();
    git(folder, 'init', '-q', '--bare');
    const config = join(makeFolder(), 'gitconfig');
    writeFileSync(config, '[safe]\n\tbareRepository = explicit\n');
    const strict = { environment: { ...environment, GIT_CONFIG_GLOBAL: config } };
    expect((await open(folder, strict)).branch).toBe('main');
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(await codeOf(open('.', strict))).toBe('repository-unusable');
    } finally {
      process.chdir(before);
    }
  });
});

describe('the state ref', () => {
  it.each(['refs/heads/main', 'refs/heads/a/b', 'refs/tags/v1', 'refs/pull/1/head', 'refs/remotes/origin/main'])(
    'is never %s, which a state commit would empty',
    async (stateRef) => {
      const { checkout } = makePair(1);
      expect(await codeOf(open(checkout, { stateRef, branch: 'data' }))).toBe('settings-invalid');
    },
  );
});
