import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '#config/settings.ts';
import { runShow } from '#connect/show.ts';
import { environment, git, makeFolder } from '../../git/support.ts';
import {
  ann,
  autoReply,
  bob,
  closeSpam,
  escalateVip,
  fullRefund,
  jane,
  notificationTriggers,
  notifyRequester,
  partialRefund,
  unassigned,
} from '../../support/acme.ts';
import { openWatched, runLater } from '../../support/watched.ts';
import { decide } from '../verify/decide.ts';
import { commitRaw, mallory, tipOf, treeWith } from '../verify/tamper.ts';
import { showLab } from './support.ts';

const config = `timezone: Europe/Berlin
identities: { ${jane}: { github: jane-gh } }
policy: { rules: [{ name: macros, kinds: [macro], decide: approved }] }
`;

test('changes stand newest first, in both times, with who, from where, verdict and what changed', async () => {
  const lab = await openWatched({ config });
  const { account } = lab.zendesk;
  account.as(jane, { ip: '203.0.113.7' }).update('trigger', notifyRequester, { active: false });
  await runLater(lab);
  account.as(bob, { ip: '198.51.100.4' }).update('trigger', notifyRequester, { title: 'Tell requester' });
  await runLater(lab);
  const { lines, result } = await showLab(lab, `trigger/${notifyRequester}`);
  expect(lines[0]).toBe(
    `trigger/${notifyRequester} "Tell requester", exists, 2 changes, snapshots/acme/triggers/${notifyRequester}.json`,
  );
  const text = lines.join('\n');
  expect(text).toMatch(/09:1\d:00 Europe\/Berlin \(08:1\d:00 UTC\) {2}Rename {2}[0-9a-f]{12}\n/);
  expect(text).toContain('by Jane Doe (Zendesk 1001, GitHub jane-gh) from 203.0.113.7, update, audit entry');
  expect(text).toContain('unapproved: no-rule-matches');
  expect(text.indexOf('Rename')).toBeLessThan(text.indexOf('Deactivate'));
  expect(text.indexOf('Deactivate')).toBeLessThan(text.indexOf('Baseline'));
  expect(text).toContain('  Title: "Notify requester" → "Tell requester"');
  expect(result.events.map(({ what }) => what)).toEqual(['Rename', 'Deactivate', 'baseline']);
  expect(result.events[1]).toMatchObject({
    type: 'change',
    commit: (await lab.log()).at(-2)?.id,
    change: { verdict: 'unapproved', reason: 'no-rule-matches', attribution: 'exact', entries: [{ actorId: '1001' }] },
  });
});

test('several people, a rule that approves, a creation and a deletion', async () => {
  const lab = await openWatched({ config });
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { description: 'By Jane' });
  lab.wait(5);
  account.as(bob).update('macro', partialRefund, { active: false });
  const { id } = account.as(ann).create('macro', { title: 'New one', actions: [{ field: 'status', value: 'open' }] });
  account.as(ann).remove('view', unassigned);
  await runLater(lab);
  const collapsed = (await showLab(lab, `macro/${partialRefund}`)).lines.join('\n');
  expect(collapsed).toContain('it is unknown who made which of these changes');
  expect(collapsed).toContain('approved: rule-matches "macros"');
  expect((await showLab(lab, `macro/${id}`)).result).toMatchObject({ present: true, events: [{ what: 'Create' }] });
  const deleted = await showLab(lab, `view/${unassigned}`);
  expect(deleted.result).toMatchObject({
    present: false,
    events: [{ what: 'Delete', after: null }, { what: 'baseline' }],
  });
  expect(deleted.lines[0]).toContain('deleted');
  expect(deleted.result.title).not.toBe('');
});

test('a decision stands where it was made, with who, why and in which issue', async () => {
  const lab = await openWatched({ remote: 'none' });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { active: false });
  await runLater(lab);
  const commit = await decide(lab.remote, `trigger/${notifyRequester}`, { reason: 'release 4.2' });
  const { lines, result } = await showLab(lab, `trigger/${notifyRequester}`);
  expect(result.events[0]).toMatchObject({
    type: 'decision',
    commit,
    what: 'approved',
    decision: { by: 'admin-ann', issue: '12' },
  });
  expect(lines.join('\n')).toContain('Decision: approved');
  expect(lines.join('\n')).toContain('by @admin-ann in issue 12, four eyes: yes');
  expect(lines.join('\n')).toContain('"release 4.2"');
});

test('an order has a history of its own, and those it moved name it', async () => {
  const lab = await openWatched();
  lab.zendesk.account.as(ann).reorder('trigger', [closeSpam, ...notificationTriggers.filter((id) => id !== closeSpam)]);
  await runLater(lab);
  const order = await showLab(lab, 'trigger/order');
  expect(order.result).toMatchObject({ title: '', present: true, events: [{ what: 'Reorder' }, { what: 'baseline' }] });
  expect(order.result.events[0]?.lines[0]).toContain('"Close spam" moved from 3rd to 1st');
  const moved = await showLab(lab, `trigger/${closeSpam}`);
  expect(moved.result.events.map(({ type }) => type)).toEqual(['moved', 'baseline']);
});

test('late entries, changes back and forth, and objects that came and went', async () => {
  const lab = await openWatched();
  const { account } = lab.zendesk;
  account.as(bob).update('trigger', escalateVip, { title: 'By Bob' }, { entryLag: 400 });
  lab.wait(5);
  account.as(ann).update('trigger', escalateVip, { description: 'By Ann' });
  account.as(bob).update('trigger', autoReply, { active: false });
  lab.wait(10);
  account.as(ann).update('trigger', autoReply, { active: true });
  const { id } = account.as(ann).create('macro', { title: 'Short', actions: [{ field: 'status', value: 'open' }] });
  lab.wait(10);
  account.as(ann).remove('macro', id);
  await runLater(lab);
  lab.wait(600);
  await lab.run();
  const late = await showLab(lab, `trigger/${escalateVip}`);
  expect(late.result.events[0]?.change?.explains).toBe(late.result.events[1]?.commit);
  expect(late.lines.join('\n')).toContain('late audit entry, for commit');
  const back = await showLab(lab, `trigger/${autoReply}`);
  expect(back.result.events[0]?.lines).toEqual([
    'Changed twice and is back to what it was. What it was in between is unknown',
  ]);
  const short = await showLab(lab, `rule/${id}`);
  expect(short.result).toMatchObject({ path: null, present: false, events: [{ what: 'Record' }] });
});

test('words are those of the time: a webhook that is gone keeps its name', async () => {
  const lab = await openWatched();
  const { account } = lab.zendesk;
  const [hook] = account.webhooks.list();
  const action = { field: 'notification_webhook', value: [String(hook?.id), '{}'] };
  account.as(jane).update('trigger', notifyRequester, { actions: [action] });
  await runLater(lab);
  const before = (await showLab(lab, `trigger/${notifyRequester}`)).result.events[0]?.lines;
  expect(before?.join('\n')).toContain(String(hook?.['name']));
  if (hook) account.webhooks.remove(hook.id);
  account.as(jane).update('macro', fullRefund, { description: 'Another push' });
  await runLater(lab);
  expect((await showLab(lab, `trigger/${notifyRequester}`)).result.events[0]?.lines).toEqual(before);
});

test('a recorded state that was put back after an edit of its file', async () => {
  const lab = await openWatched({ remote: 'none' });
  const path = `snapshots/acme/macros/${fullRefund}.json`;
  commitRaw(lab.remote, {
    message: 'Edit\n',
    committer: mallory,
    tree: treeWith(lab.remote, tipOf(lab.remote), path, '{}\n'),
  });
  git(lab.remote, 'reset', '-q', '--hard');
  await runLater(lab);
  const { lines, result } = await showLab(lab, `macro/${fullRefund}`);
  expect(result.events.map(({ type }) => type)).toEqual(['repair', 'baseline']);
  expect(lines.join('\n')).toContain("Recorded state restored after someone's edit");
});

test.each([1, undefined])('a clone of depth %s shows the whole history', async (depth) => {
  const lab = await openWatched();
  for (const active of [false, true, false]) {
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { active });
    await runLater(lab);
  }
  const clone = lab.freshClone(depth);
  const before = git(clone, 'count-objects', '-v');
  const { result } = await showLab(lab, `trigger/${notifyRequester}`, clone);
  expect(result.events.map(({ what }) => what)).toEqual(['Deactivate', 'Activate', 'Deactivate', 'baseline']);
  expect(git(clone, 'count-objects', '-v')).toBe(before);
});

test.each<[string, RegExp]>([
  ['trigger/notify', /Did you mean trigger\/360000000041 "Notify requester"/],
  ['Notify requestr', /Did you mean trigger\/360000000041 "Notify requester"/],
  [`macro/${notifyRequester}`, /^Did you mean trigger\/360000000041 "Notify requester"\?$/],
  ['trigger/1', /Name an object by its kind, such as trigger or macro/],
  ['../../etc/passwd', /Name an object by its kind/],
])('%s is not there: exit 2, and what may have been meant', async (typed, hint) => {
  const lab = await openWatched();
  await expect(showLab(lab, typed)).rejects.toMatchObject({
    code: 'object-unknown',
    exitCode: 2,
    message: expect.stringContaining(JSON.stringify(typed)),
    hint: expect.stringMatching(hint),
  });
});

test('an object must be named, and an empty repository has none', async () => {
  const folder = makeFolder();
  git(folder, 'init', '-q', '-b', 'main');
  const show = (object: string) =>
    runShow({
      settings: readSettings({ repository: folder, object }, { ZENDESK_SUBDOMAIN: 'acme' }, 'account'),
      environment,
      progress: { stage: () => {}, detail: () => {}, warn: () => {} },
      clock: { now: () => 0, sleep: async () => {} },
      signal: new AbortController().signal,
      random: () => 0.5,
    });
  await expect(show('')).rejects.toMatchObject({ code: 'settings-invalid', exitCode: 2 });
  await expect(show('trigger/1')).rejects.toMatchObject({ code: 'nothing-recorded', exitCode: 2 });
  await expect(show(join('trigger', 'x'.repeat(5000)))).rejects.toMatchObject({ code: 'nothing-recorded' });
});

test('hostile titles and names break out of no line and no code span', async () => {
  const lab = await openWatched();
  const title = 'a\u202eb\n\n## `x` <img src=x> @org/team \u001b[31m';
  lab.zendesk.account.as(jane).update('macro', fullRefund, { title });
  await runLater(lab);
  const { lines, summary } = await showLab(lab, `macro/${fullRefund}`);
  for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(summary).not.toMatch(/^## /m);
  expect(summary).not.toMatch(/[\u001b\u202e]/);
});

test('an object is found by its title: exactly, else in any letters, and a deleted one where nothing else is called so', async () => {
  const lab = await openWatched();
  const { account } = lab.zendesk;
  account.as(ann).update('macro', fullRefund, { title: 'Notify Requester' });
  account.as(ann).update('macro', partialRefund, { title: 'notify requester' });
  account.as(ann).remove('view', unassigned);
  await runLater(lab);
  const objectOf = async (title: string) => (await showLab(lab, title)).result.object;
  expect(await objectOf('Notify requester')).toBe(`trigger/${notifyRequester}`);
  expect(await objectOf('Notify Requester')).toBe(`macro/${fullRefund}`);
  expect(await objectOf('CLOSE  spam')).toBe(`trigger/${closeSpam}`);
  await expect(showLab(lab, 'NOTIFY REQUESTER')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('3 objects of acme have the title "NOTIFY REQUESTER"'),
    hint: expect.stringContaining(`trigger/${notifyRequester} "Notify requester"`),
  });
  const deleted = await showLab(lab, 'Unassigned tickets');
  expect(deleted.result).toMatchObject({ object: `view/${unassigned}`, present: false });
});
