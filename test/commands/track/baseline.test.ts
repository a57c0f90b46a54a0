import { expect, test } from 'vitest';
import { git } from '../../git/support.ts';
import { autoReply, bob, jane, notifyRequester, partialRefund, routeRefunds, unassigned } from '../../support/acme.ts';
import { openLab } from '../../support/lab.ts';
import { someOf } from '../../support/soak.ts';
import { openWatched, runLater } from '../../support/watched.ts';

const triggerPath = `snapshots/acme/triggers/${notifyRequester}.json`;

test('the first run is one baseline commit of the whole account and opens no episode', async () => {
  const lab = await openLab();
  const time = lab.zendesk.clock.iso();
  expect((await lab.run()).exitCode).toBe(0);
  const [baseline, ...others] = await lab.log();
  expect(others).toEqual([]);
  expect(baseline?.subject).toBe('Baseline: 8 triggers, 4 automations, 8 macros, 6 views');
  expect(baseline?.facts).toMatchObject({
    type: 'baseline',
    time,
    kinds: ['trigger', 'automation', 'macro', 'view'],
    watermark: time,
  });
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect(lab.state()?.episodes.size).toBe(0);
});

test.each(someOf(['none', 'bare'] as const, 2))(
  'an empty repository (remote: %s) gets the baseline as its first commit',
  async (remote) => {
    const lab = await openLab({ empty: true, remote, hasBaseline: true });
    lab.wait(600);
    lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'T' });
    await runLater(lab);
    const log = await lab.log();
    expect(log.map(({ facts }) => facts?.type)).toEqual(['baseline', 'change']);
    expect(log[0]?.record.parents).toEqual([]);
    expect(lab.tree()).toEqual(lab.canonicalRemote());
  },
);

test.each(someOf(['snapshots', 'snapshots/acme'], 2))(
  'what people keep in a file named %s is never replaced by a first run, nor by a new baseline',
  async (path) => {
    const lab = await openLab();
    lab.commitElsewhere({ [path]: 'Pictures of our cats\n' });
    const tips = lab.tips();
    for (const inputs of [{}, { 'new-baseline': 'true' }]) {
      const error = {
        code: 'repository-unusable',
        exitCode: 2,
        message: expect.stringContaining(`${path} is not a folder`),
      };
      await expect(lab.run({ inputs })).rejects.toMatchObject(error);
    }
    expect(lab.tips()).toEqual(tips);
  },
);

test('entries from before the baseline belong to it, whenever the log shows them', async () => {
  const lab = await openLab();
  const { account } = lab.zendesk;
  account.as(jane).update('trigger', notifyRequester, { title: 'Before' }, { entryLag: 300 });
  lab.wait(1);
  await lab.run();
  lab.wait(300);
  await lab.run();
  lab.wait(60);
  await lab.run({ inputs: { sweep: 'true' } });
  expect(await lab.changes()).toEqual([]);
});

test('an edit while the baseline is listed is in the baseline, and is not told again', async () => {
  const lab = await openLab();
  const { account } = lab.zendesk;
  const stop = lab.zendesk.onRequest(({ path }) => {
    if (path !== '/api/v2/automations') return undefined;
    stop();
    lab.wait(2);
    account.as(jane).update('trigger', notifyRequester, { title: 'Meanwhile' });
    return undefined;
  });
  await lab.run();
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  await runLater(lab);
  const changes = await lab.changes();
  expect(changes.filter(({ change }) => change !== 'none')).toEqual([]);
  expect(changes.length).toBeLessThanOrEqual(1);
  expect(lab.state()?.episodes.size).toBe(0);
});

test('an edit on every listing of the baseline is still in exactly one commit', async () => {
  const lab = await openLab();
  const { account } = lab.zendesk;
  let edits = 0;
  const stop = lab.zendesk.onRequest(({ path }, proceed) => {
    if (path !== '/api/v2/views') return undefined;
    edits += 1;
    lab.wait(2);
    account.as(jane).update('macro', partialRefund, { title: `Edit ${edits}` });
    return proceed();
  });
  await lab.run();
  stop();
  await runLater(lab);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect((await lab.changes()).flatMap(({ audit }) => audit).length).toBeLessThanOrEqual(1);
});

test('files without a baseline commit are replaced on request alone', async () => {
  const lab = await openLab();
  lab.commitElsewhere({
    [triggerPath]: '{"made": "by hand"}\n',
    'snapshots/acme/macros/1.json': '{}\n',
    'snapshots/acme/left.txt': 'x\n',
  });
  const tips = lab.tips();
  await expect(lab.run()).rejects.toMatchObject({ code: 'baseline-missing', exitCode: 2 });
  expect(lab.tips()).toEqual(tips);
  expect((await lab.run({ inputs: { 'new-baseline': 'true' } })).exitCode).toBe(0);
  expect((await lab.log()).at(-1)?.facts?.type).toBe('baseline');
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect(lab.git('ls-tree', '-r', '--name-only', 'main', '--', 'snapshots/acme/left.txt')).toBe('');
  const { requests } = await runLater(lab);
  expect(requests.length).toBeLessThanOrEqual(5);
});

test('a state ref whose history is gone starts over on request alone', async () => {
  const lab = await openWatched();
  const start = lab.git('rev-list', '--max-parents=0', 'main');
  lab.git('update-ref', 'refs/heads/main', start);
  const checkout = lab.freshClone();
  await expect(lab.run({ checkout })).rejects.toMatchObject({ code: 'baseline-missing', exitCode: 2 });
  expect((await lab.run({ checkout, inputs: { 'new-baseline': 'true' } })).exitCode).toBe(0);
  expect((await lab.log()).map(({ facts }) => facts?.type)).toEqual(['baseline']);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test('a kind added later gets a baseline of its own: no issues, no drift of the others lost', async () => {
  const lab = await openLab({ config: 'kinds: [trigger, macro]\n', hasBaseline: true });
  lab.wait(600);
  const { account } = lab.zendesk;
  account.as(jane).update('view', unassigned, { title: 'Before it was tracked' });
  account.as(bob).update('trigger', notifyRequester, { title: 'Drift' });
  lab.commitElsewhere({ '.github/zendrift.yml': 'kinds: [trigger, macro, view]\n' });
  lab.wait(60);
  const checkout = lab.freshClone();
  expect((await lab.run({ checkout })).exitCode).toBe(0);
  const log = await lab.log();
  expect(log.map(({ facts }) => facts?.type)).toEqual(['baseline', 'configuration', 'change', 'baseline']);
  expect(log[3]?.facts).toMatchObject({ kinds: ['view'] });
  expect(log[3]?.paths.every((path) => path.startsWith('views/'))).toBe(true);
  expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual([`trigger/${notifyRequester}`]);
  lab.wait(60);
  account.as(jane).update('view', unassigned, { title: 'Now it is' });
  await runLater(lab, { checkout });
  expect((await lab.changes()).at(-1)).toMatchObject({ object: `view/${unassigned}`, attribution: 'exact' });
});

test("other people's commits between ours change nothing", async () => {
  const lab = await openWatched();
  lab.commitElsewhere({ 'docs/notes.md': 'hello\n' });
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'T' });
  expect((await runLater(lab)).exitCode).toBe(0);
  lab.commitElsewhere({ 'docs/notes.md': 'again\n' });
  const { requests } = await runLater(lab);
  expect(requests.length).toBeLessThanOrEqual(5);
  expect(await lab.changes()).toHaveLength(1);
});

test('edits of our files by others are put back in one commit, and what Zendesk says stays the truth', async () => {
  const lab = await openWatched();
  const before = lab.tree();
  lab.commitElsewhere({
    [triggerPath]: '{"active": false}\n',
    [`snapshots/acme/triggers/${autoReply}.json`]: null,
    'snapshots/acme/triggers/7.json': '{}\n',
    'snapshots/acme/names.json': '{}\n',
  });
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'T' });
  await runLater(lab);
  const repairs = (await lab.log()).filter(({ facts }) => facts?.type === 'repair');
  expect(repairs).toMatchObject([{ subject: 'Restore recorded snapshots', facts: { files: 4 } }]);
  expect(await lab.changes()).toMatchObject([{ object: `macro/${partialRefund}`, attribution: 'exact' }]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect(lab.tree().get(triggerPath)).toBe(before.get(triggerPath));
  expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual([`macro/${partialRefund}`]);
  const tips = lab.tips();
  await runLater(lab);
  expect(lab.tips()).toEqual(tips);
});

test('an edit of our files is put back although nothing happened in the account', async () => {
  const lab = await openWatched();
  lab.commitElsewhere({ [triggerPath]: '{"active": false}\n' });
  expect((await runLater(lab)).exitCode).toBe(0);
  expect((await lab.log()).map(({ facts }) => facts?.type ?? 'someone')).toEqual(['baseline', 'someone', 'repair']);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

/** Commits like one of ours, except for one thing. */
const forgeries: readonly [
  string,
  (message: string) => { env: Record<string, string>; message: string; extra?: string },
][] = [
  [
    'another committer',
    (message) => ({ env: { GIT_COMMITTER_NAME: 'Mallory', GIT_COMMITTER_EMAIL: 'm@example.com' }, message }),
  ],
  ['a path that is not ours', (message) => ({ env: {}, message, extra: 'README.md' })],
  ['a broken block', (message) => ({ env: {}, message: message.replace(/Verdict: .*\n/, '') })],
  [
    'another account',
    (message) => ({ env: {}, message: message.replace('Zendesk-Account: acme', 'Zendesk-Account: other') }),
  ],
];

test.each(someOf(forgeries, 2))('a commit with our trailers but %s does not count', async (_name, forge) => {
  const lab = await openWatched();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Real' });
  await runLater(lab);
  const real = (await lab.log()).at(-1);
  const { env, message, extra } = forge((real?.message ?? '').replace('Verdict: unapproved', 'Verdict: approved'));
  const clone = lab.freshClone();
  const { execFileSync } = await import('node:child_process');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${clone}/${triggerPath}`, '{"forged": true}\n');
  if (extra !== undefined) writeFileSync(`${clone}/${extra}`, 'forged\n');
  git(clone, 'add', '-A');
  execFileSync('git', ['commit', '-q', '-m', message], {
    cwd: clone,
    env: {
      PATH: process.env['PATH'],
      GIT_AUTHOR_NAME: 'Jane Doe',
      GIT_AUTHOR_EMAIL: 'zendesk-user-1001@acme.zendesk.invalid',
      GIT_COMMITTER_NAME: 'zendrift[bot]',
      GIT_COMMITTER_EMAIL: 'zendrift@users.noreply.github.com',
      ...env,
    },
  });
  git(clone, 'push', '-q', 'origin', 'main');
  await runLater(lab);
  expect((await lab.log()).at(-1)?.facts?.type).toBe('repair');
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect(lab.state()?.episodes.size).toBe(1);
});

test('merges by people change nothing of ours', async () => {
  const lab = await openWatched();
  const clone = lab.freshClone();
  git(clone, 'checkout', '-q', '-b', 'topic');
  git(clone, 'commit', '-q', '--allow-empty', '-m', 'On a branch');
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Real' });
  await runLater(lab);
  git(clone, 'checkout', '-q', 'main');
  git(clone, 'pull', '-q', 'origin', 'main');
  git(clone, 'merge', '-q', '--no-ff', '-m', 'Merge topic', 'topic');
  git(clone, 'push', '-q', 'origin', 'main');
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  lab.zendesk.account.as(bob).update('trigger', routeRefunds, { title: 'Later' });
  await runLater(lab);
  expect((await lab.changes()).map(({ object, attribution }) => [object, attribution])).toEqual([
    [`trigger/${notifyRequester}`, 'exact'],
    [`trigger/${routeRefunds}`, 'exact'],
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});
