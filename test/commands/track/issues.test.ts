import { expect, test } from 'vitest';
import { autoReply, jane, partialRefund } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';

/** A lab with one open issue, for a macro that Jane changed. */
async function openDrifted(): Promise<Lab> {
  const lab = await openLab({ github: { users: [{ login: 'admin-ann', permission: 'admin' }] }, hasBaseline: true });
  lab.wait(60);
  lab.zendesk.account.as(jane).update('macro', partialRefund, { active: false });
  lab.wait(60);
  await lab.run();
  return lab;
}

const model = (lab: Lab) => {
  if (!lab.github) throw new Error('the lab has no GitHub');
  return lab.github.model;
};

test('a marker that someone edited is rewritten, without a comment and without closing anything', async () => {
  const lab = await openDrifted();
  const [issue] = model(lab).issues();
  const body = issue?.body ?? '';
  model(lab)
    .as('admin-ann')
    .editBody(1, body.replace(`macro/${partialRefund}`, `trigger/${autoReply}`));
  lab.wait(60);
  await lab.run();
  expect(model(lab).issues()).toMatchObject([{ number: 1, state: 'open', body }]);
  expect(model(lab).comments(1)).toEqual([]);
});

test('a brake stays until the objects are back or accepted, and accepting needs no other option', async () => {
  const lab = await openLab({ github: true, hasBaseline: true });
  lab.wait(60);
  const { account } = lab.zendesk;
  const gone = account.remote().macro.slice(0, 6);
  for (const { id } of gone) account.as(jane).remove('macro', Number(id), { audit: false });
  lab.wait(600);
  expect((await lab.run({ inputs: { sweep: 'true' } })).exitCode).toBe(1);
  lab.wait(60);
  expect((await lab.run()).exitCode).toBe(1);
  expect(model(lab).issues('open')).toMatchObject([{ title: '[acme] Held back: macros' }]);
  lab.wait(60);
  await lab.run({ inputs: { 'accept-vanished': 'macro' } });
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect(
    model(lab)
      .issues('open')
      .filter(({ title }) => title.includes('Not recorded')),
  ).toEqual([]);
});

test('an issue whose label and marker were taken away is found by its number', async () => {
  const lab = await openDrifted();
  model(lab).as('admin-ann').editBody(1, 'nothing');
  model(lab).as('admin-ann').removeLabel(1, 'config-drift');
  lab.wait(60);
  await lab.run();
  expect(model(lab).issues()).toHaveLength(1);
  expect(model(lab).issues()[0]?.body).toContain(`object=acme/macro/${partialRefund}`);
});

test('an account whose label would be too long for GitHub, and labels in another case, cost no further request', async () => {
  const account = 'x'.repeat(60);
  const lab = await openLab({ github: true, config: `account: ${account}\n` });
  model(lab).putLabel({ name: 'Config-Drift' });
  await lab.run();
  lab.wait(60);
  lab.zendesk.account.as(jane).update('macro', partialRefund, { active: false });
  lab.wait(60);
  await lab.run();
  const [issue] = model(lab).issues('open');
  expect(issue?.labels).toEqual(['Config-Drift', expect.stringMatching(/^account:x{33}-[0-9a-f]{8}$/), 'risk:low']);
  lab.wait(60);
  await lab.run();
  expect(model(lab).issues()).toEqual([issue]);
  expect(lab.github?.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
});

test('a dry run says which issues stay open, and proposes none that is filed', async () => {
  const lab = await openDrifted();
  const { lines, json } = await lab.run({ inputs: { 'dry-run': 'true' } });
  expect(json).toMatchObject({ notFiled: [], stayOpen: [{ object: `macro/${partialRefund}`, number: 1 }] });
  expect(lines.filter((line) => /^#|^Issue/.test(line))).toEqual([expect.stringMatching(/^#1 stays open: .*Jane Doe/)]);
});
