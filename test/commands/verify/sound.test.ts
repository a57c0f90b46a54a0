import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseFacts } from '#core/commit/parse-facts.ts';
import { parseTrailers } from '#core/commit/trailer-block.ts';
import { git, makeFolder, write } from '../../git/support.ts';
import { fullRefund, jane } from '../../support/acme.ts';
import { someOf } from '../../support/soak.ts';
import { verifyAt } from './support.ts';
import { commitRaw, commitsOf, lastChange, mallory, rawCommit, rewrite, tipOf, treeWith } from './tamper.ts';
import { useWorld } from './world.ts';

const world = useWorld();

const cloneOf = (remote: string, ...options: readonly string[]): string => {
  const folder = makeFolder();
  git(folder, 'clone', '-q', ...options, `file://${remote}`, 'clone');
  return join(folder, 'clone');
};

describe('a history that nobody touched', () => {
  test('passes, with counts and the two ids to keep', async () => {
    const { remote } = world();
    const { exitCode, result, lines } = await verifyAt(remote);
    expect(result.faults).toEqual([]);
    expect(result.warnings).toEqual([]);
    expect(exitCode).toBe(0);
    const entries = git(remote, 'log', '--format=%B', 'main').match(/^Audit-Id: /gm)?.length;
    const counts = { commits: commitsOf(remote).length, decisions: 1, configurations: 1, entries };
    expect(result.counts).toMatchObject(counts);
    expect(lines.join('\n')).toContain('1 decision, 1 recorded change of the configuration.');
    expect(result.counts.verdicts).toBe(result.counts.changes);
    expect(lines).toContain(`head  ${tipOf(remote)}`);
    expect(lines).toContain(`state ${tipOf(remote, 'refs/zendrift/acme')}`);
  });

  test('holds everything that this file is about: late, transient, collapsed, reordering and moving commits', () => {
    const facts = commitsOf(world().remote).flatMap((id) => {
      const trailers = parseTrailers(rawCommit(world().remote, id));
      return trailers === null ? [] : (parseFacts(trailers) ?? []);
    });
    const changes = facts.flatMap((one) => (one.type === 'change' ? [one] : []));
    expect(changes.some(({ explains }) => explains !== undefined)).toBe(true);
    expect(changes.some(({ change, entries }) => change === 'none' && entries.length > 1)).toBe(true);
    for (const change of ['created', 'updated', 'deleted', 'reordered'] as const)
      expect(changes.map((one) => one.change)).toContain(change);
    for (const type of ['baseline', 'configuration', 'move', 'names'] as const)
      expect(facts.map((one) => one.type)).toContain(type);
    expect(new Set(changes.map(({ verdict }) => verdict.reason)).size).toBeGreaterThan(2);
  });

  test.each([
    ['a clone', []],
    ['a clone of depth 1', ['--depth', '1']],
    ['a bare clone', ['--bare']],
  ])('passes from %s', async (_, options) => {
    const clone = cloneOf(world().remote, ...options);
    const { faults, exitCode } = await verifyAt(clone);
    expect(faults).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test('nothing in the clone changes, not even what git keeps for itself', async () => {
    const clone = cloneOf(world().remote, '--depth', '1');
    const print = () =>
      execFileSync('find', ['.', '-type', 'f', '-newermt', '1970-01-02', '-printf', '%p %s %T@\n'], {
        cwd: clone,
      }).toString();
    const before = print();
    await verifyAt(clone);
    expect(print()).toBe(before);
  });

  test('every head that was ever printed is still expected', async () => {
    const { remote } = world();
    const states = git(remote, 'rev-list', 'refs/zendrift/acme').split('\n');
    for (const expect_ of [
      commitsOf(remote)[3],
      states.at(-1),
      tipOf(remote).slice(0, 7),
      tipOf(remote).toUpperCase(),
    ]) {
      expect((await verifyAt(remote, { expect: expect_ ?? '' })).exitCode).toBe(0);
    }
  });

  test('a repository without history is nothing to be content with', async () => {
    const folder = makeFolder();
    git(folder, 'init', '-q', '-b', 'main');
    await expect(verifyAt(folder)).rejects.toMatchObject({ code: 'nothing-recorded', exitCode: 2 });
  });
});

describe('what is no damage', () => {
  test("other people's commits, merges and quoted trailers", async () => {
    const copy = world().copy();
    const base = commitRaw(copy, {
      message: 'Change docs\n',
      committer: mallory,
      tree: treeWith(copy, tipOf(copy), 'docs.md', 'x\n'),
    });
    const side = commitRaw(copy, { message: 'Side\n', committer: mallory });
    commitRaw(copy, { message: 'Merge\n', committer: mallory, parents: [base, side] });
    commitRaw(copy, {
      message: 'Revert\n\nZendesk-Account: acme\nVerdict: approved\n\nThat was wrong.\n',
      committer: mallory,
    });
    expect((await verifyAt(copy)).result).toMatchObject({ faults: [], warnings: [] });
  });

  test('a lost state ref: history is what counts', async () => {
    const copy = world().copy();
    git(copy, 'update-ref', '-d', 'refs/zendrift/acme');
    const { exitCode, result } = await verifyAt(copy);
    expect(exitCode).toBe(0);
    expect(result.warnings.map(({ message }) => message)).toEqual([
      'there is no state ref; the next run builds it from history',
    ]);
  });

  test('an edit of a recorded file that a run has put back', async () => {
    const copy = world().copy();
    const path = `snapshots/acme/macros/${fullRefund}.json`;
    const edit = commitRaw(copy, {
      message: 'Edit\n',
      committer: mallory,
      tree: treeWith(copy, tipOf(copy), path, '{}\n'),
    });
    expect((await verifyAt(copy)).exitCode).toBe(3);
    await world().run(copy);
    const { exitCode, result } = await verifyAt(copy);
    expect(result.faults).toEqual([]);
    expect(exitCode).toBe(0);
    expect(result.warnings).toMatchObject([{ code: 'foreign-edit', commit: edit, path }]);
  });

  test('an account without any rule is judged by the defaults, which no commit needs to hold', async () => {
    const { zendesk, run } = world();
    const folder = makeFolder();
    git(folder, 'init', '-q', '-b', 'main');
    await run(folder);
    zendesk.account.as(jane).update('macro', fullRefund, { description: 'By default' });
    zendesk.clock.advance(60);
    await run(folder);
    const { result } = await verifyAt(folder);
    expect(result).toMatchObject({ faults: [], warnings: [], notRechecked: {}, counts: { verdicts: 1 } });
  });

  test.each(someOf(['truncated', 'omitted'], 2))('addresses that are %s cannot be judged again', async (mode) => {
    const { zendesk, run } = world();
    const folder = makeFolder();
    git(folder, 'init', '-q', '-b', 'main');
    const rule = '{ name: office, ips: [203.0.113.0/24], decide: approved }';
    write(folder, '.github/zendrift.yml', `privacy: { ip: ${mode} }\npolicy: { rules: [${rule}] }\n`);
    git(folder, 'add', '.');
    git(folder, 'commit', '-q', '-m', 'Start');
    await run(folder);
    zendesk.account.as(jane, { ip: '203.0.113.9' }).update('macro', fullRefund, { description: `From ${mode}` });
    zendesk.clock.advance(60);
    await run(folder);
    const { result, exitCode } = await verifyAt(folder);
    expect(exitCode).toBe(0);
    expect(result.notRechecked).toEqual({ [`a rule asks for the address, which is ${mode}`]: 1 });
  });
});

test('a rewritten history whose state ref was thrown away too is found by --expect alone', async () => {
  const copy = world().copy();
  const head = tipOf(copy);
  rewrite(copy, lastChange(copy), (raw) => raw.replace(/\n- (.)/, '\n- x$1'));
  git(copy, 'update-ref', '-d', 'refs/zendrift/acme');
  expect(tipOf(copy)).not.toBe(head);
  expect((await verifyAt(copy)).exitCode).toBe(0);
  const { exitCode, faults } = await verifyAt(copy, { expect: head });
  expect(exitCode).toBe(3);
  expect(faults).toMatchObject([{ code: 'rewritten', commit: head }]);
});
