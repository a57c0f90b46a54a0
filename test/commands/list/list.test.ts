import { expect, test } from 'vitest';
import { git, makeFolder } from '../../git/support.ts';
import {
  ann,
  bob,
  closeSolved,
  escalateVip,
  fullRefund,
  jane,
  notifyRequester,
  partialRefund,
  raiseRefunds,
  remindPending,
  solvePending,
  unassigned,
} from '../../support/acme.ts';
import { listIn } from '../../support/read-lab.ts';
import { openIssues } from '../../support/triage-lab.ts';
import { openWatched, runLater } from '../../support/watched.ts';
import { commitRaw, mallory, tipOf, treeWith } from '../verify/tamper.ts';

const config = `timezone: Europe/Berlin
policy: { rules: [{ name: macros, kinds: [macro], decide: approved }] }
`;

test('objects are listed as recorded, with their last change, by whom, and their open drift', async () => {
  const lab = await openWatched({ config, github: true });
  const { account } = lab.zendesk;
  account.as(jane).update('trigger', notifyRequester, { active: false });
  account.as(bob).update('macro', partialRefund, { description: 'By Bob' });
  lab.wait(5);
  account.as(ann).update('macro', partialRefund, { title: 'By Ann' });
  account.as(ann).update('trigger', escalateVip, { title: 'Late' }, { entryLag: 400 });
  account.as(ann).remove('view', unassigned);
  await runLater(lab);
  account.as(ann).reorder('automation', [raiseRefunds, closeSolved, remindPending, solvePending]);
  lab.wait(600);
  await lab.run();
  const { result, text, summary } = await listIn(lab);
  const row = (object: string) => result.objects.find((one) => one.object === object);
  const issueOf = (title: string) => openIssues(lab).find((issue) => issue.title.includes(title))?.number;
  expect(row(`trigger/${notifyRequester}`)).toEqual({
    object: `trigger/${notifyRequester}`,
    title: 'Notify requester',
    active: false,
    changed: '2026-11-20T08:10:00Z',
    actor: 'Jane Doe',
    open: issueOf('Notify requester'),
  });
  expect(row(`macro/${partialRefund}`)).toMatchObject({ title: 'By Ann', actor: 'Bob Ray; Ann Admin', open: null });
  expect(row(`macro/${fullRefund}`)).toMatchObject({ active: true, changed: null, actor: null, open: null });
  expect(row(`trigger/${escalateVip}`)).toMatchObject({ title: 'Late', actor: 'Ann Admin' });
  expect(row(`view/${unassigned}`)).toBeUndefined();
  expect(text).toMatch(/^OBJECT +TITLE +ACTIVE +LAST CHANGE +BY +OPEN DRIFT\n/);
  expect(text).toMatch(
    new RegExp(`trigger/${notifyRequester} +Notify requester +no +20 Nov 2026 09:10 +Jane Doe +#\\d`),
  );
  expect(text).toContain(`with open drift. Times in Europe/Berlin. Also open: automation/order, view/${unassigned}.`);
  expect(summary).toContain('| `Notify requester` |');

  const kinds = result.objects.map(({ object }) => object.split('/')[0]);
  expect([...new Set(kinds)]).toEqual(['trigger', 'automation', 'macro', 'view']);
  const macros = await listIn(lab, 'macros');
  expect(macros.result).toMatchObject({ kind: 'macro' });
  expect(macros.result.objects).toEqual(result.objects.filter(({ object }) => object.startsWith('macro/')));
  await expect(listIn(lab, 'macor')).rejects.toMatchObject({ code: 'settings-invalid', exitCode: 2 });
});

test('what other people edited in our folder is not what is recorded', async () => {
  const lab = await openWatched({ remote: 'none' });
  const path = `snapshots/acme/macros/${fullRefund}.json`;
  const before = await listIn(lab);
  commitRaw(lab.remote, {
    message: 'Edit\n',
    committer: mallory,
    tree: treeWith(lab.remote, tipOf(lab.remote), path, '{"title":"Forged"}\n'),
  });
  expect((await listIn(lab)).result).toEqual(before.result);
});

test('an empty repository has no objects to list', async () => {
  const lab = await openWatched();
  const repository = makeFolder();
  git(repository, 'init', '-q', '-b', 'main');
  await expect(listIn(lab, undefined, { repository })).rejects.toMatchObject({ code: 'nothing-recorded', exitCode: 2 });
});
