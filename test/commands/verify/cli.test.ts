import { beforeAll, expect, test } from 'vitest';
import { fullRefund, jane } from '../../support/acme.ts';
import { buildEntry } from '../../support/bundle.ts';
import { runNode } from '../../support/run-node.ts';
import { openWatched, runLater } from '../../support/watched.ts';

let cli = '';
beforeAll(async () => {
  cli = await buildEntry('src/cli.ts');
});

test('verify and show at a terminal: options with and without a value, exit codes, JSON', async () => {
  const lab = await openWatched();
  lab.zendesk.account.as(jane).update('macro', fullRefund, { description: 'One' });
  await runLater(lab);
  const run = (...words: readonly string[]) => runNode(cli, words, { env: lab.zendesk.env, cwd: lab.checkout });
  const sound = await run('verify', '--json');
  expect(sound.code).toBe(0);
  const { head } = JSON.parse(sound.stdout);
  expect((await run('verify', '--remote', '--expect', head)).stdout).toContain('Compared with Zendesk');
  expect((await run('verify', '--remote=5%:1', '--quiet')).stdout).toContain('a sample of 5%');
  const lost = await run('verify', '--expect', '0123456789');
  expect([lost.code, lost.stdout.startsWith('fault: 0123456789: history was rewritten')]).toEqual([3, true]);
  expect((await run('verify', '--remote=most')).code).toBe(2);
  expect((await run('show', `macro/${fullRefund}`)).stdout).toContain('by Jane Doe (Zendesk 1001)');
  const near = await run('show', 'full refund');
  expect([near.code, near.stderr]).toEqual([2, expect.stringContaining('Did you mean macro/')]);
  expect((await run('show')).code).toBe(2);
  expect((await run('show', 'macro/1', 'macro/2')).stderr).toContain('too many arguments');
});
