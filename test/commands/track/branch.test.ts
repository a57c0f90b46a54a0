import { expect, test } from 'vitest';
import type { RunResult } from '#render/track/run-result.ts';
import { jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { moveIn } from '../../support/move-lab.ts';
import { openIssues, openTeam, trackLater } from '../../support/triage-lab.ts';

/** Unapproved drift of one trigger, with its issue. */
async function openDrift(): Promise<Lab> {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  expect(openIssues(lab)).toHaveLength(1);
  return lab;
}

const baselines = (lab: Lab, branch = 'main'): number =>
  lab
    .git('log', '--format=%s', branch)
    .split('\n')
    .filter((subject) => subject.startsWith('Baseline:')).length;

test('a mistyped --branch is refused with the command that moves the history, and nothing changes', async () => {
  const lab = await openDrift();
  const tips = lab.tips();
  await expect(lab.run({ inputs: { branch: 'mian' } })).rejects.toMatchObject({
    code: 'history-elsewhere',
    exitCode: 2,
    message: expect.stringMatching(/acme.*main.*mian/),
    hint: expect.stringContaining('zendrift move --to mian'),
  });
  expect(lab.tips()).toEqual(tips);
  expect(lab.git('for-each-ref', 'refs/heads/mian')).toBe('');
  expect(openIssues(lab)).toHaveLength(1);
  expect((await lab.run()).exitCode).toBe(0);
});

test('a data branch that is configured later needs a move, and then everything goes on', async () => {
  const lab = await openDrift();
  const text = `${lab.git('show', 'main:.github/zendrift.yml')}\nbranch: zendrift\n`;
  lab.commitElsewhere({ '.github/zendrift.yml': text });
  await expect(lab.run()).rejects.toMatchObject({
    code: 'history-elsewhere',
    hint: expect.stringContaining('move --to zendrift'),
  });
  const { json, exitCode } = await moveIn(lab, 'zendrift');
  expect([exitCode, json]).toEqual([0, expect.objectContaining({ from: 'main', to: 'zendrift' })]);
  expect(lab.git('log', '-1', '--format=%B', 'zendrift')).toContain(
    'Zendesk-Moved-From: main\nZendesk-Moved-To: zendrift',
  );
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'After the move' });
  expect((await trackLater(lab)).exitCode).toBe(0);
  expect(lab.git('log', '--format=%s', 'zendrift')).toMatch(/After the move/);
  expect(lab.git('log', '--format=%s', 'main')).not.toMatch(/After the move/);
  expect([baselines(lab, 'zendrift'), openIssues(lab).length]).toEqual([1, 2]);
  // On the branch that it left, it is not there any more, whether or not the state says so.
  await expect(lab.run({ inputs: { branch: 'main' } })).rejects.toMatchObject({ code: 'history-elsewhere' });
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await expect(lab.run({ inputs: { branch: 'main' } })).rejects.toMatchObject({ code: 'history-elsewhere' });
  expect((await lab.run()).exitCode).toBe(0);
  expect([baselines(lab, 'zendrift'), openIssues(lab).length]).toEqual([1, 2]);
});

test('a second move finds the record where the first one left it, also where the state ref is lost', async () => {
  const lab = await openLab({ hasBaseline: true });
  await moveIn(lab, 'zendrift');
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  expect((await moveIn(lab, 'audit')).json).toMatchObject({ from: 'zendrift', to: 'audit' });
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  expect((await moveIn(lab, 'zendrift')).json).toMatchObject({ from: 'audit', to: 'zendrift' });
});

test('without a remote the history moves as well', async () => {
  const lab = await openLab({ remote: 'none', hasBaseline: true });
  expect(await moveIn(lab, 'zendrift')).toMatchObject({ exitCode: 0 });
  expect(lab.git('log', '-1', '--format=%s', 'zendrift')).toBe('Move history');
  expect((await lab.run({ inputs: { branch: 'zendrift' } })).exitCode).toBe(0);
});

test('a branch that was renamed keeps its history by a move, also where the state ref is lost', async () => {
  for (const lost of [false, true]) {
    const lab = await openLab({ hasBaseline: true });
    lab.git('branch', '-m', 'main', 'trunk');
    lab.git('symbolic-ref', 'HEAD', 'refs/heads/trunk');
    if (lost) lab.git('update-ref', '-d', 'refs/zendrift/acme');
    const checkout = lab.freshClone();
    await expect(lab.run({ checkout })).rejects.toMatchObject({ code: 'history-elsewhere' });
    const { json } = await moveIn(lab, 'trunk', { repository: checkout });
    expect(json).toMatchObject({ from: 'main', to: 'trunk' });
    expect((await lab.run({ checkout })).exitCode).toBe(0);
    expect(baselines(lab, 'trunk')).toBe(1);
  }
});

test('a branch that was made from the record is no record of its own', async () => {
  const lab = await openDrift();
  lab.git('branch', 'feature', 'main');
  for (const lost of [false, true]) {
    if (lost) lab.git('update-ref', '-d', 'refs/zendrift/acme');
    const tips = lab.tips();
    await expect(lab.run({ inputs: { branch: 'feature' } })).rejects.toMatchObject({
      code: 'history-elsewhere',
      exitCode: 2,
    });
    expect(lab.tips()).toEqual(tips);
  }
});

test('a first run on another branch finds the history that the lost state no longer names', async () => {
  const lab = await openLab({ hasBaseline: true });
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  lab.git('branch', 'empty', lab.git('rev-list', '--max-parents=0', 'main'));
  await expect(lab.run({ inputs: { branch: 'empty' } })).rejects.toMatchObject({
    code: 'history-elsewhere',
    message: expect.stringContaining('main'),
  });
});

test('a dry run on another branch is refused as well', async () => {
  const lab = await openLab({ hasBaseline: true });
  await expect(lab.run({ inputs: { branch: 'mian', 'dry-run': 'true' } })).rejects.toMatchObject({
    code: 'history-elsewhere',
  });
});

test('a new baseline over an existing record records real drift first and keeps every episode and issue open', async () => {
  const lab = await openDrift();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Second drift' });
  lab.wait(60);
  const before = lab.state()?.episodes.get(`trigger/${notifyRequester}`);
  const { exitCode, json } = await lab.run({ inputs: { 'new-baseline': 'true' } });
  expect(exitCode).toBe(0);
  expect(isResult(json) && json.issues.closed).toEqual([]);
  expect([baselines(lab), openIssues(lab).length]).toEqual([2, 2]);
  expect(lab.state()?.episodes.get(`trigger/${notifyRequester}`)?.approvedState).toBe(before?.approvedState);
  expect((await lab.run({ inputs: { sweep: 'true' } })).exitCode).toBe(0);
  expect([baselines(lab), openIssues(lab).length]).toEqual([2, 2]);
});

const isResult = (json: unknown): json is RunResult => typeof json === 'object' && json !== null && 'issues' in json;
