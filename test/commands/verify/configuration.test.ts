import { describe, expect, test } from 'vitest';
import type { FindingCode } from '#render/verify/finding.ts';
import { git } from '../../git/support.ts';
import { fullRefund, jane, partialRefund } from '../../support/acme.ts';
import { openLab } from '../../support/lab.ts';
import { verifyAt } from './support.ts';
import {
  blobOf,
  bot,
  commitRaw,
  commitsOf,
  findCommit,
  lastChange,
  mallory,
  rawCommit,
  rewrite,
  tipOf,
  treeWith,
} from './tamper.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const file = '.github/zendrift.yml';

/** A copy whose state ref is gone: only the commits can tell. */
function copyWithoutState(): string {
  const copy = world().copy();
  git(copy, 'update-ref', '-d', 'refs/zendrift/acme');
  return copy;
}

const codesOf = async (copy: string): Promise<ReadonlySet<FindingCode>> =>
  new Set((await verifyAt(copy)).faults.map(({ code }) => code));

describe('the configuration that judged', () => {
  test('has to be one that the configuration branch had, not one of any other branch', async () => {
    const copy = copyWithoutState();
    const main = tipOf(copy);
    const policy = 'policy: { default: unapproved, rules: [{ name: mine, actors: [1001], decide: approved }] }\n';
    const tree = treeWith(copy, main, file, policy);
    git(copy, 'branch', 'jane', commitRaw(copy, { message: 'My own rules\n', committer: mallory, tree }));
    git(copy, 'update-ref', 'refs/heads/main', main);
    const blob = git(copy, 'rev-parse', `jane:${file}`);
    const commit = rewrite(copy, lastChange(copy), (raw) =>
      raw
        .replace(
          /^Verdict: .*\nVerdict-Reason: .*$/m,
          'Verdict: approved\nVerdict-Reason: rule-matches\nVerdict-Rule: mine',
        )
        .replace(/^Verdict-Policy: .*$/m, `Verdict-Policy: ${blob}`),
    );
    const { exitCode, faults } = await verifyAt(copy);
    expect(exitCode).toBe(3);
    const message = expect.stringMatching(/^no commit of branch main ever had this configuration/);
    expect(faults).toContainEqual(expect.objectContaining({ code: 'policy', commit, message }));
    expect(faults).toContainEqual(expect.objectContaining({ code: 'configuration', commit }));
  });

  test('may have been replaced since, and may be the one of the account or of the repository', async () => {
    const lab = await openLab({ config: 'timezone: UTC\n', hasBaseline: true });
    for (const [path, text] of [
      [file, 'timezone: Europe/Berlin\n'],
      ['.github/zendrift/acme.yml', 'timezone: Europe/Paris\n'],
    ] as const) {
      lab.commitElsewhere({ [path]: text });
      lab.zendesk.account.as(jane).update('macro', partialRefund, { title: text });
      lab.wait(60);
      await lab.run();
    }
    expect((await verifyAt(lab.freshClone(1))).result).toMatchObject({
      faults: [],
      warnings: [],
      counts: { configurations: 2, verdicts: 2 },
    });
  });

  test('of --config is looked for where that says', async () => {
    const lab = await openLab();
    lab.commitElsewhere({ 'rules/own.yml': 'timezone: Europe/Berlin\n' });
    const inputs = { config: 'rules/own.yml' };
    await lab.run({ checkout: lab.freshClone(), inputs });
    lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'New' });
    lab.wait(60);
    const checkout = lab.freshClone();
    await lab.run({ checkout, inputs });
    expect((await verifyAt(checkout, inputs)).faults).toEqual([]);
    expect((await verifyAt(checkout)).faults).toMatchObject([{ code: 'policy' }]);
  });

  test('may be none only if there was a time without one', async () => {
    const copy = copyWithoutState();
    const none = blobOf(copy, '');
    rewrite(copy, lastChange(copy), (raw) => raw.replace(/^Verdict-Policy: .*$/m, `Verdict-Policy: ${none}`));
    const hasPolicyFault = async () => (await codesOf(copy)).has('policy');
    expect(await hasPolicyFault()).toBe(true);
    commitRaw(copy, { message: 'No rules\n', committer: mallory, tree: treeWith(copy, tipOf(copy), file, null) });
    expect(await hasPolicyFault()).toBe(false);
    commitRaw(copy, {
      message: 'Rules\n',
      committer: mallory,
      tree: treeWith(copy, tipOf(copy), file, 'timezone: UTC\n'),
    });
    expect(await hasPolicyFault()).toBe(false);
  });

  test('that no version can read any more leaves its verdicts unchecked, and is no fault', async () => {
    const lab = await openLab({ config: 'timezone: UTC\n', hasBaseline: true });
    lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'New' });
    lab.wait(60);
    await lab.run();
    lab.commitElsewhere({ [file]: 'a-key-of-the-past: true\n' });
    const past = lab.git('rev-parse', `main:${file}`);
    lab.commitElsewhere({ [file]: 'timezone: UTC\n' });
    lab.git('update-ref', '-d', 'refs/zendrift/acme');
    // As history was before it named the configuration in force.
    rewrite(lab.remote, findCommit(lab.remote, /^Zendesk-Config: /m), (raw) =>
      raw.replace(/^Zendesk-Config: .*\n/m, ''),
    );
    const commit = rewrite(lab.remote, lastChange(lab.remote), (raw) =>
      raw.replace(/^Verdict-Policy: .*$/m, `Verdict-Policy: ${past}`),
    );
    const { faults, result } = await verifyAt(lab.remote);
    expect(faults).toEqual([]);
    expect(result.warnings).toMatchObject([{ code: 'policy', commit }, { code: 'state' }]);
    expect(result.notRechecked).toEqual({ 'the configuration that judged it is not available': 1 });
  });
});

describe('a recorded change of the configuration', () => {
  const configured = (copy: string): string => findCommit(copy, /^Config-After: /m);

  test.each<[string, (raw: string, copy: string) => string, FindingCode]>([
    [
      'says another one was in force',
      (raw) => raw.replace(/^Config-Before: .*$/m, 'Config-Before: none'),
      'configuration',
    ],
    [
      'brings one that no commit brought',
      (raw, copy) => raw.replace(/^Config-After: .*$/m, `Config-After: ${blobOf(copy, 'timezone: UTC\n')}`),
      'configuration',
    ],
    [
      'names a commit that did not bring it',
      (raw, copy) => raw.replace(/^Config-Commit: .*$/m, `Config-Commit: ${commitsOf(copy)[0]}`),
      'configuration',
    ],
    ['names no commit', (raw) => raw.replace(/^Config-Commit: .*$/m, 'Config-Commit: none'), 'configuration'],
    ['is by someone else', (raw) => raw.replace(/^author .*>/m, 'author Eve <eve@example.com>'), 'configuration'],
    ['is of another time', (raw) => raw.replace(/^(author .*> )\d+/m, '$11763600000'), 'configuration'],
    [
      'touches a file',
      (raw, copy) =>
        raw.replace(
          /^tree .*$/m,
          `tree ${treeWith(copy, configured(copy), `snapshots/acme/macros/${fullRefund}.json`, '{}\n')}`,
        ),
      'extra-path',
    ],
  ])('that %s', async (_, edit, code) => {
    const copy = copyWithoutState();
    rewrite(copy, configured(copy), (raw) => edit(raw, copy));
    expect(await codesOf(copy)).toContain(code);
  });

  test('that was left out', async () => {
    const copy = copyWithoutState();
    const left = configured(copy);
    const next = commitsOf(copy)[commitsOf(copy).indexOf(left) + 1] ?? '';
    rewrite(copy, next, (raw) => raw.replace(`parent ${left}`, `parent ${git(copy, 'rev-parse', `${left}~1`)}`));
    const { faults } = await verifyAt(copy);
    const message = expect.stringMatching(/was made under configuration \w+, but \w+ was recorded last/);
    expect(faults).toContainEqual(expect.objectContaining({ code: 'configuration', message }));
  });

  test('that gives a login to another account', async () => {
    const copy = copyWithoutState();
    const block = (rawCommit(copy, configured(copy)).split('\n\n').at(-1) ?? '').replace(/^Zendesk-Watermark.*\n/m, '');
    const blob = /^Config-After: (\w+)$/m.exec(block)?.[1] ?? '';
    const add = (accounts: string) => {
      const lines = [`Zendesk-Account: acme`, `Config-Before: ${blob}`, `Config-After: ${blob}`, 'Config-Commit: none'];
      const watermark = /^Zendesk-Watermark: .*$/m.exec(
        rawCommit(copy, findCommit(copy, /^Zendesk-Watermark: /m)),
      )?.[0];
      const message = `Configuration changed\n\n${[...lines, `Config-Accounts: ${accounts}`, watermark].join('\n')}\n`;
      return commitRaw(copy, { message, committer: bot });
    };
    add('jane-gh 34, bob-gh 35');
    add('ann 36');
    expect((await verifyAt(copy)).faults).toEqual([]);
    const commit = add('Jane-GH 99');
    expect((await verifyAt(copy)).faults).toMatchObject([{ code: 'configuration', commit, message: /99.*34/ }]);
  });
});
