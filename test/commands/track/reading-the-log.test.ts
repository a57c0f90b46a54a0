import { expect, test } from 'vitest';
import { autoReply, bob, closeSpam, fullRefund, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { openLocal } from '../../support/watched.ts';

test('one edit becomes one commit by its actor, at its time, with its address and audit id', async () => {
  const lab = await openLocal();
  const { entry } = lab.zendesk.account
    .as(jane, { ip: '203.0.113.7' })
    .update('trigger', notifyRequester, { active: false });
  lab.wait(60);
  await lab.run();
  const [change, ...others] = await lab.changes();
  expect(others).toEqual([]);
  expect(change).toMatchObject({
    object: `trigger/${notifyRequester}`,
    change: 'updated',
    attribution: 'exact',
    verdict: 'unapproved',
    actors: ['1001'],
    audit: [String(entry?.id)],
    ips: ['203.0.113.7'],
    subject: `Deactivate trigger "Notify requester" (${notifyRequester})`,
    paths: [`triggers/${notifyRequester}.json`],
  });
  const last = (await lab.log()).at(-1);
  expect(last?.author).toBe('Jane Doe <zendesk-user-1001@acme.zendesk.invalid>');
  expect(last?.committer).toBe('zendrift[bot] <zendrift@users.noreply.github.com>');
  expect(last?.record.authorTime).toBe(Date.parse(entry?.created_at ?? '') / 1000);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('two runs in a row: the second makes no commit, moves no state ref and asks little', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Billing::New' });
  lab.wait(60);
  await lab.run();
  const before = lab.tips();
  const { requests, exitCode } = await lab.run();
  expect(lab.tips()).toEqual(before);
  expect(exitCode).toBe(0);
  expect(requests.length).toBeLessThanOrEqual(5);
});

test('entries of the overlap that are in history already are not committed again', async () => {
  const lab = await openLocal();
  for (let count = 0; count < 4; count += 1) {
    lab.zendesk.account.as(jane).update('macro', partialRefund, { title: `Billing::${count}` });
    lab.wait(60);
    await lab.run();
  }
  const audit = (await lab.changes()).flatMap((change) => change.audit);
  expect(audit).toHaveLength(4);
  expect(new Set(audit).size).toBe(4);
});

test("B's edit between the reading of the log and of the object is not committed as A's", async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'By Jane' });
  lab.wait(30);
  const stop = lab.zendesk.onRequest(({ path }) => {
    if (!path.startsWith(`/api/v2/macros/${partialRefund}`)) return undefined;
    stop();
    lab.wait(1);
    account.as(bob).update('macro', partialRefund, { description: 'By Bob' });
    return undefined;
  });
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ attribution: 'collapsed', actors: ['1001', '1002'] }]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test("B's edit right after the object was read waits for its own commit or joins, but never goes under A's name", async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'By Jane' });
  lab.wait(30);
  const stop = lab.zendesk.onRequest(({ path }, proceed) => {
    if (!path.startsWith(`/api/v2/macros/${partialRefund}`)) return undefined;
    stop();
    const answer = proceed();
    lab.wait(1);
    account.as(bob).update('macro', partialRefund, { description: 'By Bob' });
    return answer;
  });
  await lab.run();
  lab.wait(60);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ attribution: 'collapsed', actors: ['1001', '1002'] }]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('during a sweep, an edit after the listing of its kind is read again and not committed without its state', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'By Jane' });
  lab.wait(30);
  const stop = lab.zendesk.onRequest(({ path }, proceed) => {
    if (path !== '/api/v2/macros') return undefined;
    stop();
    const answer = proceed();
    lab.wait(1);
    account.as(bob).update('macro', partialRefund, { description: 'By Bob' });
    return answer;
  });
  await lab.run({ inputs: { sweep: 'true' } });
  lab.wait(600);
  await lab.run({ inputs: { sweep: 'true' } });
  expect(await lab.changes()).toMatchObject([{ attribution: 'collapsed', actors: ['1001', '1002'] }]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test("B's reorder between the reading of the log and of the listing is not committed as A's", async () => {
  const lab = await openLocal({ zendesk: { reorderEntries: 'one' } });
  const { account } = lab.zendesk;
  account.as(jane).reorder('trigger', [notifyRequester, autoReply, closeSpam]);
  lab.wait(30);
  const stop = lab.zendesk.onRequest(({ path }) => {
    if (path !== '/api/v2/triggers') return undefined;
    stop();
    lab.wait(3);
    account.as(bob).reorder('trigger', [closeSpam, notifyRequester, autoReply]);
    return undefined;
  });
  await lab.run();
  lab.wait(600);
  await lab.run();
  expect(await lab.changes()).toMatchObject([
    { object: 'trigger/order', attribution: 'collapsed', actors: ['1001', '1002'] },
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('an object that is edited each time it is read waits for the next run, and others go on', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'First' });
  account.as(jane).update('macro', fullRefund, { title: 'Other' });
  lab.wait(30);
  let edits = 0;
  const stop = lab.zendesk.onRequest(({ path }, proceed) => {
    if (!path.startsWith('/api/v2/macros') || path.endsWith('definitions')) return undefined;
    const answer = proceed();
    edits += 1;
    account.as(bob).update('macro', partialRefund, { title: `Edit ${edits}` });
    return answer;
  });
  await lab.run();
  stop();
  expect((await lab.changes()).map(({ object }) => object)).toEqual([`macro/${fullRefund}`]);
  expect(lab.state()?.pending).not.toEqual([]);
  lab.wait(60);
  await lab.run();
  const change = (await lab.changes()).at(-1);
  expect(change).toMatchObject({ object: `macro/${partialRefund}`, attribution: 'collapsed' });
  expect(change?.audit).toHaveLength(1 + edits);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('an object younger than the log lag waits, and is committed exactly once its entry is there', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'First' });
  lab.wait(10);
  account.as(bob).update('macro', partialRefund, { active: false }, { entryLag: 90 });
  lab.wait(30);
  expect((await lab.run()).exitCode).toBe(0);
  expect(await lab.changes()).toEqual([]);
  lab.wait(60);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ attribution: 'collapsed', actors: ['1001', '1002'] }]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('an object that stays unexplained for five minutes is committed as partial, and its late entry explains it', async () => {
  const lab = await openLocal({
    config: 'policy: { rules: [{ name: jane, actors: [1001], decide: approved }] }\n',
  });
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'First' });
  lab.wait(10);
  account.as(bob).update('macro', partialRefund, { description: 'x' }, { entryLag: 420 });
  lab.wait(299);
  await lab.run();
  expect(await lab.changes()).toEqual([]);
  lab.wait(1);
  await lab.run();
  const [partial] = await lab.changes();
  expect(partial).toMatchObject({ attribution: 'partial', actors: ['1001'], verdict: 'approved' });
  expect(lab.state()?.episodes.size).toBe(0);
  lab.wait(200);
  await lab.run();
  const [, late, ...others] = await lab.changes();
  expect(others).toEqual([]);
  expect(late).toMatchObject({
    change: 'none',
    explains: partial?.id,
    actors: ['1002'],
    attribution: 'collapsed',
    verdict: 'unapproved',
    reason: 'rule-covers-some',
    paths: [],
  });
  expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual([`macro/${partialRefund}`]);
});

test('updated_at up to two seconds after the entry is the same edit', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'First' });
  const { updated_at } = account.remote().macro.find(({ id }) => id === partialRefund) ?? {};
  account.overwrite('macro', partialRefund, {
    updated_at: `${new Date(Date.parse(updated_at ?? '') + 2000).toISOString().slice(0, 19)}Z`,
  });
  lab.wait(30);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ attribution: 'exact' }]);
});

test('the watermark stays behind the oldest entry that waits, and never goes back', async () => {
  const lab = await openLocal();
  const { account, clock } = lab.zendesk;
  const waiting = clock.iso();
  account.as(jane).create('macro', { title: 'Not there yet', actions: [{ field: 'status', value: 'open' }] });
  const hidden = account.entries().at(-1)?.source_id ?? 0;
  lab.zendesk.onRequest(({ path }) =>
    path.endsWith(`/${hidden}`)
      ? { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } }
      : undefined,
  );
  const marks: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    lab.wait(120);
    account.as(bob).update('trigger', notifyRequester, { title: `Title ${count}` });
    lab.wait(60);
    await lab.run();
    marks.push(lab.state()?.watermark ?? '');
  }
  expect(marks).toEqual([waiting, waiting, waiting]);
  expect(lab.state()?.pending.map(({ sourceId }) => sourceId)).toEqual([String(hidden)]);
});

test('what is in history is not committed again when a waiting entry keeps the window open for days', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'Cannot be read' });
  account.overwrite('macro', partialRefund, { actions: 'none' });
  lab.wait(60);
  account.as(bob).update('trigger', notifyRequester, { title: 'Once' });
  lab.wait(60);
  await lab.run();
  lab.wait(60);
  for (let day = 0; day < 4; day += 1) {
    lab.wait(24 * 3600);
    await lab.run();
  }
  expect((await lab.changes()).map(({ object }) => object)).toEqual([`trigger/${notifyRequester}`]);
});

test('two edits in one second by an account clock that stands still make two commits over two runs', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'First' });
  await lab.run();
  account.as(bob).update('macro', partialRefund, { title: 'Second' });
  await lab.run();
  account.as(jane).update('macro', partialRefund, { title: 'Third' });
  await lab.run();
  expect(await lab.changes()).toMatchObject([
    { attribution: 'exact', actors: ['1001'], change: 'updated' },
    { attribution: 'exact', actors: ['1002'], change: 'updated' },
    { attribution: 'exact', actors: ['1001'], change: 'updated' },
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('ids that are not in time order change nothing: the newest actor is the author', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'First' }, { auditId: 9000 });
  lab.wait(5);
  account.as(bob).update('macro', partialRefund, { title: 'Second' }, { auditId: 50 });
  lab.wait(30);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ audit: ['9000', '50'], actors: ['1001', '1002'] }]);
  expect((await lab.log()).at(-1)?.author).toContain('Bob Ray');
});

test('250 entries of one second, over page borders, are in history each once', async () => {
  const lab = await openLocal({ zendesk: { pageSizeMax: 100 } });
  const { account } = lab.zendesk;
  const all = account.remote();
  const targets = [
    ...all.trigger.map(({ id }) => ['trigger', id] as const),
    ...all.macro.map(({ id }) => ['macro', id] as const),
  ];
  for (let count = 0; count < 250; count += 1) {
    const [kind, id] = targets[count % targets.length] ?? (['macro', partialRefund] as const);
    account.as(count % 2 === 0 ? jane : bob).update(kind, id, { title: `Title ${count}` });
  }
  const expected = account
    .entries()
    .slice(-250)
    .filter(({ source_id }) => !all.macro.some(({ id, ...rule }) => id === source_id && isPersonal(rule)))
    .map(({ id }) => String(id));
  lab.wait(60);
  await lab.run();
  const audit = (await lab.changes()).flatMap((change) => change.audit);
  expect([...audit].sort()).toEqual(expected.sort());
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

const isPersonal = (rule: Readonly<Record<string, unknown>>): boolean =>
  JSON.stringify(rule['restriction'] ?? null).includes('"User"');

test.each([
  ['an integer beyond 2^53', { actions: [{ field: 'group_id', value: 2 ** 60 }] }],
  ['actions of a wrong shape', { actions: 'all of them' }],
])('%s makes its object wait with its entries; others go on, exit 1', async (_name, fields) => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  const untouched = lab.tree().get(`snapshots/acme/macros/${partialRefund}.json`);
  account.as(jane).update('macro', partialRefund, { title: 'Broken' });
  account.overwrite('macro', partialRefund, fields);
  account.as(bob).update('trigger', autoReply, { title: 'Fine' });
  lab.wait(30);
  const { exitCode } = await lab.run();
  expect(exitCode).toBe(1);
  expect((await lab.changes()).map(({ object }) => object)).toEqual([`trigger/${autoReply}`]);
  expect(lab.state()?.pending).toHaveLength(1);
  expect(lab.tree().get(`snapshots/acme/macros/${partialRefund}.json`)).toBe(untouched);
  account.as(jane).update('macro', partialRefund, {
    actions: [{ field: 'status', value: 'open' }],
  });
  lab.wait(30);
  expect((await lab.run()).exitCode).toBe(0);
  expect((await lab.changes()).at(-1)).toMatchObject({
    object: `macro/${partialRefund}`,
    attribution: 'collapsed',
  });
  expect(lab.state()?.pending).toEqual([]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('an entry that seems late, but is of the very edit that the object shows, is no late one', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'First' });
  lab.wait(60);
  await lab.run();
  // The account's clock goes back by ten minutes; then Bob edits.
  lab.wait(-600);
  lab.zendesk.account.as(bob).update('macro', partialRefund, { title: 'Second' });
  lab.wait(30);
  await lab.run();
  expect(await lab.changes()).toMatchObject([
    { actors: ['1001'], attribution: 'exact' },
    { actors: ['1002'], attribution: 'exact', change: 'updated' },
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('a difference that only a late entry brought to light is not dropped', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { description: 'first' }, { entryLag: 400 });
  account.as(bob).update('macro', partialRefund, { title: 'Second' });
  lab.wait(60);
  await lab.run();
  account.as(jane).update('macro', partialRefund, { title: 'Nobody says this' }, { audit: false });
  lab.wait(360);
  await lab.run();
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  const changes = await lab.changes();
  expect(changes.at(-1)).toMatchObject({ attribution: 'none', change: 'updated' });
});
