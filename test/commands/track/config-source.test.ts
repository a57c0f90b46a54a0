import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitFile, git, makeFolder, write } from '../../git/support.ts';
import { jane, partialRefund } from '../../support/acme.ts';
import { countConnections } from '../../support/clones.ts';
import { auditIn, reportIn } from '../../support/export-lab.ts';
import { type Lab, type LabRun, openLab } from '../../support/lab.ts';
import { openWatched, runLater } from '../../support/watched.ts';

const path = '.github/zendrift.yml';
const trusting = 'policy: { default: approved }\n';
const strict = 'policy: { default: unapproved }\n';

/** Whose verdict the newest change has. */
async function verdictOf(lab: Lab): Promise<string> {
  return (await lab.changes()).at(-1)?.verdict ?? 'no change';
}

const edit = (lab: Lab): void =>
  void lab.zendesk.account.as(jane).update('macro', partialRefund, { title: `At ${lab.zendesk.clock.iso()}` });

/** A branch with rules of its own, pushed and checked out. */
function checkOutOwnRules(lab: Lab): void {
  git(lab.checkout, 'checkout', '-q', '-b', 'jane');
  commitFile(lab.checkout, path, trusting);
  git(lab.checkout, 'push', '-q', 'origin', 'jane');
}

test('a run that someone starts on a branch with other rules works by the reviewed rules, and records where they say', async () => {
  const lab = await openWatched({ config: strict });
  checkOutOwnRules(lab);
  edit(lab);
  const { warnings } = await runLater(lab, { environment: { GITHUB_REF_NAME: 'jane' } });
  expect(await verdictOf(lab)).toBe('unapproved');
  expect(lab.git('log', '-1', '--format=%s', 'jane')).toBe(`Change ${path}`);
  expect(warnings).toEqual([]);
});

test('neither a commit that is not pushed nor an edit of the file changes the rules', async () => {
  const lab = await openWatched({ config: strict });
  git(lab.checkout, 'checkout', '-q', '--detach');
  commitFile(lab.checkout, path, trusting);
  write(lab.checkout, path, 'not: even valid\n');
  edit(lab);
  await runLater(lab);
  expect(await verdictOf(lab)).toBe('unapproved');
});

test('rules that were merged since the clone was made count at once', async () => {
  for (const depth of [undefined, 1]) {
    const lab = await openWatched({ config: strict, ...(depth === undefined ? {} : { depth }) });
    lab.commitElsewhere({ [path]: trusting });
    const connections = countConnections({ checkout: lab.checkout, environment: {} });
    edit(lab);
    await runLater(lab);
    expect(await verdictOf(lab)).toBe('approved');
    // The listing, one fetch for the rules and the data, and for a cut clone the history in which the rules changed.
    expect(connections()).toBeLessThanOrEqual(depth === undefined ? 2 : 3);
  }
});

test("an account's own file counts before the shared one, and the verdict names its blob", async () => {
  const lab = await openWatched({ config: strict });
  lab.commitElsewhere({ '.github/zendrift/acme.yml': trusting });
  edit(lab);
  await runLater(lab);
  expect(lab.git('log', '-2', '--format=%B', 'main')).toContain(
    `Verdict-Policy: ${lab.git('rev-parse', 'main:.github/zendrift/acme.yml')}`,
  );
});

test('the data may be on another branch than the rules', async () => {
  const lab = await openLab({ config: `branch: zendrift\n${trusting}`, hasBaseline: true });
  lab.wait(600);
  edit(lab);
  await runLater(lab);
  expect(lab.git('log', '--format=%s', 'main')).toBe('Start');
  expect(lab.git('log', '-2', '--format=%B', 'zendrift')).toContain('Verdict: approved');
});

test('rules that only the checkout has are an error that says where they were looked for', async () => {
  const lab = await openWatched();
  const before = lab.tips();
  write(lab.checkout, path, trusting);
  const missing = {
    code: 'config-source',
    exitCode: 2,
    message: expect.stringMatching(
      /from origin: branch main \([0-9a-f]{12}\) has neither \.github\/zendrift\/acme\.yml nor \.github\/zendrift\.yml, but this checkout has \.github\/zendrift\.yml$/,
    ),
    hint: expect.stringContaining('Merge and push it to main'),
  };
  await expect(lab.run()).rejects.toMatchObject(missing);
  // Also where it is committed, but not pushed.
  git(lab.checkout, 'checkout', '-q', '-b', 'mine');
  commitFile(lab.checkout, path, trusting);
  git(lab.checkout, 'rm', '-q', path);
  await expect(lab.run()).rejects.toMatchObject(missing);
  await expect(reportIn(lab)).rejects.toMatchObject(missing);
  await expect(auditIn(lab)).rejects.toMatchObject(missing);
  expect(lab.tips()).toEqual(before);
});

test('an empty remote is a first run by the defaults, but not with rules that wait to be pushed', async () => {
  const lab = await openLab({ empty: true });
  write(lab.checkout, path, trusting);
  await expect(lab.run()).rejects.toMatchObject({
    code: 'config-source',
    message: expect.stringContaining('no branch'),
  });
  expect(lab.tips()).toEqual({ branch: '', state: '' });
  git(lab.checkout, 'clean', '-fdq');
  expect((await lab.run()).exitCode).toBe(0);
  expect(lab.tips().branch).not.toBe('');
});

test('without a remote the checked-out commit has the rules, never the work tree', async () => {
  const lab = await openLab({ remote: 'none', config: strict, hasBaseline: true });
  lab.wait(600);
  write(lab.checkout, path, trusting);
  edit(lab);
  await runLater(lab);
  expect(await verdictOf(lab)).toBe('unapproved');
  git(lab.checkout, 'rm', '-q', '--cached', path);
  git(lab.checkout, 'commit', '-q', '-m', 'Take it out');
  await expect(lab.run()).rejects.toMatchObject({ code: 'config-source', hint: expect.stringContaining('Commit it') });
});

test('--config names a path of the default branch', async () => {
  const lab = await openWatched({ config: trusting });
  lab.commitElsewhere({ 'rules/acme.yml': strict });
  edit(lab);
  for (const config of ['rules/acme.yml', './rules/acme.yml', join(lab.checkout, 'rules', 'acme.yml')]) {
    lab.wait(60);
    edit(lab);
    await lab.run({ inputs: { config } });
    expect(await verdictOf(lab)).toBe('unapproved');
  }
  await expect(lab.run({ inputs: { config: 'rules/other.yml' } })).rejects.toMatchObject({
    code: 'config-source',
    message: expect.stringContaining('has no rules/other.yml'),
  });
  const outside = join(makeFolder(), 'mine.yml');
  writeFileSync(outside, trusting);
  for (const config of [outside, '../mine.yml']) {
    await expect(lab.run({ inputs: { config } })).rejects.toMatchObject({
      code: 'settings-invalid',
      message: expect.stringContaining(`--config ${JSON.stringify(config)} is not a path in the repository`),
    });
  }
});

test('a folder or a link where the rules belong is an error, not the defaults', async () => {
  const lab = await openWatched();
  const clone = lab.freshClone();
  mkdirSync(join(clone, path), { recursive: true });
  commitFile(clone, `${path}/a.txt`, 'a\n');
  git(clone, 'push', '-q', 'origin', 'main');
  await expect(lab.run()).rejects.toMatchObject({ code: 'config-unreadable', exitCode: 2 });
});

const verdictIn = ({ json }: LabRun): string =>
  /"verdict":"(\w+)"/.exec(JSON.stringify(json))?.[1] ?? JSON.stringify(json);

test('a dry run tries out the rules of the checkout, and warns which ones count', async () => {
  const lab = await openWatched({ config: strict });
  const before = lab.tips();
  edit(lab);
  const dry = { inputs: { 'dry-run': 'true' } };
  expect(verdictIn(await runLater(lab, dry))).toBe('unapproved');
  write(lab.checkout, path, trusting);
  const tried = await lab.run(dry);
  expect(verdictIn(tried)).toBe('approved');
  expect(tried.warnings).toEqual([
    expect.stringMatching(
      /^Using \.github\/zendrift\.yml of this checkout\. A run that writes uses \.github\/zendrift\.yml of branch main \([0-9a-f]{12}\), which is different\.$/,
    ),
  ]);
  // The same text with other line ends is the same.
  write(lab.checkout, path, strict.replaceAll('\n', '\r\n'));
  expect((await lab.run(dry)).warnings).toEqual([]);
  const outside = join(makeFolder(), 'mine.yml');
  writeFileSync(outside, trusting);
  const given = await lab.run({ inputs: { 'dry-run': 'true', config: outside } });
  expect(verdictIn(given)).toBe('approved');
  expect(given.warnings[0]).toContain(`Using ${outside}`);
  await expect(lab.run({ inputs: { 'dry-run': 'true', config: `${outside}x` } })).rejects.toMatchObject({
    code: 'config-unreadable',
  });
  expect(lab.tips()).toEqual(before);
});

test('the allowed signers come from where the rules come from', async () => {
  const lab = await openWatched();
  lab.commitElsewhere({ [path]: 'allowed-signers: .github/signers\n' });
  write(lab.checkout, '.github/signers', 'ann@example.com ssh-ed25519 AAAA\n');
  await expect(lab.run({ environment: { ZENDRIFT_SIGNING_KEY: 'x' } })).rejects.toMatchObject({
    code: 'signing-unusable',
    message: expect.stringMatching(/names \.github\/signers, which is not in branch main/),
  });
});
