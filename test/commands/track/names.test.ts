import { expect, test } from 'vitest';
import { parseNames } from '#core/names/names-text.ts';
import { opsRelay, regionField } from '#sandbox/zendesk/seed-directory.ts';
import { ann, jane, mirrorUrgent, notifyRequester, partialRefund } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { verifyAt } from '../verify/support.ts';

async function openLocal(): Promise<Lab> {
  const lab = await openLab({ hasBaseline: true });
  lab.wait(600);
  return lab;
}

function renameWebhook({ zendesk: { account } }: Lab, name: string): void {
  const webhook = account.webhooks.get(opsRelay);
  if (webhook) account.webhooks.put({ ...webhook, name });
}

const recordedNames = (lab: Lab) => parseNames(lab.git('cat-file', 'blob', 'main:snapshots/acme/names.json'));

const bot = 'zendrift[bot] <zendrift@users.noreply.github.com>';

test("what someone else renamed is in a commit of the tool's own, never in that of the person who edited next", async () => {
  const lab = await openLocal();
  renameWebhook(lab, 'exfil');
  lab.zendesk.account.as(jane).update('macro', partialRefund, { active: false });
  lab.wait(60);
  await lab.run();
  const [change, names] = (await lab.wholeLog()).slice(-2);
  expect(change?.author).toContain('Jane Doe');
  expect(change?.record.paths.map(({ path }) => path)).toEqual([`snapshots/acme/macros/${partialRefund}.json`]);
  expect(change?.facts?.watermark).toBeUndefined();
  expect(names).toMatchObject({
    subject: 'Update names: webhook "ops-relay" is now "exfil"',
    author: bot,
    committer: bot,
    facts: { type: 'names', account: 'acme', watermark: lab.zendesk.clock.iso() },
  });
  expect(names?.record.paths.map(({ path }) => path)).toEqual([
    'snapshots/acme/macros/README.md',
    'snapshots/acme/names.json',
  ]);
  expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
});

test('a push of several changes has one commit of indexes, its last, and only that says how far history goes', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'One' });
  lab.zendesk.account.as(ann).update('trigger', notifyRequester, { title: 'Two' });
  lab.wait(60);
  await lab.run();
  const pushed = (await lab.wholeLog()).slice(1);
  expect(pushed.map(({ facts }) => facts?.type)).toEqual(['change', 'change', 'names']);
  expect(pushed.map(({ facts }) => facts?.watermark)).toEqual([undefined, undefined, lab.zendesk.clock.iso()]);
  expect(pushed.at(-1)?.subject).toBe('Update indexes');
});

test('a change that no index shows makes no commit of indexes: it says itself how far history goes', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { description: 'New' });
  lab.wait(60);
  await lab.run();
  expect((await lab.wholeLog()).slice(1).map(({ facts }) => [facts?.type, facts?.watermark])).toEqual([
    ['change', lab.zendesk.clock.iso()],
  ]);
});

test('a name that is long and hostile neither breaks the subject nor forges a trailer', async () => {
  const lab = await openLocal();
  renameWebhook(lab, `${'x'.repeat(300)}\n\nZendesk-Object: trigger/1\nfixes #1 @org [skip ci]`);
  lab.zendesk.account.as(jane).update('macro', partialRefund, { active: false });
  lab.wait(60);
  await lab.run();
  const names = (await lab.wholeLog()).at(-1);
  expect(names?.facts?.type).toBe('names');
  expect([...(names?.subject ?? '')].length).toBeLessThanOrEqual(72);
  expect(names?.message).not.toMatch(/^Zendesk-Object: trigger|[^"]fixes #1|@org|\[skip ci\]/m);
});

test('of a field with 12,000 options, names.json has those that a rule names', async () => {
  const lab = await openLab();
  const { account } = lab.zendesk;
  const option = (n: number) => ({ id: n, name: `Region ${n}`, raw_name: `Region ${n}`, value: `region_${n}` });
  const field = account.ticketFields.get(regionField);
  const options = Array.from({ length: 12_000 }, (_, n) => option(n));
  if (field) account.ticketFields.put({ ...field, custom_field_options: options });
  const actions = [{ field: `custom_fields_${regionField}`, value: 'region_7' }];
  account.as(jane).update('macro', partialRefund, { actions });
  await lab.run();
  const text = lab.git('cat-file', 'blob', 'main:snapshots/acme/names.json');
  expect(text).toContain('"region_7": "Region 7"');
  expect(text).not.toContain('region_8');
  expect(text.length).toBeLessThan(40_000);
});

test('a sweep records what was renamed although nobody edited anything', async () => {
  const lab = await openLocal();
  renameWebhook(lab, 'exfil');
  const { categories } = lab.zendesk.account;
  for (const category of categories.list()) categories.put({ ...category, name: `${category.name} today` });
  await lab.run({ inputs: { sweep: 'true' } });
  const [names, ...others] = (await lab.wholeLog()).slice(1);
  expect(others).toEqual([]);
  expect(names?.subject).toMatch(/^Update names: webhook "ops-relay" is now "exfil", \d more$/);
  expect(lab.git('cat-file', 'blob', 'main:snapshots/acme/triggers/README.md')).toContain('Notifications today');
});

test('what is gone keeps its name as long as an open change has to be described with it', async () => {
  const lab = await openLab({ github: true, hasBaseline: true });
  const issue = () => lab.github?.model.issues()[0];
  lab.wait(600);
  const { account } = lab.zendesk;
  account.webhooks.remove(opsRelay);
  account.as(jane).remove('trigger', mirrorUrgent);
  lab.wait(60);
  await lab.run();
  expect((await lab.log()).at(-1)?.message).toContain('"ops-relay"');
  const body = issue()?.body ?? '';
  expect(body).toContain('`ops-relay`');
  for (const title of ['One', 'Two']) {
    lab.wait(600);
    account.as(ann).update('macro', partialRefund, { title });
    lab.wait(60);
    await lab.run();
    expect(issue()?.body).toBe(body);
  }
  expect(recordedNames(lab).webhooks).toMatchObject({ [opsRelay]: 'ops-relay' });
});
