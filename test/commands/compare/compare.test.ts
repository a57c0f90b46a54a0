import { expect, test } from 'vitest';
import { runCompare } from '#connect/compare.ts';
import { git } from '../../git/support.ts';
import { closeSpam } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { readIn } from '../../support/read-lab.ts';
import { openWatched } from '../../support/watched.ts';
import { commitRaw, mallory, tipOf, treeWith } from '../verify/tamper.ts';

const compareLab = (lab: Lab, accounts: string) =>
  readIn(lab, runCompare, { accounts, 'fail-on-drift': 'true' }, 'checkout');

test('what both have is the same; with --fail-on-drift, what one lacks exits with 4', async () => {
  const lab = await openWatched();
  for (const path of [`triggers/${closeSpam}.json`, 'names.json']) {
    const text = git(lab.remote, 'show', `main:snapshots/acme/${path}`);
    const tree = treeWith(lab.remote, tipOf(lab.remote), `snapshots/sandbox/${path}`, `${text.trimEnd()}\n`);
    commitRaw(lab.remote, { message: 'Sandbox\n', committer: mallory, tree });
  }
  const { exitCode, json, lines } = await compareLab(lab, 'acme,sandbox');
  expect(exitCode).toBe(4);
  expect(json).toMatchObject({ version: 1, same: 1, different: [], only: { b: [] } });
  expect(lines[0]).toMatch(/^1 same, 0 different, [1-9]\d* only in acme, 0 only in sandbox$/);
  await expect(compareLab(lab, 'acme,nowhere')).rejects.toMatchObject({ code: 'nothing-recorded' });
  await expect(compareLab(lab, 'acme')).rejects.toMatchObject({ code: 'settings-invalid', exitCode: 2 });
});
