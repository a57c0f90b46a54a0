import { expect, test } from 'vitest';
import { verifyAt } from '../commands/verify/support.ts';
import { backfillIn, makePast } from '../support/backfill-lab.ts';
import { comparableState } from '../support/comparable-state.ts';
import type { Lab } from '../support/lab.ts';
import { seed } from '../support/seed.ts';
import { isSoak } from '../support/soak.ts';
import { openWorld, type World } from './world.ts';

/** In `npm test` every so many points are tried, which ones the seed decides; `npm run soak` tries all. */
const stride = isSoak ? 1 : 17;

async function openPastWorld(): Promise<World> {
  const world = await openWorld({ zendesk: { sourceTypes: 'specific', revisionPageMax: 2 } });
  makePast(world.lab);
  await world.run();
  world.wait(3600);
  return world;
}

/** Everything of the past but when it was committed. */
const pastOf = (lab: Lab): string =>
  lab.git('log', '--reverse', '--format=%an %ae %at %T%n%B', 'main^2', '--not', 'main^1');

test('a backfill that is killed before or after any effect is finished by the next one, with the same bytes', {
  timeout: 1_200_000,
}, async () => {
  const world = await openPastWorld();
  const { lab } = world;
  const state = comparableState(lab.state());
  const reset = world.keep();
  await backfillIn(lab, { checkout: lab.freshClone(), inputs: { entries: 'true' } });
  const past = pastOf(lab);
  reset();
  for (let point = seed % stride; ; point += stride) {
    const effect = Math.floor(point / 2) + 1;
    const when = point % 2 === 0 ? 'before' : 'after';
    const checkout = lab.freshClone(point % 3 === 0 ? 1 : undefined);
    const start = { command: 'backfill', words: ['--entries'] };
    const killed = await world.runProcess({ ...start, checkout, point: { effect, when } });
    const at = `killed ${when} effect ${effect}, ${killed.effects.at(-1)}`;
    world.wait(60);
    const next = point % 2 === 0 ? checkout : lab.freshClone(1);
    const again = await world.runProcess({ ...start, checkout: next });
    expect(again.code, `${at}: ${again.stderr}`).toBe(0);
    expect(pastOf(lab), at).toBe(past);
    expect(lab.git('for-each-ref', '--format=%(refname)'), at).toBe('refs/heads/main\nrefs/zendrift/acme');
    expect(lab.git('rev-list', '--count', '--merges', 'main'), at).toBe('1');
    expect({ ...comparableState(lab.state()), folded: '' }, at).toEqual({ ...state, folded: '' });
    expect((await verifyAt(lab.freshClone())).faults, at).toEqual([]);
    expect(world.github.model.issues(), at).toEqual([]);
    if (killed.code !== null) {
      expect(killed.effects).toContain('git push');
      return;
    }
    reset();
  }
});

test('a backfill that fails at any request is finished by the next one, with the same bytes', {
  timeout: 1_200_000,
}, async () => {
  const world = await openPastWorld();
  const { lab } = world;
  const reset = world.keep();
  lab.zendesk.forgetRequests();
  await backfillIn(lab, { checkout: lab.freshClone() });
  const past = pastOf(lab);
  const all = lab.zendesk.requests.length;
  for (let number = 1 + (seed % stride); number <= all; number += stride) {
    reset();
    let count = 0;
    const release = lab.zendesk.onRequest(() => {
      count += 1;
      return count >= number ? { status: 503, body: '' } : undefined;
    });
    await backfillIn(lab, { checkout: lab.freshClone(1) }).catch((error: unknown) =>
      expect(error, `at request ${number}`).toMatchObject({ exitCode: 1 }),
    );
    release();
    await backfillIn(lab, { checkout: lab.freshClone(1) });
    expect(pastOf(lab), `at request ${number}`).toBe(past);
  }
});
