import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, commitFile, git, makeFolder, makePair, open, own, planCommit, record } from './support.ts';

function makeRepository(...options: readonly string[]): string {
  const folder = makeFolder();
  git(folder, 'init', '-q', ...options);
  return folder;
}

describe('opening a repository', () => {
  it('is told apart from a folder without one, a missing folder and a file', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'file'), '');
    for (const path of [folder, join(folder, 'missing'), join(folder, 'file')]) {
      expect(await codeOf(open(path))).toBe('not-a-repository');
    }
  });

  it('asks a person where the repository is damaged or of an unknown format', async () => {
    const broken = makeRepository();
    writeFileSync(join(broken, '.git', 'config'), '[core\n');
    expect(await codeOf(open(broken))).toBe('repository-unusable');
    const future = makeRepository();
    git(future, 'config', 'core.repositoryformatversion', '1');
    git(future, 'config', 'extensions.fromTheFuture', 'true');
    expect(await codeOf(open(future))).toBe('repository-unusable');
  });

  it('says so where git is not installed', async () => {
    const folder = makeRepository();
    expect(await codeOf(open(folder, { environment: { PATH: makeFolder() } }))).toBe('repository-unusable');
  });

  it('takes the branch from the settings, else without a remote the one that is checked out, else main', async () => {
    const folder = makeRepository('-b', 'trunk');
    expect((await open(folder, { branch: 'chosen' })).branch).toBe('chosen');
    expect((await open(folder, { branch: 'refs/heads/chosen' })).branch).toBe('chosen');
    expect((await open(folder, { branch: '' })).branch).toBe('trunk');
    commitFile(folder, 'a', 'a');
    git(folder, 'checkout', '-q', '--detach');
    expect((await open(folder)).branch).toBe('main');
  });

  it('refuses names that git could take for an option or an expression', async () => {
    const folder = makeRepository();
    for (const branch of [
      '-f',
      '--force',
      'a..b',
      'a b',
      'HEAD',
      '@',
      'x@{1}',
      'a\nb',
      'x.lock',
      '/',
      'refs/tags/x',
      'x'.repeat(300),
    ]) {
      expect(await codeOf(open(folder, { branch }))).toBe('settings-invalid');
    }
    for (const stateRef of ['zendrift', '-x', '+refs/x/y', 'refs/x/*', 'refs/x:refs/y']) {
      expect(await codeOf(open(folder, { stateRef, branch: 'main' }))).toBe('settings-invalid');
    }
  });

  it('stands at the top of the work tree, wherever inside it was opened', async () => {
    const folder = makeRepository();
    mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
    expect((await open(join(folder, 'deep', 'er'))).directory).toBe(folder);
  });

  it('is not led astray by the variables of a git hook that started it', async () => {
    const folder = makeRepository();
    const other = makeRepository('-b', 'other');
    const base = { PATH: process.env['PATH'], HOME: '/nonexistent' };
    const environment = { ...base, GIT_DIR: join(other, '.git'), GIT_WORK_TREE: other, GIT_INDEX_FILE: '/dev/null' };
    expect((await open(folder, { environment })).branch).toBe('main');
  });

  it('works with editors, pagers and configuration in the environment', async () => {
    const folder = makeRepository();
    const environment = {
      PATH: process.env['PATH'],
      EDITOR: 'vi',
      PAGER: 'less',
      VISUAL: 'vi',
      SSH_ASKPASS: 'ask',
      GIT_SSH_COMMAND: 'ssh -v',
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      GIT_CONFIG_KEY_1: 'alias.x',
      GIT_CONFIG_VALUE_1: '!touch x',
    };
    expect((await (await open(folder, { environment })).fetchTip()).branch).toBeNull();
  });
});

describe('a run works in', () => {
  const cases: Readonly<Record<string, () => { readonly folder: string; readonly refs: string }>> = {
    'an empty repository without a remote': () => {
      const folder = makeRepository();
      return { folder, refs: folder };
    },
    'a clone of an empty remote': () => {
      const { checkout, remote } = makePair(0);
      return { folder: checkout, refs: remote };
    },
    'a full clone': () => {
      const { checkout, remote } = makePair(3);
      return { folder: checkout, refs: remote };
    },
    'a clone of depth 1': () => {
      const { checkout, remote } = makePair(3, '--depth=1');
      return { folder: checkout, refs: remote };
    },
    'a clone without blobs': () => {
      const { checkout, remote } = makePair(3, '--filter=blob:none');
      return { folder: checkout, refs: remote };
    },
    'a clone without folders': () => {
      const { checkout, remote } = makePair(3, '--filter=tree:0');
      return { folder: checkout, refs: remote };
    },
    'a bare repository': () => {
      const folder = makeRepository('--bare');
      return { folder, refs: folder };
    },
    'a mirror': () => {
      const { checkout, remote } = makePair(2, '--mirror');
      return { folder: checkout, refs: remote };
    },
    'a repository with 256-bit ids': () => {
      const folder = makeRepository('--object-format=sha256');
      return { folder, refs: folder };
    },
    'a linked work tree': () => {
      const { checkout, remote } = makePair(1);
      const linked = join(makeFolder(), 'linked');
      git(checkout, 'checkout', '-q', '--detach');
      git(checkout, 'worktree', 'add', '-q', linked, 'main');
      return { folder: linked, refs: remote };
    },
    'a work tree with a linked git directory': () => {
      const folder = makeFolder();
      git(folder, 'init', '-q', `--separate-git-dir=${join(makeFolder(), 'git')}`, '.');
      return { folder, refs: folder };
    },
    'a repository whose owner signs, follows tags, prunes and has hooks that fail': () => {
      const { checkout, remote } = makePair(2);
      mkdirSync(join(checkout, '.git', 'hooks'), { recursive: true });
      for (const hook of ['pre-push', 'reference-transaction', 'post-index-change', 'post-merge', 'post-checkout']) {
        writeFileSync(join(checkout, '.git', 'hooks', hook), '#!/bin/sh\nexit 1\n');
        chmodSync(join(checkout, '.git', 'hooks', hook), 0o755);
      }
      const settings = {
        'user.useConfigOnly': 'true',
        'commit.gpgSign': 'true',
        'push.gpgSign': 'true',
        'push.followTags': 'true',
        'push.default': 'nothing',
        'push.recurseSubmodules': 'check',
        'push.pushOption': 'ci.skip',
        'fetch.prune': 'true',
        'merge.ff': 'false',
        'core.fsmonitor': '/nonexistent/monitor',
        'i18n.commitEncoding': 'ISO-8859-1',
        'status.showUntrackedFiles': 'no',
        'core.quotePath': 'true',
        'diff.noprefix': 'true',
        'core.abbrev': '5',
        'fetch.fsckObjects': 'true',
        'trailer.separators': '%',
      };
      for (const [key, value] of Object.entries(settings)) git(checkout, 'config', key, value);
      return { folder: checkout, refs: remote };
    },
  };
  for (const [name, make] of Object.entries(cases)) {
    it(name, async () => {
      const { folder, refs } = make();
      const first = await record(await open(folder));
      const repository = await open(folder);
      expect(await repository.fetchTip()).toEqual({ branch: first.head, state: first.state });
      const second = await record(repository, planCommit({ message: 'Ümläut\n' }));
      expect(git(refs, 'rev-parse', 'refs/heads/main', 'refs/zendrift/acme').split('\n')).toEqual([
        second.head,
        second.state,
      ]);
      expect(git(folder, 'rev-parse', 'refs/heads/main')).toBe(second.head);
      expect(await repository.readFile(second.head, `${own}/triggers/1.json`)).toBe('{}\n');
      const ids = [];
      for await (const commit of repository.readHistory(second.head)) ids.push(commit.id);
      expect(ids).toEqual(git(refs, 'rev-list', '--reverse', second.head).split('\n'));
      if (git(folder, 'rev-parse', '--is-bare-repository') === 'true') return;
      expect(git(folder, 'status', '--porcelain')).toBe('');
    });
  }
});
