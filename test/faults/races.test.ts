import { describe, expect, test } from 'vitest';
import { ZendriftError } from '#errors.ts';
import type { Kind, Rule } from '#sandbox/zendesk/rule.ts';
import { ann, bob, deployBot, jane } from '../support/acme.ts';
import { seed } from '../support/seed.ts';
import { always, check, checkSilence, settled } from './invariants.ts';
import { pick, seededRandom } from './random.ts';
import { openWatchedWorld, openWorld, type World } from './world.ts';

const soak = process.env['ZENDRIFT_SOAK'] !== undefined;
const rounds = soak ? 50 : 1;
const withoutComments = Object.fromEntries(
  // Two runs that file at the same moment cannot see each other's comment.
  Object.entries(always).filter(([name]) => name !== 'no comment is posted twice'),
);

const sharedRules = ({ lab }: World, kind: Kind): readonly Rule[] =>
  lab.zendesk.account.remote()[kind].filter((rule) => !JSON.stringify(rule['restriction'] ?? '').includes('User'));

/** Some edits by different people. */
function editAtRandom(world: World, random: () => number): void {
  const kind = pick(random, ['trigger', 'automation', 'macro', 'view'] as const);
  const rules = sharedRules(world, kind);
  for (let count = 0; count < 3; count += 1) {
    const rule = pick(random, rules);
    const title = `Title ${Math.floor(random() * 1000)}`;
    world.edit(pick(random, [jane, bob, ann, deployBot]), (editor) => editor.update(kind, rule.id, { title }));
  }
}

async function raceOnce(world: World): Promise<number> {
  try {
    return (await world.run({ checkout: world.lab.freshClone(1) })).exitCode;
  } catch (error) {
    if (error instanceof ZendriftError && error.exitCode === 1) return 1;
    throw error;
  }
}

test(`${rounds} rounds of 2 to 4 runners and two accounts on one branch lose nothing and record nothing twice`, {
  timeout: 900_000,
}, async () => {
  const random = seededRandom(seed);
  const world = await openWatchedWorld();
  const now = world.lab.zendesk.clock.iso();
  const beside = await openWorld({ beside: world.lab, zendesk: { subdomain: 'beta', clock: { now } } });
  for (let round = 0; round < rounds; round += 1) {
    for (const one of [world, beside]) {
      // The embedded GitHub counts requests by the hour, as GitHub does.
      one.wait(900);
      editAtRandom(one, random);
    }
    const runners = 2 + Math.floor(random() * 3);
    const codes = await Promise.all([
      ...Array.from({ length: runners }, () => raceOnce(world)),
      ...(round % 2 === 0 ? [raceOnce(beside)] : [raceOnce(beside), raceOnce(beside)]),
    ]);
    expect(codes).toContain(0);
  }
  for (const one of [world, beside]) {
    one.wait(1000);
    await one.run({ checkout: world.lab.freshClone(1), inputs: { sweep: 'true' } });
    await checkSilence(one, world.lab.freshClone(1));
    await check(one, withoutComments, settled);
  }
});

test('the digests that two racing runs opened for the same changes become one (seed 28)', async () => {
  const world = await openWatchedWorld({ config: 'issues: { max-new-per-run: 2 }\n' });
  world.edit(jane, (editor) => {
    for (const { id } of sharedRules(world, 'macro').slice(0, 5)) editor.update('macro', id, { description: 'All' });
  });
  world.wait(60);
  await world.run();
  const { model } = world.github;
  const digests = () => model.issues('open').filter(({ body }) => body?.startsWith('<!-- zendrift:1 digest='));
  const [digest] = digests();
  if (digest === undefined) throw new Error('There is a digest');
  model.as('github-actions[bot]').openIssue(digest);
  await world.run();
  expect(digests().map(({ number }) => number)).toEqual([digest.number]);
  await checkSilence(world);
  await check(world, always, settled);
});

test('an issue whose marker someone edited away is closed when its episode ends (seed 329)', async () => {
  const world = await openWatchedWorld();
  const { model } = world.github;
  const [macro] = sharedRules(world, 'macro');
  if (macro === undefined) throw new Error('There is a macro');
  world.edit(bob, (editor) => editor.update('macro', macro.id, { title: 'Another' }));
  world.wait(60);
  await world.run();
  const [issue] = model.issues('open');
  if (issue === undefined) throw new Error('There is an issue');
  model.putUser({ login: 'hanna', permission: 'admin' });
  model.as('hanna').editBody(issue.number, `What is this?\n${issue.body}`);
  world.edit(ann, (editor) => editor.update('macro', macro.id, { title: macro.raw_title }));
  world.wait(60);
  await world.run();
  expect(model.issue(issue.number)).toMatchObject({ state: 'closed' });
  await checkSilence(world);
  await check(world, always, settled);
});

test('a state that is rebuilt still knows the issue whose marker someone edited away (seed 5)', async () => {
  const world = await openWatchedWorld();
  const { model } = world.github;
  const [macro] = sharedRules(world, 'macro');
  world.edit(bob, (editor) => editor.update('macro', macro?.id ?? 0, { title: 'Another' }));
  world.wait(60);
  await world.run();
  const [issue] = model.issues('open');
  model.putUser({ login: 'hanna', permission: 'admin' });
  model.as('hanna').editBody(issue?.number ?? 0, 'What is this?');
  world.lab.commitElsewhere({ [`snapshots/acme/macros/${macro?.id}.json`]: null });
  await world.run();
  await checkSilence(world);
  await check(world, always, settled);
});

test('the issues of one account take no room from another in the same repository (found by 50 rounds)', async () => {
  const world = await openWatchedWorld({ config: 'issues: { max-open: 1 }\n' });
  const now = world.lab.zendesk.clock.iso();
  const beside = await openWorld({ beside: world.lab, zendesk: { subdomain: 'beta', clock: { now } } });
  await beside.run();
  for (const one of [world, beside]) {
    one.wait(60);
    const [macro] = sharedRules(one, 'macro');
    one.edit(jane, (editor) => editor.update('macro', macro?.id ?? 0, { title: 'Another' }));
    one.wait(60);
    await one.run();
  }
  await check(world, always, settled);
  await check(beside, settled);
});

describe('250 entries in one second, across the border of a page', () => {
  test.each(soak ? [1, 99, 100, 101] : [99])('with %i entries before them', async (before) => {
    const world = await openWatchedWorld();
    const make = (count: number) =>
      world.edit(bob, (editor) => {
        for (let index = 0; index < count; index += 1) {
          editor.create('macro', { title: `Macro ${index}`, actions: [{ field: 'status', value: 'open' }] });
        }
      });
    make(before);
    world.wait(1);
    make(250);
    await world.run();
    world.wait(60);
    await world.run();
    await checkSilence(world);
    await check(world, always, settled);
    expect(await world.lab.changes()).toHaveLength(before + 250);
  });
});
