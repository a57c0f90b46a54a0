import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ZendriftError } from '#errors.ts';
import { autoReply, jane, partialRefund } from '../support/acme.ts';
import { isSoak, someOf } from '../support/soak.ts';
import { always, check, checkSilence, settled } from './invariants.ts';
import { openWatchedWorld, openWorld } from './world.ts';

const newMacro = (index: number) => ({ title: `Macro ${index}`, actions: [{ field: 'status', value: 'open' }] });

/** The whole size in a soak. */
const backlog = isSoak ? { objects: 3000, deadline: '4m' } : { objects: 700, deadline: '60s' };

test('a long backlog gets done over runs with a short deadline, and nothing of it is lost', async () => {
  const world = await openWatchedWorld();
  world.edit(jane, (editor) => {
    for (let index = 0; index < backlog.objects; index += 1) editor.create('macro', newMacro(index));
  });
  world.wait(60);
  // Each request takes a second of the account's time, and of the machine's.
  const stop = world.lab.zendesk.onRequest(() => void world.wait(1));
  const recorded: number[] = [];
  let code = 1;
  for (let runs = 1; code === 1 && runs <= 20; runs += 1) {
    const run = await world.run({ inputs: { deadline: backlog.deadline } }).catch((error: unknown) => {
      if (error instanceof ZendriftError && error.code === 'deadline') return { exitCode: 1 };
      throw error;
    });
    code = run.exitCode;
    recorded.push((await world.lab.changes()).length);
  }
  stop();
  expect(code).toBe(0);
  expect(recorded.length).toBeGreaterThan(1);
  expect(
    recorded.slice(1).every((count, index) => count > (recorded[index] ?? 0)),
    `headway: ${recorded}`,
  ).toBe(true);
  expect(recorded.at(-1)).toBe(backlog.objects);
  await check(world, always, settled);
});

const signals = [
  ['TERM', 'git fast-import', 'after'],
  ['TERM', 'git push', 'before'],
  ['TERM', 'POST', 'before'],
  ['INT', 'git push', 'after'],
] as const;

test.each(someOf(signals, 3))(
  'SIG%s at a "%s" (%s it) ends the run with exit 1, and the next one goes on',
  async (signal, name, when) => {
    const world = await openWatchedWorld();
    world.edit(jane, (editor) => editor.update('macro', partialRefund, { title: 'One' }));
    world.edit(jane, (editor) => editor.update('trigger', autoReply, { title: 'Two' }));
    world.wait(60);
    const reset = world.keep();
    const whole = await world.runProcess({ checkout: world.lab.freshClone() });
    reset();
    const effect = whole.effects.findIndex((one) => one.startsWith(name)) + 1;
    const stopped = await world.runProcess({ point: { effect, when, signal }, checkout: world.lab.freshClone() });
    expect(stopped.code, stopped.stderr).toBe(1);
    expect(`${stopped.stdout}${stopped.stderr}`).toContain(`Stopped by SIG${signal}`);
    expect(stopped.effects.length - effect, 'it stops soon').toBeLessThanOrEqual(3);
    await check(world, always);
    expect((await world.run({ checkout: world.lab.freshClone() })).exitCode).toBe(0);
    await checkSilence(world, world.lab.freshClone());
    await check(world, always, settled);
  },
);

test('a Retry-After beyond the deadline ends the run at once, with exit 1', async () => {
  const world = await openWorld();
  const stop = world.lab.zendesk.onRequest(({ path }) =>
    path === '/api/v2/audit_logs' ? { status: 429, headers: { 'retry-after': '3600' }, body: {} } : undefined,
  );
  await world.run().catch(() => undefined);
  stop();
  await world.run();
  world.wait(600);
  const again = world.lab.zendesk.onRequest(({ path }) =>
    path === '/api/v2/audit_logs' ? { status: 429, headers: { 'retry-after': '3600' }, body: {} } : undefined,
  );
  const sleeps: number[] = [];
  const run = await world.run({
    inputs: { deadline: '20m' },
    onSleep: (milliseconds) => void sleeps.push(milliseconds),
  });
  again();
  expect(run.exitCode).toBe(1);
  expect(run.failures?.map(({ message }) => message)).toEqual([
    expect.stringMatching(/GET \/api\/v2\/audit_logs has to wait 36\d\d s/),
  ]);
  expect(sleeps).toEqual([]);
  expect((await world.run()).exitCode).toBe(0);
});

test('a push that the server never answers is given up soon after the deadline, and nothing is lost', async () => {
  const world = await openWatchedWorld();
  const { remote } = world.lab;
  world.edit(jane, (editor) => editor.update('macro', partialRefund, { title: 'One' }));
  world.wait(60);
  mkdirSync(join(remote, 'hooks'), { recursive: true });
  writeFileSync(join(remote, 'hooks', 'post-receive'), '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
  const started = performance.now();
  await expect(world.run({ inputs: { deadline: '2s' } })).rejects.toMatchObject({ code: 'deadline', exitCode: 1 });
  expect(performance.now() - started).toBeLessThan(20_000);
  rmSync(join(remote, 'hooks'), { recursive: true });
  world.wait(60);
  await world.run();
  await checkSilence(world);
  await check(world, always, settled);
});
