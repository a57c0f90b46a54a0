import { expect, test } from 'vitest';
import { seed } from '../support/seed.ts';
import { always, check, checkSilence, settled } from './invariants.ts';
import type { KillPoint } from './kill-switch.ts';
import { playFirstDay, playSecondDay } from './scenario.ts';
import { openWorld, type World } from './world.ts';

/** In `npm test` every so many points are tried, which ones the seed decides; `npm run soak` tries all. */
const stride = process.env['ZENDRIFT_SOAK'] ? 1 : 25;

test('a first run that is killed before or after any effect is finished by the next one', {
  timeout: 600_000,
}, async () => {
  const world = await openWorld();
  await killEverywhere(world);
});

test('a run with all kinds of work that is killed anywhere is finished by the next one', {
  timeout: 600_000,
}, async () => {
  const world = await openWorld();
  await playFirstDay(world);
  playSecondDay(world);
  const effects = await killEverywhere(world);
  const names = effects.map((name) => name.replace(/\d+/g, 'N'));
  // The scenario is only worth something while it has all of these in it.
  expect(names).toContain('git push');
  expect(names).toContain('git read-tree');
  expect(names).toContain('POST /repos/acme/zendesk-config/issues');
  expect(names).toContain('POST /repos/acme/zendesk-config/issues/N/comments');
  expect(names).toContain('PATCH /repos/acme/zendesk-config/issues/N');
});

/** Kills a run at each of its effects, each time in the same world. Returns the effects of a whole run. */
async function killEverywhere(world: World): Promise<readonly string[]> {
  const reset = world.keep();
  for (let point = seed % stride; ; point += stride) {
    const effect = Math.floor(point / 2) + 1;
    const when = point % 2 === 0 ? 'before' : 'after';
    const run = await killAt(world, { effect, when }, point);
    if (run.code !== null) {
      expect(run.code, run.stderr).toBe(0);
      return run.effects;
    }
    expect(run.effects).toHaveLength(effect);
    reset();
  }
}

/** Where it was killed, another run goes on: in the same checkout, or as in Actions in a fresh one. */
async function killAt(world: World, point: KillPoint, number: number) {
  const checkout = world.lab.freshClone(number % 3 === 0 ? 1 : undefined);
  const killed = await world.runProcess({ point, checkout });
  const at = `killed ${point.when} effect ${point.effect}, ${killed.effects.at(-1)}`;
  const next = number % 2 === 0 ? checkout : world.lab.freshClone(1);
  try {
    world.wait(60);
    expect((await world.run({ checkout: next })).exitCode).toBe(0);
    await checkSilence(world, next);
    await check(world, always, settled);
    expect(world.lab.git('-C', next, 'status', '--porcelain')).toBe('');
  } catch (error) {
    throw new Error(`${at}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  return killed;
}
