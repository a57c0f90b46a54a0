import { describe, expect, test } from 'vitest';
import { parseOtherFields } from '#core/snapshot/other-fields.ts';
import { autoReply, bob, closeSpam, deployBot, jane, notificationTriggers, partialRefund } from '../../support/acme.ts';
import { type Lab, type LabOptions, openLab } from '../../support/lab.ts';
import { verifyAt } from '../verify/support.ts';
import { editState, rewrite, tipOf, treeWith } from '../verify/tamper.ts';

const config = `policy: { rules: [{ name: deploy-bot, actors: [${deployBot}], decide: approved }] }\n`;

async function openLocal(options: LabOptions = {}): Promise<Lab> {
  const lab = await openLab({ config, remote: 'none', hasBaseline: true, ...options });
  lab.wait(600);
  return lab;
}

/** An edit of a field that no snapshot holds, the way the admin pages make one: an entry, and a new `updated_at`. */
function setBrand(lab: Lab, brand: number | null, actor = jane, id = closeSpam, body = {}): void {
  const { account } = lab.zendesk;
  account.overwrite('trigger', id, { brand_id: brand });
  account.as(actor).update('trigger', id, body, { description: '' });
}

const recorded = (lab: Lab) =>
  parseOtherFields(lab.git('cat-file', 'blob', 'main:snapshots/acme/other-fields.json')) ?? new Map();

const isSound = async (lab: Lab) => expect((await verifyAt(lab.freshClone())).faults).toEqual([]);

/** Removes the state, so that the next run reads history. */
const loseState = (lab: Lab) => lab.git('update-ref', '-d', 'refs/zendrift/acme');

test('an edit of a field that no snapshot holds is judged, and the words name the field', async () => {
  const lab = await openLocal();
  setBrand(lab, 360000000402);
  lab.wait(60);
  await lab.run();
  expect(await lab.changes()).toMatchObject([
    { object: `trigger/${closeSpam}`, change: 'none', attribution: 'exact', verdict: 'unapproved', paths: [] },
  ]);
  const commit = (await lab.log()).at(-1);
  expect(commit?.subject).toBe(`Update trigger "Close spam" (${closeSpam})`);
  expect(commit?.message).toContain('\n- brand_id changed (value not recorded; see Zendesk)\n');
  expect(commit?.message).toContain('\nZendesk-Other-Fields: brand_id\n');
  expect(commit?.facts).toMatchObject({
    verdict: { reason: 'no-rule-matches' },
    risk: { codes: expect.arrayContaining(['other-field-changed']) },
  });
  expect((await lab.wholeLog()).at(-1)?.subject).toBe('Update fingerprints of fields outside the snapshots');
  expect(lab.state()?.episodes.get(`trigger/${closeSpam}`)).toMatchObject({ changes: [{ transient: true }] });
  await isSound(lab);
});

test('a rule approves such an edit as it approves any other', async () => {
  const lab = await openLocal();
  setBrand(lab, 360000000402, deployBot);
  lab.wait(60);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ change: 'none', verdict: 'approved', reason: 'rule-matches' }]);
  expect(lab.state()?.episodes.size).toBe(0);
  await isSound(lab);
});

test('a save without any edit is approved as before, also beside a field that was there all along', async () => {
  const lab = await openLab({ config });
  lab.zendesk.account.overwrite('trigger', closeSpam, { brand_id: 360000000401, watchable: true, raw_x: 1 });
  await lab.run();
  lab.wait(600);
  lab.zendesk.account.overwrite('trigger', closeSpam, { restriction: {}, flags: [], usage_1h: 7, url: 'elsewhere' });
  lab.zendesk.account.as(jane).update('trigger', closeSpam, {});
  lab.wait(60);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ change: 'none', verdict: 'approved', reason: 'no-visible-change' }]);
  expect(lab.state()?.episodes.size).toBe(0);
});

test('a visible change that touches such a field says both, and undoing what can be seen does not end it', async () => {
  const lab = await openLocal({ github: true });
  setBrand(lab, 360000000402, jane, closeSpam, { title: 'Close junk' });
  lab.wait(60);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ change: 'updated', verdict: 'unapproved' }]);
  const [issue] = lab.github?.model.issues() ?? [];
  expect(issue?.body).toContain('- brand_id changed (value not recorded; see Zendesk)');
  lab.wait(600);
  lab.zendesk.account.as(jane).update('trigger', closeSpam, { title: 'Close spam' });
  lab.wait(60);
  await lab.run();
  expect(lab.github?.model.issues()).toMatchObject([{ state: 'open' }]);
  expect(lab.state()?.episodes.size).toBe(1);
  await isSound(lab);
});

test('several edits of which only a hidden field is left are no "changed and changed back"', async () => {
  const lab = await openLocal({ github: true });
  setBrand(lab, 360000000402, jane, closeSpam, { title: 'Junk' });
  lab.zendesk.account.as(bob).update('trigger', closeSpam, { title: 'Close spam' });
  lab.wait(60);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ change: 'none', attribution: 'collapsed', verdict: 'unapproved' }]);
  const message = (await lab.log()).at(-1)?.message ?? '';
  expect(message).toContain('brand_id changed (value not recorded; see Zendesk)');
  expect(message).toContain('2 edits by 2 people between two checks');
  expect(message).not.toMatch(/back to what it was|Risk: .*transient/);
  expect(lab.github?.model.issues()[0]?.title).toBe('[acme] Bob Ray and 1 other updated trigger "Close spam"');
  await isSound(lab);
});

test('what differs without an entry is never an issue: it waits for its entry, and a later sweep takes it in', async () => {
  const lab = await openLocal();
  lab.zendesk.account.overwrite('trigger', closeSpam, { brand_id: 360000000402 });
  const young = lab.zendesk.clock.iso();
  lab.zendesk.account.overwrite('trigger', autoReply, { brand_id: 360000000402, updated_at: young });
  lab.wait(60);
  await lab.run({ inputs: { sweep: 'true' } });
  expect([...recorded(lab).keys()]).toEqual([`trigger/${closeSpam}`]);
  expect(await lab.changes()).toEqual([]);
  lab.wait(600);
  await lab.run({ inputs: { sweep: 'true' } });
  expect([...recorded(lab).keys()].sort()).toEqual([`trigger/${autoReply}`, `trigger/${closeSpam}`].sort());
  expect((await lab.wholeLog()).map(({ facts }) => facts?.type)).toEqual(['baseline', 'names', 'names']);
  expect(lab.state()?.episodes.size).toBe(0);
  lab.wait(600);
  const { branch } = lab.tips();
  await lab.run({ inputs: { sweep: 'true' } });
  expect(lab.tips().branch).toBe(branch);
  await isSound(lab);
});

test('an edit whose entry comes after a sweep is still seen for what it is', async () => {
  const lab = await openLocal();
  lab.zendesk.account.overwrite('trigger', closeSpam, { brand_id: 360000000402 });
  lab.zendesk.account.as(jane).update('trigger', closeSpam, {}, { entryLag: 120 });
  lab.wait(60);
  await lab.run({ inputs: { sweep: 'true' } });
  expect(await lab.changes()).toEqual([]);
  lab.wait(120);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ change: 'none', verdict: 'unapproved', reason: 'no-rule-matches' }]);
});

test('a late entry of such an edit is judged: what a rule allowed one person covers nobody else', async () => {
  const lab = await openLocal();
  setBrand(lab, 360000000402, deployBot);
  lab.zendesk.account.as(bob).update('trigger', closeSpam, {}, { entryLag: 300, at: lab.zendesk.clock.iso() });
  lab.wait(60);
  await lab.run();
  lab.wait(600);
  await lab.run();
  expect(await lab.changes()).toMatchObject([
    { actors: ['998877'], change: 'none', verdict: 'approved' },
    { actors: ['1002'], change: 'none', verdict: 'unapproved', reason: 'rule-covers-some' },
  ]);
  expect(lab.state()?.episodes.get(`trigger/${closeSpam}`)?.changes).toHaveLength(1);
  await isSound(lab);
});

test('a field that is cleared, one that comes, and an object that goes are recorded by their fingerprints alone', async () => {
  const lab = await openLab({ config });
  lab.zendesk.account.overwrite('trigger', closeSpam, { brand_id: 360000000401 });
  lab.zendesk.account.overwrite('macro', partialRefund, { note: 'secret-value' });
  await lab.run();
  const before = recorded(lab);
  expect([...before.keys()].sort()).toEqual([`macro/${partialRefund}`, `trigger/${closeSpam}`]);
  expect(before.get(`macro/${partialRefund}`)?.['note']).toMatch(/^[0-9a-f]{16}$/);
  expect(lab.git('log', '-p', 'main')).not.toContain('secret-value');
  lab.wait(600);
  setBrand(lab, null);
  lab.zendesk.account.as(jane).remove('macro', partialRefund);
  lab.wait(60);
  await lab.run();
  expect((await lab.changes()).map(({ change }) => change).sort()).toEqual(['deleted', 'none']);
  expect([...recorded(lab)]).toEqual([]);
  await isSound(lab);
});

test('a move in an order is no edit; one that also changes such a field carries the move and is reported as that', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('trigger', closeSpam, { position: 1 });
  lab.wait(60);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ object: 'trigger/order', change: 'reordered' }]);
  lab.wait(600);
  setBrand(lab, 360000000402, jane, closeSpam, { position: notificationTriggers.length });
  lab.wait(60);
  await lab.run();
  expect((await lab.changes()).slice(1)).toMatchObject([
    { object: `trigger/${closeSpam}`, change: 'none', verdict: 'unapproved', paths: ['triggers/order.json'] },
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  await isSound(lab);
});

test('a rebuilt state knows the open edit of a hidden field, and does not record it twice', async () => {
  const lab = await openLocal();
  setBrand(lab, 360000000402);
  lab.wait(60);
  await lab.run();
  const known = lab.state()?.episodes.get(`trigger/${closeSpam}`);
  const { branch } = lab.tips();
  loseState(lab);
  lab.wait(600);
  await lab.run();
  const rebuilt = lab.state()?.episodes.get(`trigger/${closeSpam}`);
  const [change] = known?.changes ?? [];
  expect(rebuilt?.changes).toMatchObject([{ commit: change?.commit, transient: true, otherFields: ['brand_id'] }]);
  expect(lab.tips().branch).toBe(branch);
  await isSound(lab);
});

describe('a record without fingerprints, or with those of another key', () => {
  const other = { ZENDRIFT_HASH_KEY: 'another-key-of-32-bytes-or-more!' };

  test('takes them in with its next sweep; an entry until then is judged where it may hide an edit', async () => {
    const lab = await openLab({ config });
    lab.zendesk.account.overwrite('trigger', closeSpam, { brand_id: 360000000401 });
    await lab.run();
    const checkout = forgetFingerprints(lab);
    lab.wait(600);
    lab.zendesk.account.as(jane).update('trigger', closeSpam, {});
    lab.zendesk.account.as(jane).update('trigger', autoReply, {});
    lab.wait(60);
    await lab.run({ checkout });
    expect((await lab.changes()).map(({ object, reason }) => [object, reason]).sort()).toEqual(
      [
        [`trigger/${autoReply}`, 'no-visible-change'],
        [`trigger/${closeSpam}`, 'no-rule-matches'],
      ].sort(),
    );
    expect((await lab.log()).map(({ message }) => message).join()).toContain('is unknown');
    lab.wait(600);
    await lab.run({ checkout, inputs: { sweep: 'true' } });
    expect([...recorded(lab).keys()]).toEqual([`trigger/${closeSpam}`]);
  });

  test('is compared only under its own key: another key is no edit', async () => {
    const lab = await openLab({ config });
    lab.zendesk.account.overwrite('trigger', closeSpam, { brand_id: 360000000401 });
    await lab.run();
    const [first] = [...recorded(lab).values()];
    lab.wait(600);
    await lab.run({ environment: other, inputs: { sweep: 'true' } });
    const [second] = [...recorded(lab).values()];
    expect(second?.['brand_id']).not.toBe(first?.['brand_id']);
    expect(await lab.changes()).toEqual([]);
    lab.wait(600);
    lab.zendesk.account.as(jane).update('trigger', closeSpam, {});
    lab.wait(60);
    await lab.run({ environment: other });
    expect(await lab.changes()).toMatchObject([{ reason: 'no-visible-change' }]);
  });
});

/** The baseline as an older version made it. Gives back a clone of that. */
function forgetFingerprints(lab: Lab): string {
  const tree = treeWith(lab.remote, 'main', 'snapshots/acme/other-fields.json', null);
  rewrite(lab.remote, tipOf(lab.remote), (raw) => raw.replace(/^tree .*$/m, `tree ${tree}`));
  // As after every baseline: the state is written, and no sweep is due.
  const own = lab.git('rev-parse', 'main:snapshots/acme');
  editState(lab.remote, (files) =>
    files.set('state.json', (files.get('state.json') ?? '').replace(/"tree": "[0-9a-f]+"/, `"tree": "${own}"`)),
  );
  return lab.freshClone();
}
