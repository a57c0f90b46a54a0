import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refuseSecret } from '#sandbox/git-server.ts';
import { ann, autoReply, bob, jane, partialRefund, refundsView } from '../support/acme.ts';
import { always, check, checkSilence, settled } from './invariants.ts';
import { openWatchedWorld, openWorld, type World } from './world.ts';

/** Nothing that our own detectors know: the server's find more. */
const secret = 'hunter2-hunter2';

function protect({ lab }: World): void {
  mkdirSync(join(lab.remote, 'hooks'), { recursive: true });
  writeFileSync(join(lab.remote, 'hooks', 'pre-receive'), `#!/bin/sh\n${refuseSecret(secret)}\n`, { mode: 0o755 });
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

test('a secret that stands there from the start is left out of the baseline and reported by the next run', async () => {
  const world = await openWorld();
  protect(world);
  world.edit(jane, (editor) => editor.update('view', refundsView, { title: secret }));
  world.wait(60);
  expect((await world.run()).exitCode).toBe(1);
  expect(world.lab.tree().has(`snapshots/acme/views/${refundsView}.json`)).toBe(false);
  expect(world.lab.tree().size).toBeGreaterThan(20);
  world.wait(600);
  expect((await world.run({ inputs: { sweep: 'true' } })).exitCode).toBe(1);
  expect(alerts(world)).toMatchObject([{ state: 'open' }]);
  world.edit(jane, (editor) => editor.update('view', refundsView, { title: 'Refunds' }));
  world.wait(60);
  expect((await world.run()).exitCode).toBe(0);
  await check(world, always, settled);
});
