import { describe, expect, test } from 'vitest';
import type { Json } from '#json.ts';
import { git } from '../git/support.ts';
import { ann, jane, partialRefund } from '../support/acme.ts';
import { someOf } from '../support/soak.ts';
import { always, check, checkSilence, settled } from './invariants.ts';
import { openWatchedWorld, type World } from './world.ts';

const alerts = ({ github }: World) => github.model.issues().filter(({ labels }) => labels.includes('zendrift-alert'));
const open = (world: World) => alerts(world).filter(({ state }) => state === 'open');

const breakZendesk = ({ lab }: World) => lab.zendesk.onRequest(() => ({ status: 503, body: {} }));

test('after "alert-after" without a finished run one issue says so, and the next finished run closes it', async () => {
  const world = await openWatchedWorld();
  await world.run();
  const fix = breakZendesk(world);
  world.wait(5 * 3600);
  expect(await world.run()).toMatchObject({ exitCode: 1, tolerated: true });
  expect(alerts(world)).toEqual([]);
  world.wait(2 * 3600);
  await expect(world.run()).rejects.toMatchObject({ exitCode: 1 });
  await expect(world.run()).rejects.toMatchObject({ exitCode: 1 });
  expect(open(world)).toMatchObject([{ title: 'Tracking stopped: acme' }]);
  fix();
  expect((await world.run()).exitCode).toBe(0);
  expect(alerts(world)).toMatchObject([{ state: 'closed' }]);
  await checkSilence(world);
});

const secret = 'hunter2-hunter2';

describe('what a person must mend stops tracking, too, and one issue says so', () => {
  const refuse = ({ lab }: World) =>
    lab.zendesk.onRequest(() => ({ status: 401, body: { error: 'invalid_client', error_description: secret } }));
  const breakConfig = (world: World) => {
    const { lab } = world;
    lab.commitElsewhere({ '.github/zendrift.yml': `acount: acme\n${secret}: 1\n` });
    git(lab.checkout, 'pull', '-q');
    return () => {
      lab.commitElsewhere({ '.github/zendrift.yml': null });
      git(lab.checkout, 'pull', '-q');
    };
  };
  const demote = ({ lab }: World) =>
    lab.zendesk.onRequest(({ path }) =>
      path === '/api/v2/audit_logs'
        ? { status: 403, body: { error: { title: 'Forbidden', message: 'You do not have access to this page.' } } }
        : undefined,
    );

  test.each<[string, (world: World) => () => void, Readonly<Record<string, string>>, RegExp]>([
    ['credentials that are refused', refuse, { ZENDESK_CLIENT_SECRET: secret }, /Create an OAuth client/],
    [
      'a role that was taken away',
      demote,
      {},
      /denied access to the audit log of acme.*\n.*an admin or a custom role with the permission "View audit logs"/,
    ],
    ['a broken configuration', breakConfig, { ZENDESK_CLIENT_SECRET: secret }, /acount.*\n.*Fix the keys listed above/],
    [
      'a secret that is gone',
      () => () => {},
      { ZENDESK_CLIENT_SECRET: '' },
      /ZENDESK_CLIENT_SECRET.*\n.*See "Settings" in docs/,
    ],
  ])('%s', async (_, spoil, environment, words) => {
    const world = await openWatchedWorld();
    await world.run();
    const fix = spoil(world);
    world.wait(5 * 3600);
    await expect(world.run({ environment })).rejects.toMatchObject({ exitCode: 2 });
    expect(alerts(world)).toEqual([]);
    world.wait(2 * 3600);
    await expect(world.run({ environment })).rejects.toMatchObject({ exitCode: 2 });
    const [issue] = open(world);
    expect(issue).toMatchObject({ title: 'Tracking stopped: acme', body: expect.stringMatching(words) });
    expect(issue?.body).not.toContain(secret);
    world.wait(3600);
    const writes = world.githubWrites();
    await expect(world.run({ environment })).rejects.toMatchObject({ exitCode: 2 });
    expect([alerts(world).length, world.githubWrites()]).toEqual([1, writes]);
    fix();
    expect((await world.run()).exitCode).toBe(0);
    expect(alerts(world)).toMatchObject([{ state: 'closed' }]);
    await checkSilence(world);
  });

  test('without a GitHub, or in a dry run, nobody is notified', async () => {
    const world = await openWatchedWorld();
    await world.run();
    world.wait(7 * 3600);
    const environment = { ZENDESK_CLIENT_SECRET: '' };
    await expect(world.run({ environment, inputs: { 'dry-run': 'true' } })).rejects.toMatchObject({ exitCode: 2 });
    await expect(world.run({ environment: { ...environment, GITHUB_TOKEN: '' } })).rejects.toMatchObject({
      exitCode: 2,
    });
    expect(alerts(world)).toEqual([]);
  });
});

test('runs that never end in time are reported, too, after their deadline', async () => {
  const world = await openWatchedWorld();
  await world.run();
  world.wait(7 * 3600);
  const fix = world.lab.zendesk.onRequest(({ path }) => {
    if (path === '/api/v2/users/me') world.lab.wait(2730);
    return undefined;
  });
  await expect(world.run()).rejects.toMatchObject({ code: 'deadline' });
  expect(open(world)).toMatchObject([{ title: 'Tracking stopped: acme' }]);
  fix();
  expect((await world.run()).exitCode).toBe(0);
  expect(open(world)).toEqual([]);
});

test('a gap that is unusual is said once runs are back', async () => {
  const world = await openWatchedWorld();
  for (let hour = 0; hour < 4; hour += 1) {
    world.wait(3600);
    await world.run();
  }
  world.wait(5 * 3600);
  expect(JSON.stringify((await world.run()).json)).toMatch(
    /The last run was 5\.0 h ago; usually runs are \d\.\d h apart/,
  );
});

test('a mass of vanished objects is not recorded, one issue says so, and --accept-vanished releases it', async () => {
  const world = await openWatchedWorld();
  const macros = world.lab.zendesk.account.remote().macro.slice(0, 6);
  world.edit(ann, (editor) => {
    for (const { id } of macros) editor.remove('macro', id, { audit: false });
  });
  world.edit(jane, (editor) => editor.create('macro', { title: 'New', actions: [{ field: 'status', value: 'open' }] }));
  world.wait(600);
  const before = world.lab.tree();
  const heldBack = await world.run({ inputs: { sweep: 'true' } });
  expect(heldBack.exitCode).toBe(1);
  expect([...world.lab.tree().keys()]).toEqual([...before.keys()]);
  expect(open(world)).toMatchObject([{ title: expect.stringContaining('Held back: macros') }]);
  await check(world, always);
  world.wait(600);
  const released = await world.run({ inputs: { sweep: 'true', 'accept-vanished': 'macro' } });
  expect(released.exitCode).toBe(0);
  expect(open(world)).toEqual([]);
  await checkSilence(world);
  await check(world, always, settled);
});

const badListings: readonly (readonly [string, Json])[] = [
  ['HTML', '<html>Maintenance</html>'],
  ['{}', {}],
  ['null', null],
  ['an empty list', { macros: [], meta: { has_more: false, after_cursor: null } }],
];

test.each(someOf(badListings, 3))('a listing that is %s stops its kind alone', async (_, body) => {
  const world = await openWatchedWorld();
  world.edit(jane, (editor) => editor.update('macro', partialRefund, { title: 'Later' }));
  world.edit(ann, (editor) =>
    editor.create('view', { title: 'Now', all: [{ field: 'status', operator: 'is', value: 'new' }] }),
  );
  world.wait(60);
  const stop = world.lab.zendesk.onRequest(({ path }) =>
    path === '/api/v2/macros' ? { status: 200, body } : undefined,
  );
  expect((await world.run({ inputs: { sweep: 'true' } })).exitCode).toBe(1);
  stop();
  expect((await world.lab.changes()).map(({ object }) => object.split('/')[0])).toEqual(['view']);
  expect(open(world)).toHaveLength(1);
  world.wait(400);
  expect((await world.run({ inputs: { sweep: 'true' } })).exitCode).toBe(0);
  await checkSilence(world);
  await check(world, always, settled);
});
