import { describe, expect, test } from 'vitest';
import { jane, notifyRequester } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { answersTo, hubOf, later, openTeam, say, triageIn } from '../../support/triage-lab.ts';
import { verifyAt } from '../verify/support.ts';

/** Takes objects away of which the log says nothing. */
function vanish(lab: Lab, kind: 'macro' | 'view' | 'trigger', count = Number.POSITIVE_INFINITY): readonly string[] {
  const all = lab.zendesk.account.remote()[kind].map(({ id }) => id);
  const recorded = all.filter((id) => lab.tree().has(`snapshots/acme/${kind}s/${id}.json`));
  // All of a kind are all that the account has, also what is not tracked.
  const gone = recorded.length <= count ? all : recorded.slice(0, count);
  for (const id of gone) lab.zendesk.account.as(jane).remove(kind, id, { audit: false });
  later(lab, 600);
  return recorded.slice(0, count).map(String);
}

const held = (lab: Lab) =>
  hubOf(lab)
    .model.issues('open')
    .find(({ title }) => title.includes('Held back'));

const decisions = async (lab: Lab) =>
  (await lab.log()).flatMap(({ facts, ...commit }) => (facts?.type === 'decision' ? [{ ...commit, facts }] : []));

const sweep = (lab: Lab, inputs = {}) => {
  later(lab);
  return lab.run({ inputs: { sweep: 'true', ...inputs } });
};

test('what --accept-vanished releases leaves a trace in front of the deletions, by the bot, that says where it came from', async () => {
  const lab = await openTeam();
  const gone = vanish(lab, 'macro', 6);
  expect((await sweep(lab)).exitCode).toBe(1);
  expect(await decisions(lab)).toEqual([]);
  expect((await sweep(lab, { 'accept-vanished': 'macro' })).exitCode).toBe(0);
  const [made, ...others] = await decisions(lab);
  expect(others).toEqual([]);
  expect(made).toMatchObject({
    subject: 'Accept vanished macros: 6',
    facts: { object: 'macro/vanished', decision: 'approved', by: 'zendrift_cli', issue: '0', comment: '0' },
  });
  expect(made?.facts.change.split(',').sort()).toEqual([...gone].sort());
  expect(made?.facts.reason).toBe('accept-vanished macro, given on the command line or as an input of the workflow');
  const kinds = (await lab.log()).map(({ facts }) => facts?.type);
  expect(kinds.indexOf('decision')).toBeLessThan(kinds.indexOf('change'));
  expect(await lab.changes()).toHaveLength(6);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  const { result } = await verifyAt(lab.remote);
  expect([...result.faults, ...result.warnings]).toEqual([]);
});

test('given as an input of a workflow, it is by whoever started that run, which the decision names', async () => {
  const lab = await openTeam();
  vanish(lab, 'macro', 6);
  later(lab);
  await lab.run({
    inputs: { sweep: 'true', 'accept-vanished': 'macro' },
    environment: {
      ...{ GITHUB_ACTOR: 'admin-ann', GITHUB_ACTOR_ID: '583231' },
      ...{ GITHUB_RUN_ID: '8839201', GITHUB_RUN_ATTEMPT: '2' },
    },
  });
  const [made] = await decisions(lab);
  expect(made?.author).toBe('admin-ann <583231+admin-ann@users.noreply.github.com>');
  expect(made?.facts).toMatchObject({ by: 'admin-ann', byId: '583231', comment: '0', run: 'actions-8839201-2' });
});

test('where no brake holds anything, --accept-vanished has nothing to say', async () => {
  const lab = await openTeam();
  vanish(lab, 'macro', 2);
  await sweep(lab, { 'accept-vanished': 'macro' });
  expect(await decisions(lab)).toEqual([]);
  expect(await lab.changes()).toHaveLength(2);
});

describe('a kind of which everything is gone', () => {
  test('is held back, and released by /accept', async () => {
    const lab = await openTeam();
    const gone = vanish(lab, 'view');
    expect((await sweep(lab)).exitCode).toBe(1);
    expect(await lab.changes()).toEqual([]);
    const issue = held(lab);
    expect(issue?.body).toContain(`the listing of views is empty, but ${gone.length} objects are recorded`);
    const comment = say(lab, 'bob-gh', '/accept cleaned up', issue?.number ?? 0);
    await triageIn(lab);
    expect(answersTo(lab, comment)).toEqual([expect.stringContaining('Accepted')]);
    later(lab);
    // Without any option: what was accepted is looked at by the next run.
    expect((await lab.run()).exitCode).toBe(0);
    const changes = await lab.changes();
    expect(changes.filter(({ change }) => change === 'deleted')).toHaveLength(gone.length);
    expect(held(lab)).toBeUndefined();
    expect(lab.tree()).toEqual(lab.canonicalRemote());
    expect((await decisions(lab)).map(({ facts }) => facts.by)).toEqual(['bob-gh']);
  });

  test('is released by --accept-vanished, which is recorded', async () => {
    const lab = await openTeam();
    const gone = vanish(lab, 'macro');
    expect((await sweep(lab)).exitCode).toBe(1);
    expect((await sweep(lab, { 'accept-vanished': 'macro' })).exitCode).toBe(0);
    expect((await lab.changes()).map(({ change }) => change)).toEqual(gone.map(() => 'deleted'));
    expect((await decisions(lab)).map(({ facts }) => facts.object)).toEqual(['macro/vanished']);
    expect(lab.tree()).toEqual(lab.canonicalRemote());
    expect(held(lab)).toBeUndefined();
  });

  test('that a run without a sweep comes upon is released by /accept alike', async () => {
    const lab = await openTeam();
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Before it all went' });
    const gone = vanish(lab, 'trigger');
    expect((await lab.run()).exitCode).toBe(1);
    say(lab, 'bob-gh', '/accept', held(lab)?.number ?? 0);
    await triageIn(lab);
    later(lab);
    await lab.run();
    const deleted = (await lab.changes()).filter(({ change }) => change === 'deleted').map(({ object }) => object);
    expect(deleted.sort()).toEqual(gone.map((id) => `trigger/${id}`).sort());
    expect(held(lab)).toBeUndefined();
  });

  test('keeps what a GET still finds, whatever was accepted', async () => {
    const lab = await openTeam();
    const before = lab.tree();
    later(lab, 600);
    const empty = { macros: [], meta: { has_more: false, after_cursor: null } };
    lab.zendesk.onRequest(({ path }) => (path === '/api/v2/macros' ? { status: 200, body: empty } : undefined));
    await sweep(lab, { 'accept-vanished': 'macro' });
    expect(await lab.changes()).toEqual([]);
    expect([...lab.tree().keys()]).toEqual([...before.keys()]);
  });
});

test('a listing that goes on for ever stops its kind alone', async () => {
  const lab = await openTeam();
  later(lab, 600);
  lab.zendesk.account.as(jane).update('view', lab.zendesk.account.remote().view[0]?.id ?? 0, { title: 'Later' });
  let asked = 0;
  lab.zendesk.onRequest(({ path }) => {
    if (path !== '/api/v2/triggers') return undefined;
    asked += 1;
    return { status: 200, body: { triggers: [], meta: { has_more: true, after_cursor: `c${asked}` } } };
  });
  expect((await sweep(lab)).exitCode).toBe(1);
  expect(asked).toBeLessThan(10);
  expect((await lab.changes()).map(({ object }) => object.split('/')[0])).toEqual(['view']);
  expect(held(lab)?.title).toContain('Held back: triggers');
});
