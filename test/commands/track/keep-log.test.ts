import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bob, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { forgeCommit } from '../../support/forge.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { verifyAt } from '../verify/support.ts';

const config = (keep: string) => `log: { keep: ${keep} }\n`;
const file = (lab: Lab, month: string): string => lab.git('show', `main:log/acme/${month}.jsonl`);
const idsIn = (lab: Lab, month: string): readonly string[] =>
  file(lab, month)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => String(JSON.parse(line).id));
const login = {
  action: 'login',
  source_type: 'user',
  source_id: jane,
  actor_id: jane,
  change_description: 'Signed in',
};

test('every entry is kept once, in order, whatever overlaps, comes late or is in another month', async () => {
  const lab = await openLab({ config: config('all') });
  await lab.run();
  const edit = lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'One' }).entry;
  const first = lab.zendesk.account.log(login);
  lab.wait(60);
  await lab.run();
  expect(idsIn(lab, '2026-11')).toEqual([String(edit?.id), String(first.id)]);
  // Shown five minutes after it was made.
  const late = lab.zendesk.account.log(login, 300);
  lab.wait(60);
  const other = lab.zendesk.account.log(login);
  lab.wait(1);
  await lab.run();
  lab.wait(300);
  await lab.run();
  expect(idsIn(lab, '2026-11')).toEqual([edit, first, late, other].map((entry) => String(entry?.id)));
  const tips = lab.tips();
  await lab.run();
  expect(lab.tips()).toEqual(tips);
  lab.wait(11 * 24 * 3600);
  const december = lab.zendesk.account.log(login);
  lab.wait(1);
  await lab.run();
  expect(idsIn(lab, '2026-12')).toEqual([String(december.id)]);
  expect(idsIn(lab, '2026-11')).toHaveLength(4);
  const commits = (await lab.log()).filter(({ facts }) => facts?.type === 'log');
  expect(commits).toHaveLength(4);
  expect(new Set(commits.map(({ author, committer }) => author === committer))).toEqual(new Set([true]));
  expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
});

test('rules keeps entries of rules alone, and none keeps nothing', async () => {
  const lab = await openLab({ config: config('rules') });
  await lab.run();
  const { entry } = lab.zendesk.account.as(bob).update('macro', partialRefund, { title: 'Two' });
  lab.zendesk.account.log(login);
  lab.wait(60);
  await lab.run();
  expect(idsIn(lab, '2026-11')).toEqual([String(entry?.id)]);
  const none = await openLab();
  await none.run();
  none.zendesk.account.log(login);
  none.wait(60);
  await none.run();
  expect(none.git('ls-tree', '--name-only', 'main', 'log')).toBe('');
});

test('what someone else writes into a file of the log is undone, and other files stay', async () => {
  const lab = await openLab({ config: config('all') });
  await lab.run();
  lab.zendesk.account.log(login);
  lab.wait(60);
  await lab.run();
  const kept = file(lab, '2026-11');
  lab.commitElsewhere({
    'log/acme/2026-11.jsonl': 'forged\n',
    'log/acme/2026-10.jsonl': 'forged\n',
    'log/acme/notes.md': 'Ours\n',
  });
  expect((await verifyAt(lab.freshClone())).exitCode).toBe(3);
  lab.wait(60);
  await lab.run();
  expect(file(lab, '2026-11')).toBe(kept);
  expect(lab.git('ls-tree', '--name-only', 'main', 'log/acme/').split('\n')).toEqual([
    'log/acme/2026-11.jsonl',
    'log/acme/notes.md',
  ]);
  expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
});

test('a rebuilt state and a fresh clone keep the same entries', async () => {
  const lab = await openLab({ config: config('all'), depth: 1 });
  await lab.run();
  lab.zendesk.account.log(login);
  lab.wait(60);
  await lab.run();
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  const next = lab.zendesk.account.log(login);
  lab.wait(60);
  await lab.run({ checkout: lab.freshClone(1) });
  expect(idsIn(lab, '2026-11')).toHaveLength(2);
  expect(idsIn(lab, '2026-11').at(-1)).toBe(String(next.id));
});

test('entries that someone commits under our name do not count and are undone', async () => {
  const lab = await openLab({ config: config('all') });
  await lab.run();
  lab.zendesk.account.log(login);
  lab.wait(60);
  await lab.run();
  const kept = file(lab, '2026-11');
  const forged = kept.replace('Signed in', 'Was never here');
  forgeCommit(lab, { type: 'log', account: 'acme', alerts: [] }, { 'log/acme/2026-11.jsonl': forged });
  expect(file(lab, '2026-11')).toBe(forged);
  const next = lab.zendesk.account.log(login);
  lab.wait(60);
  await lab.run();
  expect(file(lab, '2026-11').startsWith(kept)).toBe(true);
  expect(idsIn(lab, '2026-11').slice(1)).toEqual([String(next.id)]);
});

test('a log that cannot be pushed holds no change back, and the next run adds it', async () => {
  const lab = await openLab({ config: config('all') });
  await lab.run();
  const hook = join(lab.remote, 'hooks', 'pre-receive');
  mkdirSync(join(lab.remote, 'hooks'), { recursive: true });
  const script =
    'while read old new ref; do git ls-tree -r --name-only "$new" | grep -q "^log/" && exit 1; done; exit 0';
  writeFileSync(hook, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const { entry } = lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'One' });
  lab.wait(60);
  const { exitCode, json } = await lab.run();
  expect(exitCode).toBe(1);
  expect(JSON.stringify(json)).toContain('kept audit log');
  expect((await lab.changes()).flatMap(({ audit }) => audit)).toEqual([String(entry?.id)]);
  rmSync(hook);
  lab.wait(60);
  await lab.run();
  expect(idsIn(lab, '2026-11')).toEqual([String(entry?.id)]);
});
