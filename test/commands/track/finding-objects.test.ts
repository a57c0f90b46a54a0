import { expect, test } from 'vitest';
import type { Reply } from '#sandbox/zendesk/http.ts';
import {
  bob,
  closeSolved,
  deployBot,
  eve,
  followUp,
  invoiceCopy,
  jane,
  myIdeas,
  notifyRequester,
  partialRefund,
  unassigned,
} from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { someOf } from '../../support/soak.ts';
import { openLocal, openWatched, runLater } from '../../support/watched.ts';

const path = (folder: string, id: number): string => `snapshots/acme/${folder}/${id}.json`;
const body = { title: 'New one', actions: [{ field: 'status', value: 'open' }] };

/** Answers every GET of one object this way; the listing stays as it is. */
function answerFor(lab: Lab, id: number, reply: Reply): () => void {
  return lab.zendesk.onRequest((request) => (new RegExp(`/${id}(\\.json)?$`).test(request.path) ? reply : undefined));
}

const notFound: Reply = { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };

test.each(someOf(['rule', 'specific', 'salto'] as const, 2))(
  'with "%s" as source type every kind is found, made, changed and deleted',
  async (sourceTypes) => {
    const lab = await openLocal({ zendesk: { sourceTypes } });
    const { account } = lab.zendesk;
    account.as(jane).update('trigger', notifyRequester, { title: 'T' });
    account.as(jane).update('automation', closeSolved, { title: 'A' });
    account.as(jane).update('macro', partialRefund, { title: 'M' });
    account.as(jane).update('view', unassigned, { title: 'V' });
    const made = account.as(bob).create('macro', body);
    account.as(bob).remove('macro', invoiceCopy);
    expect((await runLater(lab)).exitCode).toBe(0);
    const changes = await lab.changes();
    expect(changes.map(({ object, change, attribution }) => `${object} ${change} ${attribution}`).sort()).toEqual(
      [
        `trigger/${notifyRequester} updated exact`,
        `automation/${closeSolved} updated exact`,
        `macro/${partialRefund} updated exact`,
        `view/${unassigned} updated exact`,
        `macro/${made.id} created exact`,
        `macro/${invoiceCopy} deleted exact`,
      ].sort(),
    );
    expect(lab.tree()).toEqual(lab.canonicalRemote());
  },
);

test('a 404 after an update alone keeps the file, is reported, and ends with exit 1', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'T' });
  answerFor(lab, partialRefund, notFound);
  const { exitCode, lines } = await runLater(lab);
  expect(exitCode).toBe(1);
  expect(lines.join('\n')).toContain(`macro/${partialRefund}`);
  expect(await lab.changes()).toEqual([]);
  expect(lab.tree().has(path('macros', partialRefund))).toBe(true);
});

test('a sweep in which listing and GET agree deletes an object whose "destroy" entry never came', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'T' });
  lab.wait(10);
  lab.zendesk.account.as(bob).remove('macro', partialRefund, { audit: false });
  expect((await runLater(lab)).exitCode).toBe(1);
  lab.wait(600);
  await lab.run({ inputs: { sweep: 'true' } });
  const object = `macro/${partialRefund}`;
  expect(await lab.changes()).toMatchObject([
    { object, change: 'none', attribution: 'exact', actors: ['1001'] },
    { object, change: 'deleted', attribution: 'none', actors: [] },
  ]);
  expect(lab.state()?.pending).toEqual([]);
});

test('a sweep right after an update and a deletion waits for the "destroy" entry', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'T' });
  lab.wait(10);
  lab.zendesk.account.as(bob).remove('macro', partialRefund, { entryLag: 120 });
  await runLater(lab, { inputs: { sweep: 'true' } });
  expect(await lab.changes()).toEqual([]);
  lab.wait(120);
  expect((await lab.run()).exitCode).toBe(0);
  expect(await lab.changes()).toMatchObject([
    { object: `macro/${partialRefund}`, change: 'deleted', attribution: 'collapsed', actors: ['1001', '1002'] },
  ]);
});

test("a deletion that the log never shows is found by the sweep and named as nobody's", async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(bob).remove('macro', partialRefund, { audit: false });
  await runLater(lab);
  expect(await lab.changes()).toEqual([]);
  await runLater(lab, { inputs: { sweep: 'true' } });
  expect(await lab.changes()).toMatchObject([
    { object: `macro/${partialRefund}`, change: 'deleted', attribution: 'none', reason: 'no-audit-entry' },
  ]);
  expect((await lab.log()).at(-1)?.author).toBe('Unknown (no audit entry) <unattributed@acme.zendesk.invalid>');
});

test.each<[string, Reply]>([
  ['403', { status: 403, body: { error: 'Forbidden' } }],
  ['500', { status: 500, body: 'down' }],
  ['200 with HTML', { status: 200, body: '<html>maintenance</html>' }],
  ['200 with {}', { status: 200, body: {} }],
  ['200 with null', { status: 200, body: null }],
])('a "destroy" entry with %s as answer is never a deletion', async (_name, reply) => {
  const lab = await openLocal();
  lab.zendesk.account.as(jane).remove('macro', partialRefund);
  answerFor(lab, partialRefund, reply);
  expect((await runLater(lab)).exitCode).toBe(1);
  expect(await lab.changes()).toEqual([]);
  expect(lab.tree().has(path('macros', partialRefund))).toBe(true);
  expect(lab.state()?.pending ?? []).toHaveLength(0);
});

test('an object made and deleted between two runs is one transient change of rule/<id>', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  const { id } = account.as(jane).create('macro', body);
  lab.wait(20);
  account.as(bob).remove('macro', id);
  await runLater(lab);
  expect(await lab.changes()).toMatchObject([
    { object: `rule/${id}`, change: 'none', actors: ['1001', '1002'], verdict: 'unapproved', paths: [] },
  ]);
  expect((await lab.log()).at(-1)?.message).toMatch(/^Record rule "Macro: New one" \(\d+\)\n/);
  expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual([`rule/${id}`]);
  await runLater(lab);
  expect(await lab.changes()).toHaveLength(1);
});

test('a "create" entry of an object that is not to be found waits for what comes', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  const { id } = account.as(jane).create('macro', body);
  account.as(bob).remove('macro', id, { entryLag: 200 });
  expect((await runLater(lab)).exitCode).toBe(0);
  expect(await lab.changes()).toEqual([]);
  lab.wait(200);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ object: `rule/${id}`, actors: ['1001', '1002'] }]);
});

test('an "update" entry alone of an id that no endpoint knows is counted, not tracked', async () => {
  const lab = await openLocal();
  lab.zendesk.account.log({ source_id: 4711, source_type: 'rule', action: 'update', actor_id: jane });
  expect((await runLater(lab)).exitCode).toBe(0);
  expect(await lab.changes()).toEqual([]);
  expect(lab.state()?.pending).toEqual([]);
});

test('an unknown id that answers 403 is not tracked', async () => {
  const lab = await openLocal();
  lab.zendesk.account.log({ source_id: 4711, source_type: 'rule', action: 'update', actor_id: jane });
  answerFor(lab, 4711, { status: 403, body: { error: 'Forbidden' } });
  expect((await runLater(lab)).exitCode).toBe(0);
  expect(await lab.changes()).toEqual([]);
});

test('an unknown id waits when one endpoint is down, whatever the others say', async () => {
  const lab = await openLocal();
  lab.zendesk.account.log({ source_id: 4711, source_type: 'rule', action: 'update', actor_id: jane });
  lab.zendesk.onRequest(({ path }) => {
    if (path === '/api/v2/triggers/4711') return { status: 500, body: 'down' };
    return path === '/api/v2/views/4711' ? { status: 403, body: { error: 'Forbidden' } } : undefined;
  });
  expect((await runLater(lab)).exitCode).toBe(1);
});

test('personal macros and views are not tracked, whatever happens to them', async () => {
  const lab = await openLocal({ zendesk: { personalViewsOf: [eve] } });
  const { account } = lab.zendesk;
  account.as(eve).update('macro', followUp, { title: 'Mine' });
  account.as(eve).update('view', myIdeas, { title: 'Mine' });
  account.as(eve).remove('macro', followUp);
  account.as(eve).create('macro', { ...body, restriction: { type: 'User', id: eve } });
  expect((await runLater(lab)).exitCode).toBe(0);
  await runLater(lab, { inputs: { sweep: 'true' } });
  expect((await lab.changes()).filter(({ object }) => !object.startsWith('rule/'))).toEqual([]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('a personal macro that is shared later is recorded then, as a record and not as a creation', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(eve).update('macro', followUp, { title: 'Mine' });
  account.as(jane).update('trigger', notifyRequester, { title: 'T' });
  await runLater(lab);
  lab.wait(60);
  account.as(eve).update('macro', followUp, { restriction: null });
  await runLater(lab);
  expect((await lab.changes()).slice(1)).toMatchObject([
    {
      object: `macro/${followUp}`,
      change: 'created',
      attribution: 'partial',
      subject: `Record macro "Mine" (${followUp})`,
    },
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('what is tracked stays tracked when it becomes personal', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { restriction: { type: 'User', id: eve } });
  await runLater(lab);
  lab.wait(60);
  account.as(eve).update('macro', partialRefund, { title: 'Now mine' });
  await runLater(lab);
  expect((await lab.changes()).map(({ change }) => change)).toEqual(['updated', 'updated']);
  await runLater(lab, { inputs: { sweep: 'true' } });
  expect(await lab.changes()).toHaveLength(2);
  expect(lab.tree().get(path('macros', partialRefund))).toContain('Now mine');
});

test('include-personal tracks personal macros and views from the baseline on', async () => {
  const lab = await openLocal({ config: 'include-personal: true\n', zendesk: { personalViewsOf: [eve] } });
  lab.zendesk.account.as(eve).update('macro', followUp, { title: 'Mine' });
  await runLater(lab);
  expect(await lab.changes()).toMatchObject([{ object: `macro/${followUp}`, change: 'updated' }]);
  expect(lab.tree().has(path('views', myIdeas))).toBe(true);
});

test('personal objects that are taken in later begin with a baseline; real drift comes first', async () => {
  const lab = await openWatched({ zendesk: { personalViewsOf: [eve] } });
  lab.commitElsewhere({ '.github/zendrift.yml': 'include-personal: true\n' });
  lab.git('--git-dir', `${lab.checkout}/.git`, '--work-tree', lab.checkout, 'pull', '-q');
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'Drift' });
  account.as(eve).update('macro', followUp, { title: 'Mine' });
  await runLater(lab);
  expect(await lab.changes()).toMatchObject([{ object: `macro/${partialRefund}`, change: 'updated' }]);
  expect((await lab.log()).map(({ subject }) => subject).at(-1)).toMatch(/^Baseline: \d+ macros, \d+ views$/);
  expect(lab.tree().has(path('views', myIdeas))).toBe(true);
  expect(lab.tree().get(path('macros', followUp))).toContain('Mine');
  const { branch } = lab.tips();
  await runLater(lab, { inputs: { sweep: 'true' } });
  expect(lab.tips().branch).toBe(branch);
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await runLater(lab);
  expect(lab.tips().branch).toBe(branch);
});

test('what is tracked stays so when personal objects are left out again, also through a new baseline', async () => {
  const lab = await openWatched({ config: 'include-personal: true\n', zendesk: { personalViewsOf: [eve] } });
  lab.commitElsewhere({ '.github/zendrift.yml': 'redact: [{ field: comment_value }]\n' });
  lab.git('--git-dir', `${lab.checkout}/.git`, '--work-tree', lab.checkout, 'pull', '-q');
  await runLater(lab, { environment: { ZENDRIFT_HASH_KEY: 'a key of thirty-two characters...' } });
  expect((await lab.log()).at(-1)?.subject).toMatch(/^Baseline: /);
  expect(lab.tree().has(path('views', myIdeas))).toBe(true);
});

test.each(someOf(['rule', 'specific'] as const, 2))(
  'a kind that is not configured leaves no trace ("%s")',
  async (sourceTypes) => {
    const lab = await openLocal({ config: 'kinds: [trigger]\n', zendesk: { sourceTypes } });
    const { account } = lab.zendesk;
    account.as(jane).update('macro', partialRefund, { title: 'M' });
    account.as(jane).update('trigger', notifyRequester, { title: 'T' });
    expect((await runLater(lab)).exitCode).toBe(0);
    expect((await lab.changes()).map(({ object }) => object)).toEqual([`trigger/${notifyRequester}`]);
    expect([...lab.tree().keys()].every((name) => name.startsWith('snapshots/acme/triggers/'))).toBe(true);
    expect((await lab.log())[0]?.subject).toBe('Baseline: 8 triggers');
  },
);

test('entries of other things in the account are passed over', async () => {
  const lab = await openLocal();
  lab.zendesk.account.log({ source_type: 'user', action: 'login', source_id: 1001 });
  lab.zendesk.account.log({ source_type: 'organization', action: 'create' });
  const { exitCode, warnings } = await runLater(lab);
  expect([exitCode, warnings]).toEqual([0, []]);
  expect(await lab.changes()).toEqual([]);
});

test('a "destroy" entry that comes after the deletion is recorded names its object as history knows it', async () => {
  const lab = await openLocal();
  lab.zendesk.account.as(bob).remove('macro', partialRefund, { entryLag: 3600 });
  lab.wait(600);
  await lab.run({ inputs: { sweep: 'true' } });
  lab.wait(3600);
  await lab.run({ inputs: { sweep: 'true' } });
  const subjects = (await lab.changes()).map(({ subject }) => subject);
  expect(subjects.map((subject) => subject.split(' ', 1)[0])).toEqual(['Delete', 'Record']);
  expect(subjects[1]?.replace('Record', '')).toBe(subjects[0]?.replace('Delete', ''));
});

test('nobody is named for a deletion without an entry, whoever edited the object before', async () => {
  const config = 'policy: { rules: [{ name: bot, actors: [998877], decide: approved }] }\n';
  const lab = await openLocal({ config });
  const { account } = lab.zendesk;
  account.as(deployBot).update('macro', partialRefund, { title: 'By the bot' });
  account.as(jane).remove('macro', partialRefund, { audit: false });
  lab.wait(400);
  await lab.run({ inputs: { sweep: 'true' } });
  expect(await lab.changes()).toMatchObject([
    { change: 'none', attribution: 'exact', verdict: 'approved', reason: 'no-visible-change' },
    { change: 'deleted', attribution: 'none', verdict: 'unapproved', reason: 'no-audit-entry', audit: [] },
  ]);
  expect((await lab.log()).slice(-2).map(({ record, subject }) => `${record.authorName}: ${subject}`)).toEqual([
    `Deploy Bot: Record macro "Billing::Refunds::EU – partial refund" (${partialRefund})`,
    `Unknown (no audit entry): Delete macro "Billing::Refunds::EU – partial refund" (${partialRefund})`,
  ]);
  expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual([`macro/${partialRefund}`]);
});
