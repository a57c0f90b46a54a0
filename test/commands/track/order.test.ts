import { expect, test } from 'vitest';
import {
  ann,
  autoReply,
  bob,
  closeSolved,
  closeSpam,
  escalateVip,
  everythingElse,
  jane,
  notificationsCategory,
  notifyRequester,
  raiseRefunds,
  remindPending,
  routeRefunds,
  routingCategory,
  solvePending,
} from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { someOf } from '../../support/soak.ts';
import { openLocal, runLater } from '../../support/watched.ts';

const newTrigger = {
  title: 'New one',
  category_id: notificationsCategory,
  conditions: { all: [{ field: 'status', operator: 'is', value: 'new' }], any: [] },
  actions: [{ field: 'status', value: 'open' }],
};
const newView = { title: 'New view', all: [{ field: 'status', operator: 'is', value: 'new' }] };

/** What each commit did to `order.json`: ids of the whole order after it, for those that changed it. */
async function orderSteps(lab: Lab, folder = 'triggers') {
  const steps = [];
  for (const { object, change, paths, id } of await lab.changes()) {
    if (!paths.includes(`${folder}/order.json`)) continue;
    const text = lab.git('cat-file', 'blob', `${id}:snapshots/${lab.account}/${folder}/order.json`);
    steps.push({ object, change, ids: [...text.matchAll(/\b\d{5,}\b(?!")/g)].map(([found]) => Number(found)) });
  }
  return steps;
}

const objectsOf = (steps: Awaited<ReturnType<typeof orderSteps>>) => steps.map(({ object }) => object);

test.each(someOf(['all', 'one'] as const, 2))(
  'a reorder with entries for %s of the moved is one commit by its actor',
  async (reorderEntries) => {
    const lab = await openLocal({ zendesk: { reorderEntries } });
    lab.zendesk.account.as(jane).reorder('trigger', [closeSpam, autoReply, notifyRequester]);
    await runLater(lab);
    const changes = await lab.changes();
    expect(changes).toMatchObject([
      { object: 'trigger/order', change: 'reordered', attribution: 'exact', paths: ['triggers/order.json'] },
    ]);
    expect(new Set(changes[0]?.actors)).toEqual(new Set(['1001']));
    expect(lab.tree()).toEqual(lab.canonicalRemote());
    lab.wait(900);
    await lab.run({ inputs: { sweep: 'true' } });
    expect(await lab.changes()).toHaveLength(1);
  },
);

test("a reorder without any entry waits five minutes for one, then is nobody's", async () => {
  const lab = await openLocal({ zendesk: { reorderEntries: 'none' } });
  const { account } = lab.zendesk;
  account.as(jane).reorder('trigger', [closeSpam, autoReply, notifyRequester]);
  account.as(bob).update('trigger', escalateVip, { title: 'VIP' });
  await runLater(lab);
  expect((await lab.changes()).map(({ object }) => object)).toEqual([`trigger/${escalateVip}`]);
  lab.wait(300);
  await lab.run();
  expect((await lab.changes()).at(-1)).toMatchObject({
    object: 'trigger/order',
    attribution: 'none',
    reason: 'no-audit-entry',
  });
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('an entry that comes after its reorder was recorded explains it', async () => {
  const lab = await openLocal({ config: 'policy: { rules: [{ name: jane, actors: [1001], decide: approved }] }\n' });
  const { account } = lab.zendesk;
  account.as(jane).reorder('trigger', [closeSpam, autoReply, notifyRequester], { entryLag: 700 });
  account.as(jane).update('trigger', escalateVip, { title: 'VIP' });
  await runLater(lab);
  lab.wait(300);
  await lab.run();
  const reorder = (await lab.changes()).at(-1);
  expect(reorder).toMatchObject({ object: 'trigger/order', attribution: 'none' });
  expect(lab.state()?.episodes.has('trigger/order')).toBe(true);
  lab.wait(400);
  await lab.run();
  const [late, ...others] = (await lab.changes()).slice(2);
  expect(others).toEqual([]);
  expect(late).toMatchObject({ object: 'trigger/order', explains: reorder?.id, verdict: 'approved', paths: [] });
  expect(new Set(late?.actors)).toEqual(new Set(['1001']));
  expect(lab.state()?.episodes.has('trigger/order')).toBe(false);
  expect(lab.state()?.ended.get('trigger/order')?.how).toBe('approved-late');
});

test('late entries of two people for one reorder are judged together', async () => {
  const lab = await openLocal({ config: 'policy: { rules: [{ name: jane, actors: [1001], decide: approved }] }\n' });
  const { account } = lab.zendesk;
  account.as(jane).update('trigger', autoReply, { position: 2 }, { entryLag: 700 });
  account.as(bob).update('trigger', closeSpam, { position: 1 }, { entryLag: 700 });
  account.as(jane).update('trigger', escalateVip, { title: 'VIP' });
  await runLater(lab);
  lab.wait(300);
  await lab.run();
  lab.wait(400);
  await lab.run();
  const late = (await lab.changes()).filter(({ explains }) => explains !== null);
  expect(late).toMatchObject([{ attribution: 'collapsed', verdict: 'unapproved', reason: 'rule-covers-some' }]);
  expect(lab.state()?.episodes.has('trigger/order')).toBe(true);
});

test('a creation in the middle changes order.json in its own commit and is no reorder', async () => {
  const lab = await openLocal();
  const { id } = lab.zendesk.account.as(jane).create('trigger', { ...newTrigger, position: 2 });
  await runLater(lab);
  expect(await lab.changes()).toMatchObject([{ object: `trigger/${id}`, change: 'created', attribution: 'exact' }]);
  const [step] = await orderSteps(lab);
  expect(step?.ids.slice(0, 4)).toEqual([autoReply, id, notifyRequester, closeSpam]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('a deletion in the middle takes its place away and is no reorder', async () => {
  const lab = await openLocal({ zendesk: { shiftsBump: true } });
  lab.zendesk.account.as(jane).remove('trigger', notifyRequester);
  await runLater(lab);
  expect(await lab.changes()).toMatchObject([
    {
      object: `trigger/${notifyRequester}`,
      change: 'deleted',
      paths: [`triggers/${notifyRequester}.json`, 'triggers/order.json'],
    },
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('a reorder, a creation, a deletion and an edit of one run each change order.json by their own part', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).reorder('trigger', [closeSpam, autoReply, notifyRequester]);
  lab.wait(10);
  const { id } = account.as(bob).create('trigger', { ...newTrigger, position: 2 });
  lab.wait(10);
  account.as(ann).remove('trigger', routeRefunds);
  lab.wait(10);
  account.as(ann).update('trigger', everythingElse, { title: 'The rest' });
  await runLater(lab);
  const steps = await orderSteps(lab);
  expect(objectsOf(steps)).toEqual(['trigger/order', `trigger/${id}`, `trigger/${routeRefunds}`]);
  const [reordered, created, deleted] = steps.map(({ ids }) => ids.slice(0, 7));
  expect(reordered?.slice(0, 6)).toEqual([
    closeSpam,
    autoReply,
    notifyRequester,
    escalateVip,
    routeRefunds,
    everythingElse,
  ]);
  expect(created).toEqual([closeSpam, id, autoReply, notifyRequester, escalateVip, routeRefunds, everythingElse]);
  expect(deleted?.slice(0, 6)).toEqual([closeSpam, id, autoReply, notifyRequester, escalateVip, everythingElse]);
  expect((await lab.changes()).map(({ change }) => change)).toEqual(['reordered', 'created', 'deleted', 'updated']);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('a trigger that goes to another category carries its move', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { category_id: routingCategory, position: 2 });
  await runLater(lab);
  expect(await lab.changes()).toMatchObject([
    {
      object: `trigger/${notifyRequester}`,
      change: 'updated',
      attribution: 'exact',
      paths: [`triggers/${notifyRequester}.json`, 'triggers/order.json'],
    },
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('an update that also moved its object carries the move', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('trigger', closeSpam, { title: 'First of all', position: 1 });
  await runLater(lab);
  expect(await lab.changes()).toMatchObject([
    {
      object: `trigger/${closeSpam}`,
      attribution: 'exact',
      paths: [`triggers/${closeSpam}.json`, 'triggers/order.json'],
    },
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('categories that change places are one reorder', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).moveCategory(routingCategory, 0);
  account.as(bob).update('trigger', autoReply, { title: 'Hello' });
  await runLater(lab);
  lab.wait(300);
  await lab.run();
  expect((await lab.changes()).map(({ object }) => object).sort()).toEqual(
    [`trigger/${autoReply}`, 'trigger/order'].sort(),
  );
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('views and automations have orders of their own', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  const views = account.remote().view.map(({ id }) => id);
  account.as(jane).reorder('automation', [raiseRefunds, closeSolved, remindPending, solvePending]);
  account.as(bob).reorder('view', [...views.slice(1), ...views.slice(0, 1)]);
  account.as(ann).create('view', { ...newView, position: 2 });
  await runLater(lab);
  const changes = await lab.changes();
  expect(changes.map(({ object }) => object.replace(/\d+/, 'new')).sort()).toEqual(
    ['automation/order', 'view/new', 'view/order'].sort(),
  );
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('an object that cannot be read keeps its place while others move', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('trigger', notifyRequester, { title: 'Broken' });
  account.overwrite('trigger', notifyRequester, { conditions: 'none' });
  account.as(bob).remove('trigger', autoReply);
  account.as(bob).create('trigger', { ...newTrigger, position: 1 });
  await runLater(lab);
  const order = lab.tree().get('snapshots/acme/triggers/order.json') ?? '';
  expect(order).toContain(String(notifyRequester));
  const files = [...lab.tree().keys()].filter((path) => /triggers\/\d+\.json$/.test(path)).length;
  expect(order.match(/\b\d{5,}\b(?!")/g)).toHaveLength(files);
});

test('the old order again ends the episode, also when something was made in between', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).reorder('automation', [remindPending, closeSolved, solvePending, raiseRefunds]);
  await runLater(lab);
  expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual(['automation/order']);
  lab.wait(60);
  const { id } = account.as(bob).create('automation', {
    title: 'New',
    conditions: { all: [{ field: 'status', operator: 'is', value: 'new' }], any: [] },
    actions: [{ field: 'status', value: 'open' }],
    position: 2,
  });
  await runLater(lab);
  lab.wait(60);
  account.as(jane).reorder('automation', [closeSolved, id, remindPending, solvePending, raiseRefunds]);
  await runLater(lab);
  expect(lab.state()?.episodes.has('automation/order')).toBe(false);
  expect(lab.state()?.ended.get('automation/order')?.how).toBe('restored');
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('a category that moves right after a recorded edit of its object is a reorder at once', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('trigger', autoReply, { active: false });
  lab.wait(60);
  await lab.run();
  account.as(jane).moveCategory(notificationsCategory, 3);
  lab.wait(60);
  await lab.run({ inputs: { sweep: 'true' } });
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});
