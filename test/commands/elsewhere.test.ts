import { expect, test } from 'vitest';
import type { Command } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runCompare } from '#connect/compare.ts';
import { runDiff } from '#connect/diff.ts';
import { runLint } from '#connect/lint.ts';
import { runList } from '#connect/list.ts';
import { runPolicyReplay, runPolicySuggest } from '#connect/policy.ts';
import { runReport } from '#connect/report.ts';
import { runRestore } from '#connect/restore.ts';
import { runShow } from '#connect/show.ts';
import { runTrack } from '#connect/track.ts';
import { runUses } from '#connect/uses.ts';
import { runVerify } from '#connect/verify.ts';
import { environment, write } from '../git/support.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { moveIn } from '../support/move-lab.ts';
import { isSoak } from '../support/soak.ts';

/** Every command that reads what is recorded. */
const readers: Readonly<Record<string, readonly [Command, InputValues]>> = {
  track: [runTrack, { 'dry-run': 'true' }],
  restore: [runRestore, { to: '1234567' }],
  verify: [runVerify, {}],
  report: [runReport, {}],
  list: [runList, {}],
  show: [runShow, { object: 'Notify requester' }],
  diff: [runDiff, { from: '1d' }],
  lint: [runLint, {}],
  uses: [runUses, { ref: 'tag/vip' }],
  compare: [runCompare, { accounts: 'acme,other' }],
  'policy replay': [runPolicyReplay, {}],
  'policy suggest': [runPolicySuggest, {}],
};

/** What each command says about the branch that it looks at. */
async function read(lab: Lab, [command, inputs]: readonly [Command, InputValues], more: InputValues): Promise<unknown> {
  const variables = { ...environment, ...lab.zendesk.env };
  const outcome = command({
    settings: readSettings({ repository: lab.checkout, ...inputs, ...more }, variables, 'credentials'),
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
    clock: { now: () => lab.zendesk.clock.now(), sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
  return outcome.catch((error: unknown) => error);
}

/** One of each way to read; the others are left to the soak where all have been seen once. */
const some = ['track', 'verify', 'list', 'lint'];

async function expectElsewhere(
  lab: Lab,
  [there, here]: readonly [string, string],
  names: readonly string[] = isSoak ? Object.keys(readers) : some,
  more: InputValues = {},
): Promise<void> {
  for (const [name, reader] of Object.entries(readers).filter(([one]) => names.includes(one)))
    expect.soft(await read(lab, reader, more), name).toMatchObject({
      code: 'history-elsewhere',
      exitCode: 2,
      message: `The history of acme is on branch ${there}, not on ${here}.`,
      hint: expect.stringContaining(`zendrift move --to ${here}`),
    });
}

/** The configuration names a branch of its own for a record that is on main. */
async function openConfigured(): Promise<Lab> {
  const lab = await openLab({ hasBaseline: true });
  const config = 'branch: zendrift\n';
  lab.commitElsewhere({ '.github/zendrift.yml': config });
  write(lab.checkout, '.github/zendrift.yml', config);
  return lab;
}

test('a branch that is configured before the history is moved there: every command says where the history is', async () => {
  const lab = await openConfigured();
  await expectElsewhere(lab, ['main', 'zendrift'], Object.keys(readers));
  // Made by hand, from before the record or as a copy of it, the branch has no record of its own either.
  lab.git('branch', 'zendrift', lab.git('rev-list', '--max-parents=0', 'main'));
  await expectElsewhere(lab, ['main', 'zendrift']);
  lab.git('branch', '-f', 'zendrift', 'main');
  await expectElsewhere(lab, ['main', 'zendrift']);
});

test('the same where the state ref is lost', async () => {
  const lab = await openConfigured();
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await expectElsewhere(lab, ['main', 'zendrift']);
  lab.git('branch', 'zendrift', 'main');
  await expectElsewhere(lab, ['main', 'zendrift']);
});

test('a branch that the history has left is not read any more, whether or not the state ref says so', async () => {
  const lab = await openConfigured();
  await moveIn(lab, 'zendrift');
  await expectElsewhere(lab, ['zendrift', 'main'], some, { branch: 'main' });
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await expectElsewhere(lab, ['zendrift', 'main'], some, { branch: 'main' });
});
