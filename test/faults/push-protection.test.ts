import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ann, autoReply, bob, jane, partialRefund, refundsView } from '../support/acme.ts';
import { refuseSecret } from '../support/git-server.ts';
import { someOf } from '../support/soak.ts';
import { always, check, checkSilence, settled } from './invariants.ts';
import { openWatchedWorld, openWorld, type World } from './world.ts';

/** Nothing that our own detectors know: the server's find more. */
const secret = 'hunter2-hunter2';

function protect({ lab }: World, named: 'path' | 'blob' = 'path'): void {
  mkdirSync(join(lab.remote, 'hooks'), { recursive: true });
  const hook = `#!/bin/sh\n${refuseSecret(secret, named)}\n`;
  writeFileSync(join(lab.remote, 'hooks', 'pre-receive'), hook, { mode: 0o755 });
}

const alerts = ({ github }: World) => github.model.issues().filter(({ labels }) => labels.includes('zendrift-alert'));

const trigger = (title: string) => ({
  title,
  conditions: { all: [{ field: 'status', operator: 'is', value: 'new' }], any: [] },
  actions: [{ field: 'status', value: 'open' }],
});

test('an object that push protection refuses waits alone: the rest is recorded, and an issue says what to do', async () => {
  const world = await openWatchedWorld();
  protect(world);
  world.edit(jane, (editor) => editor.update('macro', partialRefund, { title: `Refund ${secret}` }));
  world.edit(bob, (editor) => editor.create('trigger', trigger(secret)));
  world.edit(ann, (editor) => editor.update('trigger', autoReply, { title: 'Harmless' }));
  world.edit(ann, (editor) => editor.create('trigger', trigger('Also harmless')));
  world.wait(60);
  const { exitCode, lines } = await world.run();
  expect(exitCode).toBe(1);
  expect((await world.lab.changes()).map(({ actors }) => actors)).toEqual([['1003'], ['1003']]);
  expect(lines.join('\n')).toContain('push protection');
  expect(alerts(world)).toMatchObject([{ title: '[acme] Not recorded: GitHub found a secret', state: 'open' }]);
  expect(alerts(world)[0]?.body).toContain(`macro/${partialRefund}`);
  expect(JSON.stringify([alerts(world), lines])).not.toContain(secret);
  await check(world, always);
});

test('what push protection refused is recorded, with everyone who touched it, as soon as the secret is gone', async () => {
  const world = await openWatchedWorld();
  protect(world);
  world.edit(jane, (editor) => editor.update('macro', partialRefund, { title: `Refund ${secret}` }));
  world.wait(60);
  await world.run();
  world.wait(4000);
  expect((await world.run()).exitCode).toBe(1);
  world.edit(bob, (editor) => editor.update('macro', partialRefund, { title: 'Refund' }));
  world.wait(60);
  expect((await world.run()).exitCode).toBe(0);
  expect(await world.lab.changes()).toMatchObject([{ actors: ['1001', '1002'], attribution: 'collapsed' }]);
  expect(alerts(world)).toMatchObject([{ state: 'closed' }]);
  await checkSilence(world);
  await check(world, always, settled);
});

test('a refusal that names contents and no files is understood as well', async () => {
  const world = await openWatchedWorld();
  protect(world, 'blob');
  world.edit(jane, (editor) => editor.update('macro', partialRefund, { title: `Refund ${secret}` }));
  world.edit(ann, (editor) => editor.update('trigger', autoReply, { title: 'Harmless' }));
  world.wait(60);
  expect((await world.run()).exitCode).toBe(1);
  expect((await world.lab.changes()).map(({ actors }) => actors)).toEqual([['1003']]);
  expect(alerts(world)[0]?.body).toContain(`macro/${partialRefund}`);
  await check(world, always);
});

test.each(someOf(['path', 'blob'] as const, 2))(
  'a name of the account that is refused (by %s) stops nothing: the recorded names stay',
  async (named) => {
    const world = await openWatchedWorld();
    protect(world, named);
    const { webhooks, categories } = world.lab.zendesk.account;
    for (const webhook of webhooks.list()) webhooks.put({ ...webhook, name: `ops ${secret}` });
    for (const category of categories.list()) categories.put({ ...category, name: `Notify ${secret}` });
    world.edit(ann, (editor) => editor.update('trigger', autoReply, { title: 'Harmless' }));
    world.wait(60);
    const run = await world.run();
    expect(run.exitCode).toBe(0);
    expect(run.warnings.join('\n')).toMatch(/secret in a name of the account: .*names\.json/);
    expect((await world.lab.changes()).map(({ actors }) => actors)).toEqual([['1003']]);
    expect(world.lab.git('cat-file', 'blob', 'main:snapshots/acme/names.json')).not.toContain(secret);
  },
);

test("a person's name that is refused is left out of the state alone: who did it stays in the commit", async () => {
  const world = await openWatchedWorld();
  protect(world);
  const { users } = world.lab.zendesk.account;
  for (const user of users.list()) if (user.id === jane) users.put({ ...user, name: `Jane ${secret}` });
  for (const title of ['One', 'Two']) {
    world.edit(jane, (editor) => editor.update('trigger', autoReply, { title }));
    world.wait(60);
    expect((await world.run()).exitCode).toBe(0);
    world.wait(600);
  }
  expect((await world.lab.changes()).map(({ actors }) => actors)).toEqual([['1001'], ['1001']]);
  expect((await world.lab.log()).at(-1)?.author).toContain(secret);
  expect(world.lab.git('cat-file', 'blob', 'refs/zendrift/acme:state.json')).not.toContain(secret);
  await check(world, always, settled);
});

test('a secret that stands there from the start is left out of the baseline and reported by this run and each later one', async () => {
  const world = await openWorld();
  protect(world);
  world.edit(jane, (editor) => editor.update('view', refundsView, { title: secret }));
  world.wait(60);
  expect((await world.run()).exitCode).toBe(1);
  expect(world.lab.tree().has(`snapshots/acme/views/${refundsView}.json`)).toBe(false);
  expect(world.lab.tree().size).toBeGreaterThan(20);
  for (let later = 0; later < 3; later += 1) {
    expect(alerts(world)).toMatchObject([{ state: 'open' }]);
    expect(alerts(world)[0]?.body).toContain(`view/${refundsView}`);
    world.wait(600);
    expect((await world.run()).exitCode).toBe(1);
  }
  world.edit(jane, (editor) => editor.update('view', refundsView, { title: 'Refunds' }));
  world.wait(60);
  expect((await world.run()).exitCode).toBe(0);
  await check(world, always, settled);
});
