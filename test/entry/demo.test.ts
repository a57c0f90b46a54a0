import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { buildEntry } from '../support/bundle.ts';
import { runNode } from '../support/run-node.ts';

test('the built CLI plays the demo without a terminal and without a credential', async () => {
  const cli = await buildEntry('src/cli.ts');
  const { code, stdout, stderr } = await runNode(cli, ['demo', '--json']);
  const { directory, commits, issues } = JSON.parse(stdout);
  rmSync(dirname(directory), { recursive: true, force: true });
  expect(code).toBe(0);
  expect(commits.map(({ subject }: { readonly subject: string }) => subject)).toContain(
    'Baseline: 8 triggers, 4 automations, 8 macros, 6 views',
  );
  expect(issues).not.toHaveLength(0);
  // The story is progress: it never stands in what a script reads, and holds no colour where nobody watches.
  expect(stderr).toContain('\nTuesday 17 November 2026\n');
  expect(stderr).not.toContain('\u001b');
});

test('--quiet leaves the result alone; a mistake is reported before anything starts', async () => {
  const cli = await buildEntry('src/cli.ts');
  const { code, stdout, stderr } = await runNode(cli, ['demo', '-q', '--dry-run']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.split('\n')).toEqual([
    'error: Invalid settings: demo does not support --dry-run',
    'hint: Leave it out: the demo writes only to its own temporary directory.',
    '',
  ]);
});
