import { describe, expect, onTestFinished, test } from 'vitest';
import { ZendriftError } from '#errors.ts';
import type { Reply } from '#sandbox/zendesk/http.ts';
import { bob, fullRefund, jane, notifyRequester, partialRefund } from '../support/acme.ts';
import type { RunOptions } from '../support/lab.ts';
import { seed } from '../support/seed.ts';
import { someOf } from '../support/soak.ts';
import { always, check, checkSilence, settled } from './invariants.ts';
import { pick, seededRandom } from './random.ts';
import {
  type Forecast,
  githubFaults,
  missingPage,
  openElsewhere,
  openWeather,
  pageFaults,
  zendeskFaults,
} from './weather.ts';
import { openWatchedWorld, type World } from './world.ts';

const soak = process.env['ZENDRIFT_SOAK'] !== undefined;

/** Runs, and lets it fail in any way that the catalogue knows. Returns the exit code. */
async function runTolerantly(world: World, options?: RunOptions): Promise<number> {
  try {
    return (await world.run(options)).exitCode;
  } catch (error) {
    if (error instanceof ZendriftError && error.code !== 'unexpected') return error.exitCode;
    throw error;
  }
}

let edits = 0;

/** Drift of two objects, one of them new drift each time, and one undone. */
function makeDrift(world: World): void {
  edits += 1;
  world.edit(jane, (editor) => editor.update('macro', partialRefund, { title: `Edit ${edits}` }));
  world.edit(bob, (editor) => editor.update('trigger', notifyRequester, { active: edits % 2 === 0 }));
  world.edit(jane, (editor) => editor.update('macro', fullRefund, { description: `Edit ${edits}` }));
  world.wait(60);
}

async function checkRecovery(world: World): Promise<void> {
  world.wait(400);
  const { exitCode } = await world.run({ inputs: { sweep: 'true' } });
  expect(exitCode).toBe(0);
  await checkSilence(world);
  await check(world, always, settled);
}

describe('each kind of bad answer, to any request of a run', () => {
  const random = seededRandom(seed);
  const faults: Forecast = { ...zendeskFaults, ...pageFaults, 'a page that is missing': missingPage };

  test('of Zendesk costs time, never truth', { timeout: 300_000 }, async () => {
    const world = await openWatchedWorld();
    for (const [name, fault] of some(Object.entries(faults))) {
      makeDrift(world);
      const rate = pick(random, [0.01, 0.1, 0.3, 0.6]);
      const later = new Date(world.lab.zendesk.clock.now() + 5000).toUTCString();
      const stop = world.lab.zendesk.onRequest((_, proceed) => (random() < rate ? fault(proceed(), later) : undefined));
      await runTolerantly(world, { inputs: { sweep: String(random() < 0.5) } });
      stop();
      await expect(check(world, always), name).resolves.toBeUndefined();
    }
    await checkRecovery(world);
  });

  test('of GitHub costs time, never truth', { timeout: 300_000 }, async () => {
    const world = await openWatchedWorld();
    for (const [name, fault] of some(Object.entries(githubFaults))) {
      makeDrift(world);
      const rate = pick(random, [0.01, 0.1, 0.3, 0.6]);
      const stop = world.github.onRequest(() => (random() < rate ? fault : undefined));
      await runTolerantly(world);
      stop();
      await expect(check(world, always), name).resolves.toBeUndefined();
    }
    await checkRecovery(world);
  });

  /** All of them in a soak; else every fourth, which ones the seed decides. */
  function some<Item>(items: readonly Item[]): readonly Item[] {
    return soak ? items : items.filter((_, index) => index % 4 === seed % 4);
  }
});

test('answers of all kinds mixed, at rates up to 60 %, and redirects that lead elsewhere', {
  timeout: 300_000,
}, async () => {
  const world = await openWatchedWorld();
  const elsewhere = await openElsewhere();
  onTestFinished(() => elsewhere.close());
  for (const [index, rate] of [0.01, 0.05, 0.2, 0.4, 0.6].entries()) {
    makeDrift(world);
    const weather = openWeather(world.lab, { seed: seed + index, rate, elsewhere: elsewhere.url });
    await runTolerantly(world);
    weather.clear();
    await check(world, always);
  }
  await checkRecovery(world);
  expect(elsewhere.requests).toEqual([]);
});

test.each<Reply['destroy']>(someOf(['stall', undefined], 2))(
  'an answer that never ends (%s) is given up at the deadline, with exit 1, and the next run goes on',
  async (destroy) => {
    const world = await openWatchedWorld();
    makeDrift(world);
    const stop = world.lab.zendesk.onRequest(({ path }, proceed) => {
      if (path !== '/api/v2/audit_logs') return undefined;
      return destroy === undefined ? { ...proceed(), delay: 600_000 } : { ...proceed(), destroy };
    });
    expect(await runTolerantly(world, { inputs: { deadline: '1s' } })).toBe(1);
    stop();
    await checkRecovery(world);
  },
);

test('an answer of GitHub that never ends is given up at the deadline, and the issues follow in the next run', async () => {
  const world = await openWatchedWorld();
  makeDrift(world);
  const stop = world.github.onRequest(({ method, path }) =>
    method === 'POST' && path.endsWith('/issues') ? { destroy: 'stall', body: {} } : undefined,
  );
  expect(await runTolerantly(world, { inputs: { deadline: '2s' } })).toBe(1);
  stop();
  expect((await world.lab.changes()).length).toBeGreaterThan(0);
  await checkRecovery(world);
});

test('the lost answer of an issue creation does not make a second issue', async () => {
  const world = await openWatchedWorld();
  makeDrift(world);
  const stop = world.github.onRequest(({ method }) => (method === 'GET' ? undefined : 'lose-answer'));
  await runTolerantly(world);
  stop();
  await checkRecovery(world);
  const marks = world.github.model.issues().map(({ body }) => body?.split('\n', 1)[0]);
  expect(marks.length).toBeGreaterThan(1);
  expect(new Set(marks).size).toBe(marks.length);
});
