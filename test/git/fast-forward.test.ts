import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { someOf } from '../support/soak.ts';
import {
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
  read,
  record,
  write,
  writeRun,
} from './support.ts';

/** Tests of commands play full clones. */
const shapes = [
  ['a clone of depth 1', ['--depth=1']],
  ['a full clone', ['--no-tags']],
] as const;

/** A pushed run whose checkout was not brought forward yet. */
async function pushed(checkout: string, options: Parameters<typeof open>[1] = {}) {
  const repository = await open(checkout, options);
  const files = [planFile('{"a":2}\n'), planFile('{}\n', 'macros/9.json'), planFile(null, 'views/3.json')];
  const run = await writeRun(repository, [planCommit({ files })]);
  expect(await repository.push(run.head, run.state, run.tip)).toMatchObject({ type: 'pushed' });
  return { repository, head: run.head };
}

async function makeRecorded(...options: readonly string[]) {
  const pair = makePair(1, ...options);
  await record(await open(pair.checkout), planCommit({ files: [planFile(), planFile('{}\n', 'views/3.json')] }));
  return pair;
}

const status = (folder: string) => git(folder, 'status', '--porcelain', '--untracked-files=all');

describe.each(someOf(shapes, 2))('%s', (_name, options) => {
  it('is clean after the run as it was before, and holds what was recorded', async () => {
    const { checkout } = await makeRecorded(...options);
    const { repository, head } = await pushed(checkout);
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(git(checkout, 'rev-parse', 'HEAD')).toBe(head);
    expect(status(checkout)).toBe('');
    expect(read(checkout, `${own}/triggers/1.json`)).toBe('{"a":2}\n');
    expect(existsSync(join(checkout, own, 'views/3.json'))).toBe(false);
  });

  it('takes in what people pushed meanwhile', async () => {
    const pair = await makeRecorded(...options);
    pushFromElsewhere(pair, 'README.md', 'theirs\n');
    pushFromElsewhere(pair, 'new/file.txt', 'theirs\n');
    const { repository, head } = await pushed(pair.checkout);
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(status(pair.checkout)).toBe('');
    expect(read(pair.checkout, 'README.md')).toBe('theirs\n');
    expect(read(pair.checkout, 'new/file.txt')).toBe('theirs\n');
  });

  it('loses what a killed run of ours left: changed, half-written, new and staged files', async () => {
    const { checkout } = await makeRecorded(...options);
    const { repository, head } = await pushed(checkout);
    write(checkout, `${own}/triggers/1.json`, '{"a":');
    write(checkout, `${own}/macros/9.json`, '');
    write(checkout, `${own}/macros/10.json`, '{}\n');
    git(checkout, 'add', '--', `${own}/macros/10.json`);
    write(checkout, `${own}/macros/README.md`, 'index\n');
    rmSync(join(checkout, own, 'views/3.json'));
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(git(checkout, 'rev-parse', 'HEAD')).toBe(head);
    expect(status(checkout)).toBe('');
  });

  it('starts over where a killed run had index and files at the new commit but not yet the branch', async () => {
    const { checkout } = await makeRecorded(...options);
    const { repository, head } = await pushed(checkout);
    git(checkout, 'read-tree', '-m', '-u', 'HEAD', head);
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(status(checkout)).toBe('');
    expect(git(checkout, 'rev-parse', 'HEAD')).toBe(head);
  });

  it("leaves other people's changes alone, also their notes below our folder", async () => {
    const { checkout } = await makeRecorded(...options);
    const { repository, head } = await pushed(checkout);
    write(checkout, 'README.md', 'dirty\n');
    write(checkout, 'staged.txt', 'staged\n');
    git(checkout, 'add', 'staged.txt');
    write(checkout, 'untracked.txt', 'untracked\n');
    write(checkout, `${own}/notes.txt`, 'mine\n');
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(git(checkout, 'rev-parse', 'HEAD')).toBe(head);
    expect(
      status(checkout)
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(['M README.md', 'A  staged.txt', `?? ${own}/notes.txt`, '?? untracked.txt']);
    expect(read(checkout, 'README.md')).toBe('dirty\n');
  });

  it('stays where it is, with a warning, when a change of someone is in the way', async () => {
    const pair = await makeRecorded(...options);
    pushFromElsewhere(pair, 'README.md', 'theirs\n');
    const { repository, head } = await pushed(pair.checkout);
    const before = git(pair.checkout, 'rev-parse', 'HEAD');
    write(pair.checkout, 'README.md', 'mine\n');
    expect(await repository.fastForward(head, own)).toMatch(/README\.md/);
    expect(git(pair.checkout, 'rev-parse', 'HEAD')).toBe(before);
    expect(read(pair.checkout, 'README.md')).toBe('mine\n');
    git(pair.checkout, 'checkout', '-q', '--', 'README.md');
    write(pair.checkout, 'new.txt', 'mine\n');
    pushFromElsewhere(pair, 'new.txt', 'theirs\n');
    const next = await open(pair.checkout);
    const tip = (await next.fetchTip()).branch ?? '';
    expect(await next.fastForward(tip, own)).toMatch(/new\.txt/);
    expect(read(pair.checkout, 'new.txt')).toBe('mine\n');
    rmSync(join(pair.checkout, 'new.txt'));
    expect(await next.fastForward(tip, own)).toBeNull();
    expect(status(pair.checkout)).toBe('');
  });
});

describe('the fast-forward', () => {
  it('warns where another git holds the index, and changes nothing', async () => {
    const { checkout } = await makeRecorded();
    const { repository, head } = await pushed(checkout);
    const before = git(checkout, 'rev-parse', 'HEAD');
    writeFileSync(join(checkout, '.git', 'index.lock'), '');
    expect(await repository.fastForward(head, own)).toMatch(/index\.lock/);
    rmSync(join(checkout, '.git', 'index.lock'));
    expect(git(checkout, 'rev-parse', 'HEAD')).toBe(before);
    expect(status(checkout)).toBe('');
  });

  it('is not held up by submodules that nothing can be read of, and neither is the rest of a run', async () => {
    const pair = makePair(1);
    const module = git(pair.remote, 'rev-parse', 'main');
    const files = [
      'M 100644 inline .gitmodules',
      'data 5',
      '[bad',
      ...[own, 'vendor'].map((path) => `M 160000 ${module} ${path}/x`),
    ];
    const commit = ['commit refs/heads/main', 'committer Ann <ann@example.com> 1 +0000', 'data 0', `from ${module}`];
    gitWithInput(pair.remote, [...commit, ...files, ''].join('\n'), 'fast-import', '--quiet');
    git(pair.checkout, 'pull', '-q', '--no-recurse-submodules');
    const repository = await open(pair.checkout);
    const { head } = await record(repository);
    expect(git(pair.checkout, 'rev-parse', 'HEAD')).toBe(head);
    const paths: string[] = [];
    for await (const commit of repository.readHistory(head)) paths.push(...commit.paths.map(({ path }) => path));
    expect(paths).toEqual(['README.md', '.gitmodules', `${own}/x`, 'vendor/x', `${own}/triggers/1.json`]);
  });

  it('is not held up by files that were only touched', async () => {
    const pair = await makeRecorded();
    pushFromElsewhere(pair, 'README.md', 'theirs\n');
    const { repository, head } = await pushed(pair.checkout);
    utimesSync(join(pair.checkout, 'README.md'), 1, 1);
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(status(pair.checkout)).toBe('');
  });

  it('touches no file of a checkout on another branch, and makes no branch there', async () => {
    const pair = makePair(1);
    const data = pushFromElsewhere(pair, 'data.txt', 'data\n', 'data');
    const { repository, head } = await pushed(pair.checkout, { branch: 'data' });
    const before = git(pair.checkout, 'rev-parse', 'HEAD');
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(git(pair.checkout, 'for-each-ref', 'refs/heads', '--format=%(refname)')).toBe('refs/heads/main');
    expect(git(pair.checkout, 'rev-parse', 'HEAD')).toBe(before);
    expect(existsSync(join(pair.checkout, 'snapshots'))).toBe(false);
    git(pair.checkout, 'branch', 'data', data);
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(git(pair.checkout, 'rev-parse', 'data')).toBe(head);
    expect(status(pair.checkout)).toBe('');
  });

  it('leaves a local branch alone that has commits of its own by now', async () => {
    const { checkout } = await makeRecorded();
    const { repository, head } = await pushed(checkout);
    const mine = commitFile(checkout, 'mine.txt', 'mine\n');
    expect(await repository.fastForward(head, own)).toMatch(/has commits that/);
    expect(git(checkout, 'rev-parse', 'HEAD')).toBe(mine);
  });

  it('leaves a branch alone that another work tree has checked out', async () => {
    const { checkout } = await makeRecorded();
    git(checkout, 'checkout', '-q', '-b', 'elsewhere');
    const linked = join(makeFolder(), 'linked');
    git(checkout, 'worktree', 'add', '-q', linked, 'main');
    const { repository, head } = await pushed(checkout, { branch: 'main' });
    expect(await repository.fastForward(head, own)).toMatch(/another work tree/);
    expect(status(linked)).toBe('');
  });

  it('leaves a merge alone that someone is in', async () => {
    const pair = await makeRecorded();
    git(pair.checkout, 'branch', 'side');
    const { repository, head } = await pushed(pair.checkout);
    writeFileSync(join(pair.checkout, '.git', 'MERGE_HEAD'), `${head}\n`);
    expect(await repository.fastForward(head, own)).toMatch(/merge/);
  });

  it('fills the work tree of a first run, beside files that are there already', async () => {
    const folder = makeFolder();
    git(folder, 'init', '-q');
    write(folder, 'notes.txt', 'mine\n');
    write(folder, `${own}/triggers/1.json`, 'half');
    git(folder, 'add', '.');
    const { repository, head } = await pushed(folder);
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(git(folder, 'rev-parse', 'HEAD')).toBe(head);
    expect(status(folder)).toBe('A  notes.txt');
    expect(read(folder, `${own}/triggers/1.json`)).toBe('{"a":2}\n');
  });

  it('starts over a first run that died with index and files written', async () => {
    const { checkout } = makePair(1);
    const { repository, head } = await pushed(checkout);
    git(checkout, 'read-tree', '-m', '-u', 'HEAD', head);
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(git(checkout, 'rev-parse', 'HEAD')).toBe(head);
    expect(status(checkout)).toBe('');
  });

  it('puts files and index right where the commit point moved the checked-out branch itself', async () => {
    const folder = makeFolder();
    git(folder, 'init', '-q');
    commitFile(folder, 'README.md', 'text\n');
    await record(await open(folder));
    await pushed(folder);
    const { repository, head } = await pushed(folder);
    expect(status(folder)).not.toBe('');
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(status(folder)).toBe('');
    expect(read(folder, 'README.md')).toBe('text\n');
  });

  it('keeps line ends as the owner of the checkout has them', async () => {
    const pair = await makeRecorded();
    pushFromElsewhere(pair, 'README.md', 'one\ntwo\n');
    git(pair.checkout, 'config', 'core.autocrlf', 'true');
    const { repository, head } = await pushed(pair.checkout);
    expect(await repository.fastForward(head, own)).toBeNull();
    expect(read(pair.checkout, 'README.md')).toBe('one\r\ntwo\r\n');
    expect(status(pair.checkout)).toBe('');
  });

  it('removes nothing beyond a link that stands where our folder should be', async () => {
    const { checkout } = await makeRecorded();
    const { repository, head } = await pushed(checkout);
    const outside = makeFolder();
    mkdirSync(join(outside, 'triggers'));
    write(outside, 'triggers/77.json', 'precious');
    rmSync(join(checkout, own), { recursive: true });
    const { symlinkSync } = await import('node:fs');
    symlinkSync(outside, join(checkout, own));
    await repository.fastForward(head, own);
    expect(read(outside, 'triggers/77.json')).toBe('precious');
  });
});
