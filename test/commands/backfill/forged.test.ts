import { expect, test } from 'vitest';
import { runShow } from '#connect/show.ts';
import type { BackfilledFacts } from '#core/commit/commit-facts.ts';
import { backfillIn, notifyRequester, openPastLab } from '../../support/backfill-lab.ts';
import { cloneShapes } from '../../support/clones.ts';
import { comparableState } from '../../support/comparable-state.ts';
import { forgeApproval, forgeCommit, forgeMerge } from '../../support/forge.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { readIn } from '../../support/read-lab.ts';
import { restoreIn } from '../../support/restore-lab.ts';
import { verifyAt } from '../verify/support.ts';

const object = `trigger/${notifyRequester}` as const;
const file = `snapshots/acme/triggers/${notifyRequester}.json`;

async function openDrift(): Promise<Lab> {
  const lab = await openLab({ hasBaseline: true, github: true });
  lab.wait(60);
  lab.zendesk.account.as(1004).update('trigger', notifyRequester, { active: false });
  lab.wait(600);
  await lab.run();
  return lab;
}

const codesOf = async (lab: Lab): Promise<readonly string[]> =>
  (await verifyAt(lab.freshClone())).faults.map(({ code }) => code);

test('a decision behind a forged merge does not count', async () => {
  const lab = await openDrift();
  const { branch } = lab.tips();
  const forged = forgeApproval(lab, object, { commit: true });
  lab.git('update-ref', 'refs/heads/main', branch);
  forgeMerge(lab, forged);
  await lab.run({ inputs: { sweep: 'true' } });
  expect(lab.state()?.episodes.has(object)).toBe(true);
  expect(lab.state()?.doubted.map(({ what }) => what)).toEqual(['backfill']);
  expect(lab.state()?.unconfirmed.map(({ commit }) => commit)).toEqual([forged]);
  expect(await codesOf(lab)).toContain('forged');
});

test('a forged merge hides nothing that stands behind its second parent', async () => {
  const lab = await openDrift();
  const { branch: real } = lab.tips();
  // The record as it was before the drift comes first, and what it leaves out stands behind the merge.
  const old = lab.git('rev-list', '--first-parent', 'main').split('\n').at(-2) ?? '';
  forgeMerge(lab, real, {}, { first: old, tree: `${old}^{tree}` });
  await lab.run({ inputs: { sweep: 'true' } });
  expect(lab.state()?.episodes.has(object)).toBe(true);
  expect(lab.git('show', `main:${file}`)).toContain('"active": false');
});

test('a merge that says it joins a backfill and changes the tree does not count, and is a fault', async () => {
  const lab = await openPastLab();
  await backfillIn(lab);
  const past = lab.git('rev-parse', 'main^2');
  forgeMerge(lab, past, {}, { tree: `${past}~3^{tree}` });
  expect(await codesOf(lab)).toContain('merge');
  await lab.run();
  expect(lab.git('rev-parse', 'main:snapshots/acme')).toBe(lab.git('rev-parse', 'main~2:snapshots/acme'));
});

test('backfilled commits outside of a backfill, and a second backfill, are faults and change nothing', async () => {
  const lab = await openPastLab();
  await backfillIn(lab);
  const state = lab.state();
  const facts: BackfilledFacts = {
    ...{ type: 'backfilled', account: 'acme', object, change: 'updated', observed: '2026-04-01T09:00:00Z' },
    ...{ revision: '1', attribution: 'revision' },
    edit: { id: null, action: null, time: '2026-04-01T09:00:00Z', actor: { id: '1001', name: 'Jane Doe' }, ip: null },
  };
  const forged = forgeCommit(lab, facts, { [file]: lab.git('show', `main^2~3:${file}`) });
  expect(await codesOf(lab)).toContain('backfill');
  await lab.run();
  // Its file was never recorded: it is put back like anybody's edit.
  expect(lab.git('log', '-1', '--format=%s', 'main')).toBe('Restore recorded snapshots');
  expect(lab.state()?.tree).toEqual(state?.tree);
  expect(lab.state()?.episodes.size).toBe(0);
  forgeMerge(lab, lab.git('rev-parse', `${forged}~1^2`));
  expect(await codesOf(lab)).toContain('backfill');
});

test('backfilled states are never written back', async () => {
  const lab = await openPastLab();
  await backfillIn(lab);
  const to = lab.git('rev-parse', 'main^2~2');
  await expect(restoreIn(lab, { objects: object, to, apply: 'true' })).rejects.toMatchObject({ exitCode: 2 });
});

test('a lost state is rebuilt to the same, with the past in the history and from any clone', async () => {
  const lab = await openPastLab();
  lab.zendesk.account.as(1004).update('trigger', notifyRequester, { active: false });
  lab.wait(600);
  await lab.run();
  await backfillIn(lab);
  await lab.run();
  const before = comparableState(lab.state());
  for (const [name, shape] of Object.entries(cloneShapes).filter(([one]) =>
    ['depth 1', 'without contents', 'without folders'].includes(one),
  )) {
    const { checkout, environment } = shape(lab.remote);
    lab.git('update-ref', '-d', 'refs/zendrift/acme');
    lab.wait(60);
    await lab.run({ checkout, environment });
    const after = comparableState(lab.state());
    expect({ ...after, folded: '', watermark: '', seen: '' }, name).toEqual({
      ...before,
      folded: '',
      watermark: '',
      seen: '',
    });
    expect((await verifyAt(checkout)).faults, name).toEqual([]);
  }
});

test('people see the past of an object, and that nobody judged it', async () => {
  const lab = await openPastLab();
  await backfillIn(lab);
  const shown = await readIn(lab, runShow, { object });
  expect(shown.lines[0]).toContain('0 changes, 5 from before the baseline');
  expect(shown.lines.join('\n')).toContain(
    ['  by Bob Ray (Zendesk 1002) from 198.51.100.4, update, audit entry'].join('\n'),
  );
  expect(shown.lines).toContain('  before the baseline: never judged');
});
