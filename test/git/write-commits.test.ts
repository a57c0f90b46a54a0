import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanEmail, cleanName } from '#git/identity.ts';
import { anyText, hostileTexts } from '../support/hostile.ts';
import { codeOf, git, gitWithInput, makeFolder, open, own, planCommit, planFile } from './support.ts';

function makeRepository(...options: readonly string[]): string {
  const folder = makeFolder();
  git(folder, 'init', '-q', ...options);
  return folder;
}

const object = (folder: string, id: string) => gitWithInput(folder, '', 'cat-file', '-p', id);

describe('writing commits', () => {
  it('stores message, people, times and files as planned, on no ref at all', async () => {
    const folder = makeRepository();
    const repository = await open(folder);
    const first = planCommit();
    const second = planCommit({ message: 'Two\n', files: [planFile('{"a":1}\n', 'macros/7.json'), planFile(null)] });
    const { ids, tree } = await repository.writeCommits(null, [first, second], own);
    const [one = '', two = ''] = ids;
    expect(object(folder, one)).toBe(
      [
        `tree ${git(folder, 'rev-parse', `${one}^{tree}`)}`,
        'author Jane Doe <zendesk-user-1001@acme.zendesk.invalid> 1795342333 +0000',
        'committer zendrift[bot] <zendrift@users.noreply.github.com> 1795342503 +0000',
        '',
        'Update trigger "One" (1)',
        '',
        'Zendesk-Account: acme',
      ].join('\n'),
    );
    expect(git(folder, 'rev-parse', `${two}^`)).toBe(one);
    expect(git(folder, 'ls-tree', '-r', '--name-only', two)).toBe(`${own}/macros/7.json`);
    expect(tree).toBe(git(folder, 'rev-parse', `${two}:${own}`));
    expect(git(folder, 'for-each-ref')).toBe('');
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('leaves everything outside the planned paths as the parent has it', async () => {
    const folder = makeRepository();
    gitWithInput(folder, 'x', 'hash-object', '-w', '--stdin');
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'root');
    const blob = gitWithInput(folder, 'x', 'hash-object', '-w', '--stdin');
    git(folder, 'update-index', '--add', '--cacheinfo', `100755,${blob},bin/tool`);
    git(folder, 'commit', '-q', '-m', 'tool');
    const repository = await open(folder);
    const parent = git(folder, 'rev-parse', 'HEAD');
    const { ids } = await repository.writeCommits(parent, [planCommit()], own);
    expect(git(folder, 'ls-tree', '-r', ids[0] ?? '')).toContain(`100755 blob ${blob}\tbin/tool`);
  });

  it('tells the tree of the parent where there is nothing to write', async () => {
    const folder = makeRepository();
    const repository = await open(folder);
    expect(await repository.writeCommits(null, [], own)).toEqual({ ids: [], tree: null });
    const { ids, tree } = await repository.writeCommits(null, [planCommit()], own);
    expect(await repository.writeCommits(ids[0] ?? null, [], own)).toEqual({ ids: [], tree });
  });

  it('computes in memory the blob ids that git stores, in both object formats', async () => {
    for (const format of ['sha1', 'sha256']) {
      const folder = makeRepository(`--object-format=${format}`);
      const repository = await open(folder);
      for (const text of ['', '{}\n', 'ümläut 👩‍👩‍👧‍👦\n']) {
        const { ids } = await repository.writeCommits(null, [planCommit({ files: [planFile(text)] })], own);
        const tree = await repository.listTree(ids[0] ?? '', own);
        expect(tree.get(`${own}/triggers/1.json`)).toBe(repository.blobId(text));
        expect((await repository.readBlobs([repository.blobId(text)])).get(repository.blobId(text))).toBe(text);
      }
    }
  });

  it('keeps any message byte for byte and any name in a form that git accepts, whatever they hold', async () => {
    const folder = makeRepository();
    const repository = await open(folder);
    const texts = fc.sample(anyText, { numRuns: 300 }).concat(hostileTexts);
    const plans = texts.map((text, index) =>
      planCommit({
        message: text,
        author: { name: text, email: texts[texts.length - 1 - index] ?? '', time: '2026-11-22T10:12:13Z' },
        files: [planFile(text, `triggers/${index}.json`)],
      }),
    );
    const { ids } = await repository.writeCommits(null, plans, own);
    expect(ids).toHaveLength(plans.length);
    const history = [];
    for await (const commit of repository.readHistory(ids.at(-1) ?? '')) history.push(commit);
    for (const [index, commit] of history.entries()) {
      const plan = plans[index] ?? planCommit();
      expect(commit.message).toBe(Buffer.from(plan.message).toString());
      expect(commit.authorName).toBe(cleanName(plan.author.name));
      expect(commit.authorEmail).toBe(cleanEmail(plan.author.email));
      expect(commit.authorTime).toBe(1_795_342_333);
      expect(commit.paths.map(({ path }) => path)).toEqual([`${own}/triggers/${index}.json`]);
    }
    // A NUL in a message is a warning; anything that would make a server refuse the push is an error and fails here.
    git(folder, 'fsck', '--no-dangling', ids.at(-1) ?? '');
  });

  it('names people in a form that git does not change when the commit is made again', () => {
    const folder = makeRepository();
    const tree = git(folder, 'mktree');
    fc.assert(
      fc.property(anyText, (text) => {
        const [name, email] = [cleanName(text), cleanEmail(text)];
        const id = git(folder, '-c', `user.name=${name}`, '-c', `user.email=${email}`, 'commit-tree', '-m', 'x', tree);
        expect(git(folder, 'cat-file', '-p', id)).toContain(`\nauthor ${name} <${email}> `);
      }),
      { numRuns: 60 },
    );
  });

  it('writes nothing for a path that no checkout could hold', async () => {
    const folder = makeRepository();
    const repository = await open(folder);
    for (const path of ['../x', 'a//b', '/etc/passwd', '.git/config', 'a/.GIT/hooks', 'a/./b', '', 'a\u0000b']) {
      const plan = planCommit({ files: [{ path, text: 'x' }] });
      expect(await codeOf(repository.writeCommits(null, [planCommit(), plan], own))).toBe('git-failed');
    }
    expect(git(folder, 'for-each-ref')).toBe('');
  });

  it('quotes paths with quotes, backslashes, newlines and other scripts', async () => {
    const repository = await open(makeRepository());
    const paths = ['a "b" \\c', 'line\nbreak\ttab', '日本語 ü', ' leading', '"', "'", '\\001'];
    const files = paths.map((path) => ({ path: `${own}/${path}`, text: path }));
    const { ids } = await repository.writeCommits(null, [planCommit({ files })], own);
    const tree = await repository.listTree(ids[0] ?? '', own);
    expect(new Set(tree.keys())).toEqual(new Set(files.map(({ path }) => path)));
    for (const { path, text } of files) expect(await repository.readFile(ids[0] ?? '', path)).toBe(text);
  });

  it('lists a file or a link that stands where a folder of the path belongs', async () => {
    const folder = makeRepository();
    const repository = await open(folder);
    const [file, link] = ['100644', '120000'].map((mode) => {
      const blob = gitWithInput(folder, 'elsewhere', 'hash-object', '-w', '--stdin');
      const tree = gitWithInput(folder, `${mode} blob ${blob}\tsnapshots\n`, 'mktree');
      return { blob, commit: gitWithInput(folder, '', 'commit-tree', tree, '-m', 'In the way') };
    });
    expect(await repository.listTree(file?.commit ?? '', own)).toEqual(new Map([['snapshots', file?.blob]]));
    expect(await repository.listTree(link?.commit ?? '', own)).toEqual(
      new Map([['snapshots', `120000:${link?.blob}`]]),
    );
    expect(await repository.listTree(link?.commit ?? '', 'elsewhere/acme')).toEqual(new Map());
  });

  it('keeps two files apart whose names differ in case alone, also where the repository ignores case', async () => {
    const folder = makeRepository();
    git(folder, 'config', 'core.ignoreCase', 'true');
    const repository = await open(folder);
    const files = [planFile('lower', 'macros/a.json'), planFile('upper', 'macros/A.json')];
    const { ids } = await repository.writeCommits(null, [planCommit({ files })], own);
    expect((await repository.listTree(ids[0] ?? '', own)).size).toBe(2);
  });

  it('says so when the parent does not exist, and leaves no crash report behind', async () => {
    const folder = makeRepository();
    const before = readdirSync(join(folder, '.git'));
    const repository = await open(folder);
    const failing = repository.writeCommits('1'.repeat(40), [planCommit()], own);
    await expect(failing).rejects.toThrow(/^git fast-import failed: fatal: [^|]*1111111[^|]*$/);
    expect(readdirSync(join(folder, '.git'))).toEqual(before);
  });
});

describe('writing the state', () => {
  it('makes a commit whose tree is exactly the given files, on the present state', async () => {
    const folder = makeRepository();
    const repository = await open(folder);
    const { author, committer } = planCommit();
    const note = { author, committer, message: 'State\n' };
    const files = new Map([
      ['state.json', '{"a":1}\n'],
      ['approved-states/trigger/1.json', '{}\n'],
    ]);
    const first = await repository.writeStateCommit(null, note, files);
    const second = await repository.writeStateCommit(first, note, new Map([['state.json', '{"a":2}\n']]));
    expect(git(folder, 'ls-tree', '-r', '--name-only', first).split('\n')).toEqual([...files.keys()].sort());
    expect(git(folder, 'ls-tree', '-r', '--name-only', second)).toBe('state.json');
    expect(git(folder, 'rev-parse', `${second}^`)).toBe(first);
  });
});
