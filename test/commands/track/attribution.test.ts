import { describe, expect, test } from 'vitest';
import { newEntries } from '#commands/track/collect.ts';
import type { Json } from '#json.ts';
import { trackerId } from '#sandbox/zendesk/user.ts';
import { autoReply, bob, jane, partialRefund, refundsView } from '../../support/acme.ts';
import { at, entryAt } from '../../support/drift.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { openLocal, runLater } from '../../support/watched.ts';

/** Bob does something with an object that changes nothing. */
const use = ({ zendesk }: Lab, action: string, id: number, over: { readonly created_at?: string } = {}) =>
  zendesk.account.log({
    action,
    actor_id: bob,
    source_id: id,
    source_type: 'rule',
    ip_address: '198.51.100.4',
    ...over,
  });

test('an unreadable trigger revision lends its state to nobody: one commit names both people', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('trigger', autoReply, { title: 'By Jane' });
  lab.wait(60);
  const webhook = { field: 'notification_webhook', value: ['77', 'body'] };
  account.as(bob).update('trigger', autoReply, { actions: [webhook] });
  lab.zendesk.onRequest(({ path }, proceed) => {
    if (!path.endsWith('/revisions')) return undefined;
    const answer = proceed();
    const text = JSON.stringify(answer.body);
    // The condition of Jane's state alone: the older of the two newest.
    const from = text.indexOf('"By Jane"', text.indexOf('"By Jane"') + 1);
    const body: Json = JSON.parse(text.slice(0, from) + text.slice(from).replace(/"field":"[^"]+"/, '"field":null'));
    return { ...answer, body };
  });
  expect((await runLater(lab)).exitCode).toBe(0);
  expect(await lab.changes()).toMatchObject([
    { object: `trigger/${autoReply}`, attribution: 'collapsed', actors: [`${jane}`, `${bob}`] },
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('only create, update and destroy are edits: a change stays exact, approved and its author’s whatever follows', async () => {
  const lab = await openLocal({ config: 'policy: { rules: [{ name: jane, actors: [1001], decide: approved }] }\n' });
  lab.zendesk.account.as(jane).update('view', refundsView, { title: 'By Jane' });
  for (const action of ['exported', 'login', 'a-new-action']) {
    lab.wait(60);
    use(lab, action, refundsView);
  }
  const { json, lines } = await runLater(lab);
  expect(json).toMatchObject({ otherActions: 3, notTracked: 0, openEpisodes: 0 });
  expect(lines).toContain('3 audit entries for actions that are not edits');
  expect(await lab.changes()).toMatchObject([
    { object: `view/${refundsView}`, attribution: 'exact', actors: ['1001'], verdict: 'approved' },
  ]);
});

test('entries that are no edits make no commit, no transient change, no late entry, and are remembered by id', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'By Jane' });
  lab.wait(60);
  await lab.run();
  const before = (await lab.log()).length;
  const ids = [
    use(lab, 'exported', partialRefund),
    use(lab, 'exported', partialRefund, { created_at: '2026-11-20T08:10:30Z' }),
    use(lab, 'exported', autoReply),
    use(lab, 'exported', autoReply),
    use(lab, 'exported', 123456789),
  ].map(({ id }) => `${id}`);
  const { json, exitCode } = await runLater(lab);
  expect(json).toMatchObject({ otherActions: 5, notTracked: 0, commits: [], pending: [], unreadable: [] });
  expect([exitCode, (await lab.log()).length]).toEqual([0, before]);
  // The state is written once an hour where nothing else happens.
  lab.wait(3600);
  await lab.run();
  expect(ids.filter((id) => !lab.state()?.seen.has(id))).toEqual([]);
  expect((await runLater(lab)).json).toMatchObject({ otherActions: 0, commits: [] });
});

test('an export after an edit whose entry is late does not become the edit: the object waits for its entry', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'By Jane' }, { entryLag: 120 });
  lab.wait(30);
  use(lab, 'exported', partialRefund);
  lab.wait(30);
  await lab.run({ inputs: { sweep: 'true' } });
  expect(await lab.changes()).toEqual([]);
  lab.wait(120);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ attribution: 'exact', actors: ['1001'] }]);
});

test('what the log shows is parted into edits and the rest, each once, without what is in history or in the baseline', () => {
  const [old, seen, edit, exported] = [entryAt(0), entryAt(20), entryAt(21), entryAt(22, { action: 'exported' })];
  const state = { baselines: new Map([['trigger', at(10)]]), seen: new Map([[seen.id, seen.time]]) };
  const shown = { entries: [old, seen, edit, edit], others: [exported] };
  expect(newEntries(shown, state)).toEqual({ entries: [edit], others: [exported] });
});

test.each(['first', 'last'] as const)(
  'a filter that heeds the %s of several types loses no entry: it is noticed, and the log is read without it',
  async (sourceTypeFilter) => {
    const lab = await openLocal({ zendesk: { sourceTypes: 'specific', sourceTypeFilter } });
    lab.zendesk.account.as(jane).update('trigger', autoReply, { title: 'By Jane' });
    lab.zendesk.account.as(bob).update('macro', partialRefund, { title: 'By Bob' });
    const { warnings } = await runLater(lab);
    expect(warnings).toEqual([expect.stringContaining('Zendesk leaves out audit entries')]);
    expect((await lab.changes()).map(({ object, attribution, actors }) => [object, attribution, ...actors])).toEqual([
      [`macro/${partialRefund}`, 'exact', '1002'],
      [`trigger/${autoReply}`, 'exact', '1001'],
    ]);
    // An idle run asks who it is and for the newest page.
    const idle = await lab.run();
    expect([idle.requests, idle.warnings]).toEqual([['GET /api/v2/users/me', 'GET /api/v2/audit_logs'], []]);
  },
);

test('a save that changes nothing has no sign of risk, and two of them only that they came and went', async () => {
  const lab = await openLocal();
  const hooked = 28835714738008;
  const riskOf = async () => /^Risk: (.*)$/m.exec((await lab.log()).at(-1)?.message ?? '')?.[1];
  lab.zendesk.account.as(jane).update('trigger', hooked, {});
  await runLater(lab);
  expect(await lab.changes()).toMatchObject([{ change: 'none', verdict: 'approved', reason: 'no-visible-change' }]);
  expect(await riskOf()).toBe('low');
  for (const title of ['Another', 'Transmit solved tickets to the shop']) {
    lab.wait(10);
    lab.zendesk.account.as(jane).update('trigger', hooked, { title });
  }
  await runLater(lab);
  expect((await lab.changes()).at(-1)).toMatchObject({ change: 'none', verdict: 'unapproved' });
  expect(await riskOf()).toBe('medium transient');
});

describe('a 404 in words that the API does not use for a missing object', () => {
  const answer404 = (lab: Lab, id: number, body: Json) =>
    lab.zendesk.onRequest(({ path }) => (path.endsWith(`/${id}`) ? { status: 404, body } : undefined));

  test.each<[string, Json]>([
    ['an error of another name', { error: 'NotFound' }],
    ['HTML', '<h1>Not found</h1>'],
    ['nothing', ''],
  ])('is a deletion where the log says "destroy": %s', async (_name, body) => {
    const lab = await openLocal();
    lab.zendesk.account.as(jane).remove('macro', partialRefund);
    const { id } = lab.zendesk.account.as(bob).create('macro', { title: 'Short-lived', actions: [] });
    lab.zendesk.account.as(bob).remove('macro', id);
    answer404(lab, partialRefund, body);
    answer404(lab, id, body);
    expect((await runLater(lab)).exitCode).toBe(0);
    expect(await lab.changes()).toMatchObject([
      { object: `macro/${partialRefund}`, change: 'deleted', attribution: 'exact', actors: ['1001'] },
      { object: `rule/${id}`, change: 'none', actors: ['1002', '1002'] },
    ]);
  });

  test('keeps the object where the log has no such entry', async () => {
    const lab = await openLocal();
    lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'By Jane' });
    answer404(lab, partialRefund, { error: 'NotFound' });
    const { exitCode, json } = await runLater(lab);
    expect([exitCode, json]).toMatchObject([1, { unreadable: [{ object: `macro/${partialRefund}` }] }]);
    expect(lab.tree().has(`snapshots/acme/macros/${partialRefund}.json`)).toBe(true);
  });
});

describe('a role other than admin', () => {
  const limit = ({ zendesk }: Lab) => zendesk.account.addUser({ id: trackerId, name: 'Config Tracker', role: 'agent' });

  test('that can read the log tracks, with a warning about what it may not see', async () => {
    const lab = await openLocal({ zendesk: { auditReaders: [trackerId] } });
    limit(lab);
    lab.zendesk.account.as(jane).update('trigger', autoReply, { title: 'By Jane' });
    const { exitCode, warnings } = await runLater(lab);
    expect(exitCode).toBe(0);
    expect(warnings).toEqual([
      expect.stringMatching(/role "agent".*restricted to other groups or agents may be invisible/),
    ]);
    expect(await lab.changes()).toMatchObject([{ attribution: 'exact', actors: ['1001'] }]);
  });

  test('that cannot read the log fails with the words of the log, before anything is listed', async () => {
    const lab = await openLab();
    limit(lab);
    await expect(lab.run()).rejects.toMatchObject({ code: 'zendesk-plan', exitCode: 2 });
    expect(lab.zendesk.requests.map(({ path }) => path)).toEqual([
      '/oauth/tokens',
      '/api/v2/users/me',
      '/api/v2/audit_logs',
    ]);
    expect(lab.tips()).toMatchObject({ state: '' });
  });

  test('that may not list a kind fails with exit 2, not as if the answer were broken', async () => {
    const lab = await openLab({ zendesk: { auditReaders: [trackerId] } });
    limit(lab);
    lab.zendesk.onRequest(({ path }) => (path === '/api/v2/automations' ? { status: 403, body: {} } : undefined));
    await expect(lab.run()).rejects.toMatchObject({ code: 'zendesk-forbidden', exitCode: 2 });
  });
});
