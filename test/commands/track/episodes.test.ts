import { expect, test } from 'vitest';
import { bob, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { openLocal, runLater } from '../../support/watched.ts';

const config = 'policy: { rules: [{ name: bob, actors: [1002], decide: approved }] }\n';
const macro = `macro/${partialRefund}` as const;
const original = 'Billing::Refunds::EU – partial refund';

async function edit(lab: Lab, actor: number, change: Readonly<Record<string, string | boolean>>): Promise<void> {
  lab.zendesk.account.as(actor).update('macro', partialRefund, change);
  await runLater(lab);
}

const openOf = (lab: Lab) => lab.state()?.episodes.get(macro);

test('an approved change opens nothing and becomes the ground', async () => {
  const lab = await openLocal({ config });
  await edit(lab, bob, { title: 'By Bob' });
  expect(openOf(lab)).toBeUndefined();
  await edit(lab, jane, { title: 'By Jane' });
  const approvedState = openOf(lab)?.approvedState ?? '';
  expect(lab.git('cat-file', 'blob', approvedState)).toContain('By Bob');
  expect(lab.git('cat-file', 'blob', `refs/zendrift/acme:approved-states/${macro}.json`)).toContain('By Bob');
});

test('further changes of any verdict belong to the episode; an approved one does not move its ground', async () => {
  const lab = await openLocal({ config });
  await edit(lab, jane, { title: 'One' });
  await edit(lab, bob, { title: 'Two' });
  await edit(lab, jane, { title: 'Three' });
  expect(openOf(lab)?.changes.map(({ verdict }) => verdict.decision)).toEqual(['unapproved', 'approved', 'unapproved']);
  await edit(lab, bob, { title: original });
  expect(openOf(lab)).toBeUndefined();
  expect(lab.state()?.ended.get(macro)).toMatchObject({ how: 'restored', at: lab.state()?.watermark });
});

test('drift of high risk stays open when it is undone without a decision', async () => {
  const lab = await openLocal({ config });
  const { account } = lab.zendesk;
  const trigger = account.remote().trigger.find(({ id }) => id === notifyRequester);
  account.as(jane).remove('trigger', notifyRequester);
  await runLater(lab);
  account.as(bob).create('trigger', { ...trigger }, { id: notifyRequester });
  await runLater(lab);
  const state = lab.state();
  const risk = state?.episodes.get(`trigger/${notifyRequester}`)?.changes[0]?.risk;
  expect([risk, state?.episodes.size]).toEqual(['high', 1]);
});

test('two edits without net effect are a transient change: judged, and open until someone decides', async () => {
  const lab = await openLocal({ config });
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'For a while' });
  lab.wait(20);
  account.as(jane).update('macro', partialRefund, { title: original });
  await runLater(lab);
  expect(await lab.changes()).toMatchObject([{ object: macro, change: 'none', verdict: 'unapproved', paths: [] }]);
  expect(openOf(lab)?.changes[0]?.transient).toBe(true);
  await edit(lab, jane, { title: 'Again' });
  await edit(lab, jane, { title: original });
  expect(openOf(lab)?.changes).toHaveLength(3);
});

test('a single entry without visible effect is approved', async () => {
  const lab = await openLocal({ config });
  await edit(lab, jane, { title: original });
  expect(await lab.changes()).toMatchObject([{ change: 'none', verdict: 'approved', reason: 'no-visible-change' }]);
  expect(openOf(lab)).toBeUndefined();
});

test('a late entry that no rule covers opens the episode of the change that it explains', async () => {
  const lab = await openLocal({ config });
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'By Jane' }, { entryLag: 500 });
  lab.wait(20);
  account.as(bob).update('macro', partialRefund, { description: 'By Bob' });
  await runLater(lab);
  expect(openOf(lab)).toBeUndefined();
  lab.wait(500);
  await lab.run();
  const [explained, late] = await lab.changes();
  expect(late).toMatchObject({ explains: explained?.id, actors: ['1001'], verdict: 'unapproved' });
  expect(openOf(lab)?.changes).toHaveLength(1);
  expect(openOf(lab)?.changes[0]?.entries.map(({ actorId }) => actorId)).toEqual(['1001', '1002']);
  expect(lab.git('cat-file', 'blob', openOf(lab)?.approvedState ?? '')).toContain(original);
});

test('a late entry that a rule approves closes the episode of a change without an entry', async () => {
  const lab = await openLocal({ config });
  const { account } = lab.zendesk;
  account.as(bob).update('macro', partialRefund, { title: 'By Bob' }, { entryLag: 900 });
  lab.wait(310);
  await lab.run({ inputs: { sweep: 'true' } });
  expect(await lab.changes()).toMatchObject([{ attribution: 'none', verdict: 'unapproved' }]);
  expect(openOf(lab)).toBeDefined();
  lab.wait(700);
  await lab.run();
  expect((await lab.changes()).at(-1)).toMatchObject({ attribution: 'exact', verdict: 'approved', paths: [] });
  expect(openOf(lab)).toBeUndefined();
  expect(lab.state()?.ended.get(macro)?.how).toBe('approved-late');
});

test('a change that a sweep finds within the log lag is looked at again by the next run', async () => {
  const lab = await openLocal({ config });
  const { account } = lab.zendesk;
  account.as(bob).update('macro', partialRefund, { title: 'By nobody' }, { audit: false });
  await runLater(lab, { inputs: { sweep: 'true' } });
  expect(await lab.changes()).toEqual([]);
  lab.wait(600);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ object: macro, attribution: 'none' }]);
});
