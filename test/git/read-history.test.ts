import { describe, expect, it } from 'vitest';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { toUtcTime } from '#core/time.ts';
import { parseCommit } from '#git/parse-commit.ts';
import {
  codeOf,
  commitFile,
  git,
  gitWithInput,
  makeFolder,
  makePair,
  open,
  own,
  planCommit,
  planFile,
  pushFromElsewhere,
  record,
} from './support.ts';

async function historyOf(folder: string, commit: string): Promise<readonly CommitRecord[]> {
  const commits = [];
  for await (const entry of (await open(folder)).readHistory(commit)) commits.push(entry);
  return commits;
}

function makeRepository(): string {
  const folder = makeFolder();
  git(folder, 'init', '-q');
  return folder;
}

describe('history', () => {
  it('tells people, times, raw message and changed paths, oldest first', async () => {
    const folder = makeRepository();
    const files = [planFile('one\n'), planFile('two\n', 'views/2.json')];
    await record(
      await open(folder),
      planCommit({ files }),
      planCommit({ files: [planFile(null), planFile('x', 'views/2.json')] }),
    );
    const head = git(folder, 'rev-parse', 'HEAD');
    const [first, second] = await historyOf(folder, head);
    const id = (rev: string) => git(folder, 'rev-parse', rev);
    expect(first).toEqual({
      id: id('HEAD^'),
      parents: [],
      authorName: 'Jane Doe',
      authorEmail: 'zendesk-user-1001@acme.zendesk.invalid',
      authorTime: 1_795_342_333,
      committerName: 'zendrift[bot]',
      committerEmail: 'zendrift@users.noreply.github.com',
      committerTime: 1_795_342_503,
      message: planCommit().message,
      paths: [
        { path: `${own}/triggers/1.json`, before: null, after: id(`HEAD^:${own}/triggers/1.json`) },
        { path: `${own}/views/2.json`, before: null, after: id(`HEAD^:${own}/views/2.json`) },
      ],
    });
    expect(second?.parents).toEqual([id('HEAD^')]);
    expect(second?.paths).toEqual([
      { path: `${own}/triggers/1.json`, before: id(`HEAD^:${own}/triggers/1.json`), after: null },
      { path: `${own}/views/2.json`, before: id(`HEAD^:${own}/views/2.json`), after: id(`HEAD:${own}/views/2.json`) },
    ]);
  });

  it('holds commits without file change, merges without paths, and renames as two paths', async () => {
    const folder = makeRepository();
    commitFile(folder, 'a.txt', 'same content\n');
    git(folder, 'commit', '-q', '--allow-empty', '--allow-empty-message', '-m', '');
    git(folder, 'checkout', '-q', '-b', 'side');
    commitFile(folder, 'b.txt', 'b\n');
    git(folder, 'checkout', '-q', 'main');
    git(folder, 'mv', 'a.txt', '=weird\n:name');
    git(folder, 'commit', '-q', '-m', 'rename');
    git(folder, 'merge', '-q', '--no-ff', '-m', 'merge', 'side');
    const history = await historyOf(folder, git(folder, 'rev-parse', 'HEAD'));
    const paths = Object.fromEntries(
      history.map((commit) => [commit.message, commit.paths.map(({ path }) => path).sort()]),
    );
    expect(paths).toEqual({
      'Change a.txt\n': ['a.txt'],
      '': [],
      'Change b.txt\n': ['b.txt'],
      'rename\n': ['=weird\n:name', 'a.txt'],
      'merge\n': [],
    });
    const position = new Map(history.map((commit, index) => [commit.id, index]));
    for (const [index, commit] of history.entries()) {
      for (const parent of commit.parents) expect(position.get(parent)).toBeLessThan(index);
    }
  });

  it('is whole and in order from a clone of depth 1, with commits on top that nobody has pushed', async () => {
    const pair = makePair(4, '--depth=1');
    const repository = await open(pair.checkout);
    const tip = (await repository.fetchTip()).branch;
    const { ids } = await repository.writeCommits(tip, [planCommit(), planCommit({ files: [] })], own);
    const history = [];
    for await (const commit of repository.readHistory(ids[1] ?? '')) history.push(commit);
    expect(history.map(({ id }) => id)).toEqual([
      ...git(pair.remote, 'rev-list', '--reverse', 'main').split('\n'),
      ...ids,
    ]);
    expect(history.map(({ paths }) => paths.length)).toEqual([1, 1, 1, 1, 1, 0]);
    expect(git(pair.checkout, 'rev-list', '--count', 'HEAD')).toBe('1');
  });

  it('of a commit that no ref names is whole from a clone without folders, whatever refs there are behind it', async () => {
    const pair = makePair(5, '--filter=tree:0');
    git(pair.remote, 'branch', 'left-behind', 'main~3');
    const [named, tip] = [git(pair.remote, 'rev-parse', 'main~1'), git(pair.remote, 'rev-parse', 'main')];
    const repository = await open(pair.checkout, { dryRun: true });
    const { ids } = await repository.writeCommits(tip, [planCommit(), planCommit({ files: [] })], own);
    const lengths = [];
    for (const commit of [named, ids[1] ?? '', tip]) {
      const paths = [];
      for await (const record of repository.readHistory(commit)) paths.push(record.paths.length);
      lengths.push(paths);
    }
    expect(lengths).toEqual([
      [1, 1, 1, 1],
      [1, 1, 1, 1, 1, 1, 0],
      [1, 1, 1, 1, 1],
    ]);
  });

  it('is whole from a clone without folders that is behind its remote, also under the old protocol', async () => {
    for (const version of [2, 0]) {
      const pair = makePair(3, '--filter=tree:0');
      git(pair.checkout, 'config', 'protocol.version', String(version));
      git(pair.remote, 'branch', 'left-behind', 'main~2');
      const known = git(pair.checkout, 'rev-parse', 'HEAD');
      pushFromElsewhere(pair);
      const dry = await open(pair.checkout, { dryRun: true });
      await dry.fetchTip();
      const paths = [];
      for await (const record of dry.readHistory(known)) paths.push(record.paths.length);
      expect(paths, `protocol ${version}`).toEqual([1, 1, 1]);
    }
  });

  it('is whole from a shallow clone of a server of the old protocol', async () => {
    const pair = makePair(4, '--depth=1');
    git(pair.remote, 'config', 'uploadpack.allowFilter', 'false');
    git(pair.checkout, 'config', 'protocol.version', '0');
    const tip = git(pair.checkout, 'rev-parse', 'HEAD');
    git(
      pair.remote,
      'update-ref',
      'refs/heads/main',
      gitWithInput(pair.remote, 'x', 'commit-tree', '-p', tip, `${tip}^{tree}`),
    );
    expect(await historyOf(pair.checkout, tip)).toHaveLength(4);
  });

  it('that is cut off with nobody to ask for the rest is an error, not a shorter history', async () => {
    const pair = makePair(3, '--depth=1');
    git(pair.checkout, 'remote', 'remove', 'origin');
    expect(await codeOf(historyOf(pair.checkout, git(pair.checkout, 'rev-parse', 'HEAD')))).toBe('repository-unusable');
  });

  it('of more commits than fit into one read comes whole', async () => {
    const folder = makeRepository();
    const plans = Array.from({ length: 1200 }, (_, n) =>
      planCommit({ message: `${n}\n`, files: [planFile(`${n}\n`)] }),
    );
    const { head } = await record(await open(folder), ...plans);
    const history = await historyOf(folder, head);
    expect(history.map(({ message }) => message)).toEqual(plans.map(({ message }) => message));
    expect(history.every(({ paths }) => paths.length === 1)).toBe(true);
  });

  it('is not rewritten by replacement refs', async () => {
    const folder = makeRepository();
    const id = commitFile(folder, 'a.txt', 'a\n');
    const other = gitWithInput(folder, 'forged', 'commit-tree', git(folder, 'mktree'));
    git(folder, 'replace', id, other);
    expect((await historyOf(folder, id)).map(({ message }) => message)).toEqual(['Change a.txt\n']);
  });
});

describe('a raw commit object', () => {
  const commit = (...lines: readonly string[]) => parseCommit('1'.repeat(40), Buffer.from(lines.join('\n')));
  const people = ['author A <a@b> 10 +0100', 'committer C D <> 20 -0030'];

  it('is read with a signature whose lines look like headers', () => {
    const signature = ['gpgsig -----BEGIN', ' parent 2222', ' ', ' author Eve <e@e> 1 +0000', ' -----END'];
    const read = commit('tree 1', 'parent 3333', ...people, ...signature, '', 'Subject', '', 'parent 4444', '');
    expect(read).toMatchObject({ parents: ['3333'], authorName: 'A', message: 'Subject\n\nparent 4444\n' });
  });

  it('is read with a merged tag and several parents', () => {
    const tag = ['mergetag object 5', ' type commit', ' tag v1', ' tagger T <t@t> 1 +0000', ' ', ' text'];
    expect(commit('tree 1', 'parent 2', 'parent 3', ...people, ...tag, 'encoding X', '', 'm').parents).toEqual([
      '2',
      '3',
    ]);
  });

  it('is read with odd people: no name, no address, no time, before 1970', () => {
    const odd = (author: string) => commit('tree 1', author, ...people.slice(1), '', 'm');
    expect(odd('author <a@b> 1 +0000')).toMatchObject({ authorName: '', authorEmail: 'a@b', authorTime: 1 });
    expect(odd('author Only Name')).toMatchObject({ authorName: 'Only Name', authorEmail: '', authorTime: 0 });
    expect(odd('author A <x <y> 1 +0000')).toMatchObject({ authorEmail: 'x <y', authorTime: 1 });
    expect(odd('author A <a> -5 +0000').authorTime).toBe(-5);
    // No reader may stop at a time that no calendar has: the commit is there for good.
    for (const time of ['99999999999999', '-99999999999999', '253402300800', '9'.repeat(400), '-62167219201']) {
      expect(odd(`author A <a> ${time} +0000`).authorTime).toBe(0);
    }
    expect(toUtcTime(odd('author A <a> 253402300799 +0000').authorTime * 1000)).toBe('9999-12-31T23:59:59Z');
    expect(toUtcTime(odd('author A <a> -62167219200 +0000').authorTime * 1000)).toBe('0000-01-01T00:00:00Z');
    expect(commit('tree 1', ...people, '', 'm')).toMatchObject({
      committerName: 'C D',
      committerEmail: '',
      committerTime: 20,
    });
  });

  it('is read without a message, and in bytes that are no UTF-8', () => {
    expect(commit('tree 1', ...people).message).toBe('');
    expect(commit('tree 1', ...people, '', '').message).toBe('');
    const latin = Buffer.concat([
      Buffer.from(`tree 1\n${people.join('\n')}\nencoding ISO-8859-1\n\nGr`),
      Buffer.from([0xfc, 0x0a]),
    ]);
    expect(parseCommit('1', latin).message).toBe('Gr\ufffd\n');
  });
});
