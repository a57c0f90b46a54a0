import { expect, test } from 'vitest';
import { git, makeFolder } from '../../git/support.ts';
import {
  ann,
  autoReply,
  bob,
  closeSolved,
  fullRefund,
  jane,
  notifyRequester,
  raiseRefunds,
  remindPending,
  solvePending,
  unassigned,
} from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { diffIn } from '../../support/read-lab.ts';
import { openWatched, runLater } from '../../support/watched.ts';
import { commitRaw, mallory, tipOf, treeWith } from '../verify/tamper.ts';

/** Three runs, an hour apart: at 08:10, 09:11 and 10:12. */
async function openWeek(): Promise<{ readonly lab: Lab; readonly tips: readonly string[]; readonly created: number }> {
  const lab = await openWatched({ config: 'timezone: Europe/Berlin\n', remote: 'none' });
  const { account } = lab.zendesk;
  const tips = [tipOf(lab.remote)];
  account.as(jane).update('trigger', notifyRequester, { active: false });
  account.as(bob).update('trigger', autoReply, { active: false });
  await runLater(lab);
  tips.push(tipOf(lab.remote));
  lab.wait(3600);
  const { id } = account.as(ann).create('macro', { title: 'New one', actions: [{ field: 'status', value: 'open' }] });
  account.as(ann).remove('view', unassigned);
  account.as(bob).update('trigger', notifyRequester, { title: 'Tell requester' });
  await runLater(lab);
  account.as(ann).reorder('automation', [raiseRefunds, closeSolved, remindPending, solvePending]);
  await runLater(lab);
  tips.push(tipOf(lab.remote));
  lab.wait(3600);
  account.as(bob).update('trigger', autoReply, { active: true });
  await runLater(lab);
  tips.push(tipOf(lab.remote));
  return { lab, tips, created: Number(id) };
}

const changesOf = ({ result }: Awaited<ReturnType<typeof diffIn>>) =>
  result.objects.map(({ object, change }) => `${object} ${change}`);

test('two points are compared in words, by commits, times and durations alike', async () => {
  const { lab, tips, created } = await openWeek();
  const [baseline = '', first = '', second = '', third = ''] = tips;
  const all = await diffIn(lab, baseline.slice(0, 10));
  expect(changesOf(all)).toEqual([
    `trigger/${notifyRequester} updated`,
    'automation/order reordered',
    `macro/${created} created`,
    `view/${unassigned} deleted`,
  ]);
  expect(all.result).toMatchObject({
    from: { commit: baseline, time: null },
    to: { commit: null, time: null },
    cancelled: 2,
  });
  expect(all.result.objects[0]).toMatchObject({
    title: 'Tell requester',
    words: ['Deactivated: it no longer runs', 'Title: "Notify requester" → "Tell requester"'],
    changes: 2,
    actors: ['Jane Doe', 'Bob Ray'],
  });
  expect(all.result.objects[1]?.words[0]).toMatch(/moved from \d\w\w to 1st/);
  expect(all.text).toContain('acme: 4 objects differ between commit ');
  expect(all.text).toMatch(
    /"Tell requester" updated by Jane Doe, Bob Ray, 2 changes, last 20 Nov 2026 10:\d\d\n {2}Deactivated/,
  );
  expect(all.text).toContain('2 more changes in between left no difference.');
  expect(all.summary).toContain('  - `Deactivated: it no longer runs`');

  const early = [`trigger/${autoReply} updated`, `trigger/${notifyRequester} updated`];
  expect(changesOf(await diffIn(lab, baseline, first)).sort()).toEqual([...early].sort());
  expect(changesOf(await diffIn(lab, baseline, '2026-11-20T09:30')).sort()).toEqual([...early].sort());
  expect(changesOf(await diffIn(lab, baseline, '2026-11-20T08:30', { timezone: 'UTC' })).sort()).toEqual(
    [...early].sort(),
  );
  expect(changesOf(await diffIn(lab, second, third))).toEqual([`trigger/${autoReply} updated`]);
  expect(changesOf(await diffIn(lab, '10m'))).toEqual([`trigger/${autoReply} updated`]);
  expect(changesOf(await diffIn(lab, third))).toEqual([]);
  const whole = await diffIn(lab, '90d');
  expect(whole.result.objects).toEqual(all.result.objects);
  expect(whole.result.from.time).toMatch(/^2026-11-20T0[78]:/);
  expect((await diffIn(lab, third)).text).toContain('acme: no object differs between commit ');
  // A change that was made before a time counts as before, although it was recorded a minute later.
  expect(changesOf(await diffIn(lab, '2026-11-20T08:10:30Z')).sort()).toEqual(
    [...changesOf(all), `trigger/${autoReply} updated`].sort(),
  );
});

test('an edit of our files by other people is no change', async () => {
  const { lab, tips } = await openWeek();
  const path = `snapshots/acme/macros/${fullRefund}.json`;
  const tree = treeWith(lab.remote, tipOf(lab.remote), path, '{"title":"Forged"}\n');
  const forged = commitRaw(lab.remote, { message: 'Edit\n', committer: mallory, tree });
  expect(changesOf(await diffIn(lab, tips.at(-1) ?? '', forged))).toEqual([]);
  expect(changesOf(await diffIn(lab, tips.at(-1) ?? ''))).toEqual([]);
});

test('points that cannot be compared are refused', async () => {
  const { lab, tips } = await openWeek();
  const [baseline = '', first = ''] = tips;
  for (const [from, to, message] of [
    ['yesterday', undefined, /FROM "yesterday" is neither a commit nor a time/],
    ['fffffff', undefined, /FROM fffffff is not a commit of branch main/],
    [first, baseline, /FROM .* is after TO/],
    [first, '2026-11-20T08:00Z', /FROM .* is after TO/],
    ['1h', '2h', /FROM .* is after TO/],
    ['2026-11-21', undefined, /FROM .* is after the present time/],
    ['2026-01-01', '2026-01-02', /TO 2026-01-02 is older than the baseline/],
  ] as const) {
    await expect(diffIn(lab, from, to)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
  }
  await expect(diffIn(lab, '1h', undefined, { timezone: 'Mars' })).rejects.toMatchObject({ code: 'settings-invalid' });
  const repository = makeFolder();
  git(repository, 'init', '-q', '-b', 'main');
  await expect(diffIn(lab, '1h', undefined, { repository })).rejects.toMatchObject({ code: 'nothing-recorded' });
});
