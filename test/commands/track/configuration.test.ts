import { expect, test } from 'vitest';
import { git, write } from '../../git/support.ts';
import { bob, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import {
  answersTo,
  hubOf,
  identities,
  openTeam,
  say,
  theIssue,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';

const path = '.github/zendrift.yml';
const approveJane = 'policy: { rules: [{ name: jane-is-fine, actors: [1001], decide: approved }] }\n';

const facts = async (lab: Lab, type: string) =>
  (await lab.log()).filter((commit) => commit.facts?.type === type).map((commit) => commit.facts);

const messageOf = (lab: Lab, pattern: string): string =>
  lab.git('log', '-1', '--format=%B', `--grep=${pattern}`, 'main');

test('changes are judged by the default branch, whatever is checked out and whatever lies in the work tree', async () => {
  const lab = await openLab({ config: 'timezone: UTC\n', hasBaseline: true });
  const checkout = lab.freshClone();
  git(checkout, 'switch', '-q', '-c', 'jane');
  write(checkout, path, approveJane);
  git(checkout, 'commit', '-q', '-am', 'My own rules');
  write(checkout, path, `${approveJane}# and more\n`);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  lab.wait(60);
  expect((await lab.run({ checkout })).exitCode).toBe(0);
  const [change] = await lab.changes();
  expect(change).toMatchObject({ verdict: 'unapproved' });
  expect(messageOf(lab, 'Drift')).toContain(`Verdict-Policy: ${lab.git('rev-parse', `main:${path}`)}`);
});

test('a configuration that only the checkout has is refused, with the place where it was looked for', async () => {
  const lab = await openLab({ hasBaseline: true });
  const checkout = lab.freshClone();
  git(checkout, 'switch', '-q', '-c', 'jane');
  write(checkout, path, approveJane);
  git(checkout, 'add', '.');
  git(checkout, 'commit', '-q', '-m', 'My own rules');
  const tips = lab.tips();
  await expect(lab.run({ checkout })).rejects.toMatchObject({
    code: 'config-source',
    exitCode: 2,
    message: expect.stringMatching(/main.*\.github\/zendrift\/acme\.yml.*\.github\/zendrift\.yml/),
  });
  expect(lab.tips()).toEqual(tips);
});

test('a changed configuration is a commit of its own, by whoever committed it, before anything is judged by it', async () => {
  const lab = await openTeam();
  const before = lab.git('rev-parse', `main:${path}`);
  const brought = lab.commitElsewhere({ [path]: `${identities}${approveJane}` }, 'Jane is fine');
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'New title' });
  expect((await trackLater(lab)).exitCode).toBe(0);
  const after = lab.git('rev-parse', `main:${path}`);
  expect(await facts(lab, 'configuration')).toEqual([expect.objectContaining({ before, after, commit: brought })]);
  expect(lab.git('log', '-1', '--format=%an <%ae>%n%cn', '--grep=Configuration changed', 'main')).toBe(
    'Ann <ann@example.com>\nzendrift[bot]',
  );
  expect(messageOf(lab, 'Configuration changed')).toContain(
    'Rule added: "jane-is-fine" (actors: 1001; decide: approved)',
  );
  const types = (await lab.log()).map((commit) => commit.facts?.type);
  expect(types.slice(0, 3)).toEqual(['baseline', 'configuration', 'change']);
  expect((await facts(lab, 'change')).at(-1)).toMatchObject({
    verdict: { decision: 'approved', rule: 'jane-is-fine', policy: after },
  });
  const tips = lab.tips();
  await lab.run();
  expect(lab.tips()).toEqual(tips);
});

test('a configuration that is taken away is recorded, and none at all is no change', async () => {
  const lab = await openLab({ config: 'timezone: UTC\n', hasBaseline: true });
  lab.commitElsewhere({ [path]: null });
  lab.wait(60);
  const checkout = lab.freshClone();
  await lab.run({ checkout });
  expect(await facts(lab, 'configuration')).toEqual([expect.objectContaining({ after: null })]);
  await lab.run({ checkout });
  expect(await facts(lab, 'configuration')).toHaveLength(1);
});

test('decisions name the configuration that allowed them, and record a new one first', async () => {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  lab.commitElsewhere({ [path]: `${identities}approvers: { permission: admin }\n` });
  const byBob = say(lab, 'bob-gh', '/approve');
  await triageIn(lab);
  expect(answersTo(lab, byBob).join()).toContain('permission "admin"');
  say(lab, 'admin-ann', '/approve');
  await triageIn(lab);
  const [decision] = await facts(lab, 'decision');
  expect(decision).toMatchObject({ by: 'admin-ann', config: lab.git('rev-parse', `main:${path}`) });
  const types = (await lab.log()).map((commit) => commit.facts?.type);
  expect(types.slice(-2)).toEqual(['configuration', 'decision']);
});

test('logins are bound to accounts when they are first seen: a renamed login approves no change of its own', async () => {
  const lab = await openTeam();
  expect((await facts(lab, 'baseline'))[0]).toMatchObject({
    accounts: expect.arrayContaining([expect.objectContaining({ login: 'jane-gh' })]),
  });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  const { model } = hubOf(lab);
  model.renameUser('jane-gh', 'jane-2025');
  const own = say(lab, 'jane-2025', '/approve');
  await triageIn(lab);
  expect(answersTo(lab, own).join()).toContain('Someone else has to approve it');
  expect(theIssue(lab).state).toBe('open');
});

test('someone who takes an old login is not the person who had it', async () => {
  const lab = await openTeam({ more: 'approvers: { logins: [bob-gh] }\n' });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  const { model } = hubOf(lab);
  model.renameUser('bob-gh', 'bob-2025');
  model.putUser({ login: 'bob-gh', permission: 'write' });
  const taken = say(lab, 'bob-gh', '/approve');
  await triageIn(lab);
  expect(answersTo(lab, taken).join()).toMatch(/not listed as an approver/);
  say(lab, 'bob-2025', '/approve');
  await triageIn(lab);
  expect(await facts(lab, 'decision')).toEqual([expect.objectContaining({ by: 'bob-2025', decision: 'approved' })]);
});

test('a login that does not exist is warned about and stays unmapped; once it exists, the daily sweep binds it', async () => {
  const lab = await openTeam();
  lab.commitElsewhere({ [path]: `${identities}  1004: { github: late-gh }\n` });
  const first = await trackLater(lab);
  expect(first.exitCode).toBe(0);
  expect(first.warnings.join()).toContain('GitHub has no user late-gh');
  hubOf(lab).model.putUser({ login: 'late-gh', permission: 'write' });
  await trackLater(lab, { inputs: { sweep: 'true' } });
  const bound = (await facts(lab, 'configuration')).at(-1);
  expect(bound).toMatchObject({ accounts: [expect.objectContaining({ login: 'late-gh' })] });
  expect(lab.state()?.accounts.has('late-gh')).toBe(true);
});

test('an id that belongs to another login is refused before anything is written', async () => {
  const lab = await openTeam();
  lab.commitElsewhere({ [path]: 'identities: { 1001: { github: jane-gh, github-id: 999999 } }\n' });
  lab.zendesk.account.as(bob).update('macro', partialRefund, { title: 'New title' });
  const tips = lab.tips();
  await expect(trackLater(lab)).rejects.toMatchObject({ code: 'identity-mismatch', exitCode: 2 });
  expect(lab.tips()).toEqual(tips);
});
