import { expect, test } from 'vitest';
import { jane, partialRefund } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { moveIn } from '../../support/move-lab.ts';
import { verifyAt } from './support.ts';

/** Something changes, and a run records it. */
async function runLater(lab: Lab, title: string, inputs = {}): Promise<void> {
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title });
  lab.wait(60);
  expect((await lab.run({ inputs })).exitCode).toBe(0);
}

const faultsOf = async (lab: Lab, inputs = {}) => (await verifyAt(lab.freshClone(), inputs)).faults;

test('a new baseline on another branch is refused as well: the record would be in two places', async () => {
  const lab = await openLab({ hasBaseline: true });
  await runLater(lab, 'Before');
  lab.git('branch', 'feature', lab.git('rev-list', '--max-parents=0', 'main'));
  const tips = lab.tips();
  const inputs = { branch: 'feature', 'new-baseline': 'true' };
  await expect(lab.run({ inputs })).rejects.toMatchObject({ code: 'history-elsewhere', exitCode: 2 });
  expect(lab.tips()).toEqual(tips);
});

test('a default branch that was renamed, and the history moved along', async () => {
  const lab = await openLab({ hasBaseline: true });
  await runLater(lab, 'Before');
  lab.git('branch', '-m', 'main', 'trunk');
  lab.git('symbolic-ref', 'HEAD', 'refs/heads/trunk');
  const checkout = lab.freshClone();
  await expect(verifyAt(checkout)).rejects.toMatchObject({ code: 'history-elsewhere', exitCode: 2 });
  await moveIn(lab, 'trunk', { repository: checkout });
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'After' });
  lab.wait(60);
  expect((await lab.run({ checkout })).exitCode).toBe(0);
  const { result } = await verifyAt(checkout);
  expect([result.faults, result.warnings]).toEqual([[], []]);
});

test('a branch that the history has left says where it is now', async () => {
  const lab = await openLab({ hasBaseline: true });
  await runLater(lab, 'Before');
  await moveIn(lab, 'zendrift');
  expect(await faultsOf(lab, { branch: 'zendrift' })).toEqual([]);
  for (const lost of [false, true]) {
    if (lost) lab.git('update-ref', '-d', 'refs/zendrift/acme');
    await expect(verifyAt(lab.freshClone(), { branch: 'main' })).rejects.toMatchObject({
      code: 'history-elsewhere',
      message: expect.stringContaining('zendrift, not on main'),
      hint: expect.stringContaining('zendrift move --to main'),
    });
  }
});

test('a copy of the branch under another name is not verified in its place', async () => {
  const lab = await openLab({ hasBaseline: true });
  lab.git('branch', 'copy', 'main');
  for (const lost of [false, true]) {
    if (lost) lab.git('update-ref', '-d', 'refs/zendrift/acme');
    await expect(faultsOf(lab, { branch: 'copy' })).rejects.toMatchObject({
      code: 'history-elsewhere',
      message: expect.stringContaining('main, not on copy'),
    });
  }
});

test('damage is said first, also on a branch that the history is not on', async () => {
  const lab = await openLab({ hasBaseline: true });
  lab.git('branch', 'copy', 'main');
  const expected = { branch: 'copy', expect: '1234567' };
  expect((await faultsOf(lab, expected)).map(({ code }) => code)).toEqual(['branch', 'rewritten']);
});
