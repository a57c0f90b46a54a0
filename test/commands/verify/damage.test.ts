import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FindingCode } from '#render/verify/finding.ts';
import { git, gitWithInput, makeFolder } from '../../git/support.ts';
import { autoReply, fullRefund, notifyRequester, partialRefund } from '../../support/acme.ts';
import { decide } from './decide.ts';
import { verifyAt } from './support.ts';
import {
  blobOf,
  bot,
  commitRaw,
  commitsOf,
  editState,
  findCommit,
  lastChange,
  mallory,
  rawCommit,
  rewrite,
  subjectOf,
  tipOf,
  treeWith,
  treeWithEntry,
} from './tamper.ts';
import { useWorld } from './world.ts';

const world = useWorld();

const macro = `snapshots/acme/macros/${fullRefund}.json`;
const trigger = `snapshots/acme/triggers/${notifyRequester}.json`;
const triggerOrder = 'snapshots/acme/triggers/order.json';

interface Damage {
  readonly code: FindingCode;
  /** What the fault must name. */
  readonly commit?: string | null;
  readonly path?: string | null;
  readonly message?: RegExp;
}

/** Damages a copy, and expects exit 3 and a fault that names commit and path. */
async function expectFault(
  damage: (repository: string) => Damage | Promise<Damage>,
  others: 'alone' | 'among others' = 'among others',
) {
  const copy = world().copy();
  const expected = await damage(copy);
  const { exitCode, faults, lines } = await verifyAt(copy);
  expect(exitCode).toBe(3);
  const found = faults.filter(({ code }) => code === expected.code);
  expect(found).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        ...(expected.commit === undefined ? {} : { commit: expected.commit }),
        ...(expected.path === undefined ? {} : { path: expected.path }),
        ...(expected.message === undefined ? {} : { message: expect.stringMatching(expected.message) }),
      }),
    ]),
  );
  if (others === 'alone') expect(faults).toHaveLength(1);
  const posted = lines.filter((line) => line.startsWith('fault: '));
  if (expected.commit) expect(posted.join('\n')).toContain(expected.commit.slice(0, 12));
  if (expected.path) expect(posted.join('\n')).toContain(expected.path);
}

const change = (repository: string, pattern: RegExp): string => findCommit(repository, pattern);
const read = (repository: string, commit: string, path: string): string =>
  `${git(repository, 'cat-file', 'blob', `${commit}:${path}`)}\n`;

/** The commit with another text of one file; what follows it stays. */
const rewriteTree = (repository: string, commit: string, path: string, text: string): string =>
  rewrite(repository, commit, (raw) => raw.replace(/^tree .*$/m, `tree ${treeWith(repository, commit, path, text)}`));

describe('commits', () => {
  test('a message that was tampered with: history was rewritten from there on', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, lastChange(copy), (raw) =>
        raw.replace('Activated', 'Approved by the board: activated'),
      );
      return { code: 'rewritten', commit, message: /^history was rewritten/ };
    }));

  test('a rewritten commit in the middle, whoever takes care of the rest', () =>
    expectFault((copy) => {
      const target = change(copy, /^Zendesk-Change: deleted$/m);
      const commit = rewrite(copy, target, (raw) =>
        raw.replace('Ann Admin', 'Bob Ray').replaceAll(': Ann Admin', ': Bob Ray'),
      );
      return { code: 'rewritten', commit };
    }));

  test('an audit id that is in two commits', () =>
    expectFault((copy) => {
      const first = change(copy, new RegExp(`^Zendesk-Object: macro/${fullRefund}$`, 'm'));
      const id = /^Audit-Id: (\d+)$/m.exec(rawCommit(copy, first))?.[1] ?? '';
      const commit = rewrite(copy, lastChange(copy), (raw) => raw.replace(/^Audit-Id: \d+$/m, `Audit-Id: ${id}`));
      return { code: 'audit-id', commit, message: new RegExp(`${id} is also in ${first.slice(0, 12)}`) };
    }));

  test('an audit id that is in one commit twice', () =>
    expectFault((copy) => {
      const target = change(copy, /^Audit-Id: .*\n(?:.*\n)*Audit-Id: /m);
      const [id] = /^Audit-Id: (\d+)$/m.exec(rawCommit(copy, target))?.slice(1) ?? [];
      const commit = rewrite(copy, target, (raw) => raw.replace(/^Audit-Id: \d+$/gm, `Audit-Id: ${id}`));
      return { code: 'audit-id', commit };
    }));

  test("someone else's commit with our trailers", () =>
    expectFault((copy) => {
      const block = rawCommit(copy, tipOf(copy)).split('\n\n').at(-1) ?? '';
      const tree = treeWith(copy, tipOf(copy), macro, '{}\n');
      const commit = commitRaw(copy, { message: `Forged\n\n${block}`, committer: mallory, author: bot, tree });
      return { code: 'forged', commit, path: macro };
    }));

  test.each([
    ['approved', 'rule-matches'],
    ['unapproved', 'rule-denies'],
  ])('a verdict that was changed to %s, %s', (verdict, reason) =>
    expectFault((copy) => {
      const commit = rewrite(copy, change(copy, /^Verdict-Reason: no-rule-matches$/m), (raw) =>
        raw
          .replace(/^Verdict: .*$/m, `Verdict: ${verdict}`)
          .replace(/^Verdict-Reason: .*$/m, `Verdict-Reason: ${reason}`),
      );
      return { code: 'verdict', commit, message: /its rules say unapproved \(no-rule-matches\)/ };
    }),
  );

  test('a change approved as a revert that nobody decided', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, change(copy, /^Verdict-Reason: no-rule-matches$/m), (raw) =>
        raw.replace(/^Verdict: .*$/m, 'Verdict: approved').replace(/^Verdict-Reason: .*$/m, 'Verdict-Reason: revert'),
      );
      return { code: 'verdict', commit, message: /no earlier decision/ };
    }));

  test('a change approved by a request that nobody approved', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, change(copy, /^Verdict-Reason: no-rule-matches$/m), (raw) =>
        raw
          .replace(/^Verdict: .*$/m, 'Verdict: approved')
          .replace(/^Verdict-Reason: .*$/m, 'Verdict-Reason: change-request\nVerdict-Rule: #7'),
      );
      return { code: 'verdict', commit, message: /#7, but nobody approved/ };
    }));

  test('the verdict of a late entry', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, change(copy, /^Zendesk-Explains: /m), (raw) =>
        raw.replace(/^Verdict: .*\nVerdict-Reason: .*$/m, 'Verdict: approved\nVerdict-Reason: no-visible-change'),
      );
      return { code: 'verdict', commit };
    }));

  test('a late entry that explains no change of its object', () =>
    expectFault((copy) => {
      const other = change(copy, new RegExp(`^Zendesk-Object: macro/${fullRefund}$`, 'm'));
      const commit = rewrite(copy, change(copy, /^Zendesk-Explains: /m), (raw) =>
        raw.replace(/^Zendesk-Explains: .*$/m, `Zendesk-Explains: ${other}`),
      );
      return { code: 'late-entry', commit };
    }));

  test('a last commit without its watermark', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, tipOf(copy), (raw) => raw.replace(/^Zendesk-Watermark: .*\n/m, ''));
      return { code: 'watermark', commit };
    }));

  test('a push in the middle without its watermark, where the state ref knows of it', () =>
    expectFault((copy) => {
      const deletion = commitsOf(copy).indexOf(change(copy, /^Zendesk-Change: deleted$/m));
      const commit = rewrite(copy, commitsOf(copy)[deletion + 1] ?? '', (raw) =>
        raw.replace(/^Zendesk-Watermark: .*\n/m, ''),
      );
      // The state ref is rewritten along with it, as far as its messages go.
      const heads = commitsOf(copy);
      const old = git(copy, 'rev-list', '--reverse', '--topo-order', 'refs/zendrift/acme').split('\n');
      let parent = '';
      for (const id of old) {
        const raw = rawCommit(copy, id)
          .replace(/^parent .*\n/m, '')
          .replace(/^(tree .*)$/m, `$1${parent === '' ? '' : `\nparent ${parent}`}`);
        const named = /^State after ([0-9a-f]+)$/m.exec(raw)?.[1] ?? '';
        const place = git(world().remote, 'rev-list', '--reverse', '--topo-order', 'main').split('\n').indexOf(named);
        parent = gitWithInput(
          copy,
          raw.replace(named, heads[place] ?? named),
          'hash-object',
          '-t',
          'commit',
          '-w',
          '--stdin',
        );
      }
      git(copy, 'update-ref', 'refs/zendrift/acme', parent);
      return { code: 'watermark', commit };
    }));

  test('a watermark that goes back', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, tipOf(copy), (raw) =>
        raw.replace(/^Zendesk-Watermark: .*$/m, 'Zendesk-Watermark: 2026-11-20T08:00:01Z'),
      );
      return { code: 'watermark', commit, message: /goes back from/ };
    }));

  test('a trailer block of ours with a line too many', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, lastChange(copy), (raw) =>
        raw.replace(/^Verdict: /m, 'Reviewed-by: Eve\nVerdict: '),
      );
      return { code: 'broken-block', commit, path: trigger };
    }));

  test('a commit of ours without any block', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, lastChange(copy), (raw) => `${raw.split('\n\n')[0]}\n\nUpdate trigger\n`);
      return { code: 'broken-block', commit, path: trigger };
    }));

  test('a commit of ours that touches a file of someone else', () =>
    expectFault((copy) => {
      const tree = treeWith(copy, lastChange(copy), '.github/workflows/evil.yml', 'on: push\n');
      const commit = rewrite(copy, lastChange(copy), (raw) => raw.replace(/^tree .*$/m, `tree ${tree}`));
      return { code: 'extra-path', commit, path: '.github/workflows/evil.yml' };
    }));

  test('a commit of ours that touches another object than the one it names', () =>
    expectFault((copy) => {
      const text = read(copy, lastChange(copy), macro).replace('"active": true', '"active": false');
      const tree = treeWith(copy, lastChange(copy), macro, text);
      const commit = rewrite(copy, lastChange(copy), (raw) => raw.replace(/^tree .*$/m, `tree ${tree}`));
      return { code: 'extra-path', commit, path: macro };
    }));

  test("a person's commit that changes an index or the names", () =>
    expectFault((copy) => {
      const path = 'snapshots/acme/names.json';
      const commit = rewriteTree(copy, lastChange(copy), path, '{}\n');
      return { code: 'extra-path', commit, path };
    }));

  test('a names commit that changes the state of an object', () =>
    expectFault((copy) => {
      const commit = rewriteTree(copy, tipOf(copy), macro, '{}\n');
      return { code: 'extra-path', commit, path: macro, message: /recorded state/ };
    }));

  test('a names commit in the name of a person', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, tipOf(copy), (raw) => raw.replace(/^author .*>/m, 'author Eve <eve@example.com>'));
      return { code: 'author', commit, message: /not its committer/ };
    }));

  test("a copy of a commit of ours that changes more than the original, under someone else's name", () =>
    expectFault((copy) => {
      const message = rawCommit(copy, lastChange(copy)).split('\n\n').slice(1).join('\n\n');
      const tree = treeWith(copy, tipOf(copy), macro, '{}\n');
      const commit = commitRaw(copy, { message, committer: mallory, tree });
      return { code: 'forged', commit, path: macro };
    }));

  test('a merge by our committer', () =>
    expectFault((copy) => {
      const side = commitRaw(copy, { message: 'Side\n', committer: mallory });
      const commit = commitRaw(copy, { message: 'Merge\n', committer: bot, parents: [side, commitsOf(copy)[0] ?? ''] });
      return { code: 'merge', commit };
    }));

  test('two histories that were joined', () =>
    expectFault((copy) => {
      const [start = ''] = commitsOf(copy);
      const early = change(copy, /^Config-After: /m);
      const raw = rawCommit(copy, lastChange(copy)).replace(/^parent .*$/m, `parent ${early}`);
      const other = gitWithInput(copy, raw, 'hash-object', '-t', 'commit', '-w', '--stdin');
      expect(subjectOf(copy, start)).toBe('Start');
      commitRaw(copy, { message: 'Merge\n', committer: mallory, parents: [tipOf(copy), other] });
      return { code: 'chain' };
    }));

  test('an author who is not the actor', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, lastChange(copy), (raw) => raw.replace(/^author [^<]*</m, 'author Bob Ray <'));
      return { code: 'author', commit, message: /not its actor "Jane Doe"/ };
    }));

  test("an author with someone else's address", () =>
    expectFault((copy) => {
      const commit = rewrite(copy, lastChange(copy), (raw) => raw.replace(/^(author .*)user-1001@/m, '$1user-1002@'));
      return { code: 'author', commit };
    }));

  test('an author date that is not that of the newest entry', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, lastChange(copy), (raw) => raw.replace(/^(author .*> )\d+/m, '$11763600000'));
      return { code: 'author', commit, message: /author date/ };
    }));

  test('a co-author who was dropped', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, change(copy, /^Co-authored-by: /m), (raw) =>
        raw.replace(/^Co-authored-by: .*\n/m, ''),
      );
      return { code: 'author', commit };
    }));

  test('another object in the block than in the subject', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, lastChange(copy), (raw) =>
        raw.replace(/^(Zendesk-Object: trigger\/).*$/m, `$1${autoReply}`),
      );
      return { code: 'subject', commit };
    }));

  test.each(['created', 'deleted', 'none'])('a change that says "%s", but is none', (type) =>
    expectFault((copy) => {
      const commit = rewrite(copy, lastChange(copy), (raw) =>
        raw.replace(/^Zendesk-Change: .*$/m, `Zendesk-Change: ${type}`),
      );
      return { code: 'wrong-change', commit, path: trigger };
    }),
  );

  test('a decision about a change that never was', async () => {
    await expectFault(async (copy) => ({
      code: 'decision',
      commit: await decide(copy, `trigger/${autoReply}`, { change: '1234' }),
    }));
  });

  test('a decision in the name of another reviewer', () =>
    expectFault((copy) => {
      const commit = rewrite(copy, change(copy, /^Decision: approved$/m), (raw) =>
        raw.replace(/^Decision-By: .*$/m, 'Decision-By: @eve'),
      );
      return { code: 'author', commit, message: /@eve/ };
    }));
});

describe('files', () => {
  test('an edit by someone else that no run has put back', () =>
    expectFault((copy) => {
      const tree = treeWith(copy, tipOf(copy), macro, read(copy, tipOf(copy), macro).replace('true', 'false'));
      const commit = commitRaw(copy, { message: 'Edit\n', committer: mallory, tree });
      return { code: 'tree', commit, path: macro };
    }));

  test('a file that someone else removed, and one that someone added', async () => {
    await expectFault((copy) => {
      const commit = commitRaw(copy, {
        message: 'Edit\n',
        committer: mallory,
        tree: treeWith(copy, tipOf(copy), macro, null),
      });
      return { code: 'tree', commit, path: macro, message: /missing/ };
    });
    await expectFault((copy) => {
      const path = 'snapshots/acme/macros/1.json';
      const commit = commitRaw(copy, {
        message: 'Edit\n',
        committer: mallory,
        tree: treeWith(copy, tipOf(copy), path, '{}\n'),
      });
      return { code: 'tree', commit, path, message: /never recorded/ };
    });
  });

  test.each(['snapshots', 'snapshots/acme'])('a link where %s belongs, which hides all that is recorded', (path) =>
    expectFault((copy) => {
      const tree = treeWithEntry(copy, tipOf(copy), path, `120000 blob ${blobOf(copy, 'elsewhere')}`);
      const commit = commitRaw(copy, { message: 'Link\n', committer: mallory, tree });
      return { code: 'tree', commit, path, message: /never recorded/ };
    }),
  );

  test('a file whose mode was changed and nothing else', () =>
    expectFault((copy) => {
      const tip = tipOf(copy);
      const folder = git(copy, 'ls-tree', `${tip}:snapshots/acme/macros`).replace(/^100644/, '120000');
      const macros = gitWithInput(copy, `${folder}\n`, 'mktree');
      const acme = git(copy, 'ls-tree', `${tip}:snapshots/acme`).replace(/[0-9a-f]{40}\tmacros/, `${macros}\tmacros`);
      const snapshots = git(copy, 'ls-tree', `${tip}:snapshots`).replace(
        /[0-9a-f]{40}\tacme/,
        `${gitWithInput(copy, `${acme}\n`, 'mktree')}\tacme`,
      );
      const root = git(copy, 'ls-tree', tip).replace(
        /[0-9a-f]{40}\tsnapshots/,
        `${gitWithInput(copy, `${snapshots}\n`, 'mktree')}\tsnapshots`,
      );
      const tree = gitWithInput(copy, `${root}\n`, 'mktree');
      const commit = commitRaw(copy, { message: 'Mode\n', committer: mallory, tree });
      const [, path = ''] = /\t(.*)/.exec(folder) ?? [];
      return { code: 'tree', commit, path: `snapshots/acme/macros/${path}`, message: /mode 120000/ };
    }));

  test.each<[string, (text: string) => string, RegExp]>([
    ['is not JSON', (text) => text.slice(0, -9), /not JSON/],
    ['is not in its canonical form', (text) => text.replace('{\n', '{\n\n'), /canonical/],
    ['holds another object', (text) => text.replace(/"id": \d+/, '"id": 1'), /not that of its path/],
    [
      'holds a number that is not exact',
      (text) => text.replace('"id": ', '"big": 12345678901234567890,\n  "id": '),
      /exactly/,
    ],
  ])('a recorded file that %s', (_, edit, message) =>
    expectFault((copy) => {
      const tree = treeWith(copy, lastChange(copy), trigger, edit(read(copy, lastChange(copy), trigger)));
      const commit = rewrite(copy, lastChange(copy), (raw) => raw.replace(/^tree .*$/m, `tree ${tree}`));
      return { code: 'file', commit, path: trigger, message };
    }),
  );

  test('an earlier version that is broken, though the tip is whole', () =>
    expectFault((copy) => {
      const path = `snapshots/acme/macros/${partialRefund}.json`;
      const target = change(copy, new RegExp(`^Zendesk-Object: macro/${partialRefund}$`, 'm'));
      const tree = treeWith(copy, target, path, '{}\n');
      const commit = rewrite(copy, target, (raw) => raw.replace(/^tree .*$/m, `tree ${tree}`));
      return { code: 'file', commit, path };
    }));

  test.each<[string, (text: string) => string]>([
    ['lists an object that has no file', (text) => text.replace(/(\n {6})(\d+)/, '$11,$1$2')],
    ['does not list an object that has one', (text) => text.replace(/\n {6}\d+,/, '')],
  ])('an order that %s', (_, edit) =>
    expectFault((copy) => {
      const last = lastChange(copy);
      const tree = treeWith(copy, last, triggerOrder, edit(read(copy, last, triggerOrder)));
      const commit = rewrite(copy, last, (raw) => raw.replace(/^tree .*$/m, `tree ${tree}`));
      git(copy, 'update-ref', 'refs/heads/main', commit);
      return { code: 'order', commit, path: triggerOrder };
    }),
  );

  test('an object of the repository that is gone', () =>
    expectFault((copy) => {
      const blob = git(copy, 'rev-parse', `main:${trigger}`);
      unpack(copy);
      rmSync(join(copy, 'objects', blob.slice(0, 2), blob.slice(2)));
      return { code: 'objects', message: new RegExp(`git fsck: missing blob ${blob}`) };
    }));

  test('a commit object that is gone: what can be said of the damage is said', () =>
    expectFault((copy) => {
      unpack(copy);
      const id = commitsOf(copy)[3] ?? '';
      rmSync(join(copy, 'objects', id.slice(0, 2), id.slice(2)));
      return { code: 'unreadable' };
    }));
});

/** Every object in a file of its own. */
function unpack(repository: string): void {
  const packs = join(repository, 'objects', 'pack');
  for (const name of readdirSync(packs).filter((file) => file.endsWith('.pack'))) {
    const pack = readFileSync(join(packs, name));
    for (const ending of ['.pack', '.idx', '.rev'])
      rmSync(join(packs, name.replace(/\.pack$/, ending)), { force: true });
    gitWithInput(repository, pack, 'unpack-objects', '-q');
  }
}

describe('tips and state', () => {
  test('a branch that was pushed back by force', () =>
    expectFault((copy) => {
      const lost = tipOf(copy);
      git(copy, 'update-ref', 'refs/heads/main', commitsOf(copy).at(-4) ?? '');
      return {
        code: 'rewritten',
        message: /which is not in the branch/,
        commit: git(world().remote, 'log', '--format=%H', '-1', `${lost}~2`),
      };
    }));

  test('a branch that is gone', () =>
    expectFault((copy) => {
      git(copy, 'update-ref', '-d', 'refs/heads/main');
      return { code: 'rewritten', commit: tipOf(copy, 'refs/zendrift/acme') };
    }));

  test('a clone knows what the remote lost, even where the state ref went back with it', async () => {
    const copy = world().copy();
    const clone = join(makeFolder(), 'clone');
    git(copy, 'clone', '-q', `file://${copy}`, clone);
    const lost = lastChange(copy);
    git(copy, 'update-ref', 'refs/heads/main', `${lost}~1`);
    git(copy, 'update-ref', 'refs/zendrift/acme', 'refs/zendrift/acme~1');
    const { exitCode, faults } = await verifyAt(clone);
    expect(exitCode).toBe(3);
    expect(faults).toMatchObject([{ code: 'rewritten', commit: lost }]);
  });

  test('commits of its own in a clone are not checked, and said', async () => {
    const clone = join(makeFolder(), 'clone');
    git(clone.replace(/\/clone$/, ''), 'clone', '-q', `file://${world().remote}`, 'clone');
    git(clone, 'commit', '-q', '--allow-empty', '-m', 'Mine');
    const { exitCode, result } = await verifyAt(clone);
    expect([exitCode, result.faults]).toEqual([0, []]);
    expect(result.warnings).toMatchObject([{ code: 'rewritten', commit: tipOf(clone, 'HEAD') }]);
  });

  test('an expected commit that is not there any more', async () => {
    const expected = '0123456789abcdef0123456789abcdef01234567';
    const { exitCode, faults, lines } = await verifyAt(world().remote, { expect: expected });
    expect(exitCode).toBe(3);
    expect(faults).toMatchObject([{ code: 'rewritten', commit: expected }]);
    expect(lines[0]).toContain('history was rewritten');
  });

  test.each<[string, (files: Map<string, string>) => void, string | undefined]>([
    [
      'that is cut off',
      (files) => files.set('state.json', (files.get('state.json') ?? '').slice(0, 500)),
      'state.json',
    ],
    ['that is missing', (files) => files.delete('state.json'), 'state.json'],
    ['of another account', (files) => edit(files, '"account": "acme"', '"account": "evil"'), 'state.json'],
    ['with another tree', (files) => edit(files, /"tree": "[0-9a-f]+"/, `"tree": "${'0'.repeat(40)}"`), 'state.json'],
    [
      'with a watermark ahead of the run',
      (files) => edit(files, /"watermark": ".*"/, '"watermark": "2027-01-01T00:00:00Z"'),
      'state.json',
    ],
    [
      'with a watermark behind history',
      (files) => edit(files, /"watermark": ".*"/, '"watermark": "2026-11-20T08:00:00Z"'),
      'state.json',
    ],
    [
      'without an entry that is in history',
      (files) => edit(files, /"seen": \{\n {4}".*",?\n/, '"seen": {\n'),
      'state.json',
    ],
    [
      'with another verdict',
      (files) => edit(files, /"decision": "unapproved"/g, '"decision": "approved"'),
      'state.json',
    ],
    [
      'without its open episodes',
      (files) => edit(files, /"episodes": \{[\s\S]*?\n {2}\},/, '"episodes": {},'),
      'state.json',
    ],
    [
      'that goes up to another commit',
      (files) => edit(files, /"folded": "[0-9a-f]+"/, `"folded": "${'1'.repeat(40)}"`),
      'state.json',
    ],
    [
      'that does not say how far it goes',
      (files) => edit(files, /"folded": "[0-9a-f]+"/, '"folded": null'),
      'state.json',
    ],
    ['under another configuration', (files) => edit(files, /"config": "[0-9a-f]+"/, '"config": null'), 'state.json'],
    [
      'with a decision that nobody made',
      (files) => edit(files, /"unconfirmed": \[\]/, `"unconfirmed": [${JSON.stringify(nobodys)}]`),
      'state.json',
    ],
    [
      'with a file too many',
      (files) => files.set('approved-states/macro/1.json', '{}\n'),
      'approved-states/macro/1.json',
    ],
    ['with the ground of another state', (files) => swapApprovedState(files), undefined],
    ['without a ground', (files) => dropApprovedState(files), undefined],
  ])('a state %s', (_, damage, path) =>
    expectFault((copy) => {
      const commit = editState(copy, damage);
      return { code: 'state', commit, ...(path === undefined ? {} : { path }) };
    }),
  );

  test('a state that someone else wrote', () =>
    expectFault((copy) => {
      const tip = tipOf(copy, 'refs/zendrift/acme');
      const raw = rawCommit(copy, tip).replace(/^committer .*>/m, 'committer Mallory <mallory@example.com>');
      const commit = gitWithInput(copy, raw, 'hash-object', '-t', 'commit', '-w', '--stdin');
      git(copy, 'update-ref', 'refs/zendrift/acme', commit);
      return { code: 'state', commit };
    }));
});

const nobodys = { object: 'trigger/1', commit: '2'.repeat(40), by: 'ann', issue: '1', reason: 'gone' };

function edit(files: Map<string, string>, from: string | RegExp, to: string): void {
  const text = files.get('state.json') ?? '';
  const next = text.replace(from, to);
  expect(next).not.toBe(text);
  files.set('state.json', next);
}

const approvedStatesOf = (files: ReadonlyMap<string, string>): readonly string[] =>
  [...files.keys()].filter((path) => path.startsWith('approved-states/'));

function swapApprovedState(files: Map<string, string>): void {
  const [path = ''] = approvedStatesOf(files);
  files.set(path, '{}\n');
}

function dropApprovedState(files: Map<string, string>): void {
  const [path = ''] = approvedStatesOf(files);
  expect(files.delete(path)).toBe(true);
}

test('a fault is reported in the summary and as an annotation, with hostile text made harmless', async () => {
  const copy = world().copy();
  const path = 'snapshots/acme/macros/<img src=x>`@org`.json';
  commitRaw(copy, { message: 'Edit\n', committer: mallory, tree: treeWith(copy, tipOf(copy), path, '{}\n') });
  const { summary, annotations } = await verifyAt(copy);
  expect(summary).toContain(`\`\`${path}\`\``);
  expect(annotations).toMatchObject([{ level: 'error', title: 'The history is damaged' }, { level: 'warning' }]);
});
