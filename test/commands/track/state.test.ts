import { expect, test } from 'vitest';
import { git } from '../../git/support.ts';
import {
  ann,
  autoReply,
  bob,
  closeSpam,
  fullRefund,
  jane,
  notifyRequester,
  partialRefund,
  refundsView,
} from '../../support/acme.ts';
import { comparableState } from '../../support/comparable-state.ts';
import { pushState } from '../../support/forge.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { someOf } from '../../support/soak.ts';
import { openWatched, runLater } from '../../support/watched.ts';

const config = 'policy: { rules: [{ name: bob, actors: [1002], decide: approved }] }\n';

/** A history with a bit of everything: drift, approval, a reorder, a creation, a deletion, a transient, a late entry. */
async function fill(lab: Lab): Promise<void> {
  const { account } = lab.zendesk;
  account.as(jane, { ip: '203.0.113.7' }).update('trigger', notifyRequester, { title: 'Drift' });
  account.as(bob, { ip: '198.51.100.4' }).update('macro', partialRefund, { title: 'Fine' });
  account.as(jane).reorder('trigger', [closeSpam, autoReply, notifyRequester]);
  await runLater(lab);
  lab.wait(60);
  const { id } = account.as(ann).create('macro', { title: 'New', actions: [{ field: 'status', value: 'open' }] });
  account.as(bob).remove('view', refundsView);
  account.as(bob).update('trigger', autoReply, { title: 'A' });
  account.as(ann).update('trigger', autoReply, { title: 'B' }, { revision: false });
  account.as(jane).update('macro', partialRefund, { description: 'late' }, { entryLag: 500 });
  await runLater(lab);
  lab.wait(600);
  account.as(ann).remove('macro', id);
  await lab.run();
  lab.wait(60);
  const other = account
    .as(jane)
    .create('view', { title: 'Short', all: [{ field: 'status', operator: 'is', value: 'new' }] });
  account.as(jane).remove('view', other.id);
  account.as(bob).update('trigger', notifyRequester, { title: 'More drift' });
  await runLater(lab);
}

const spoiled: readonly (readonly [string, (lab: Lab) => void])[] = [
  ['lost', (lab) => lab.git('update-ref', '-d', 'refs/zendrift/acme')],
  ['damaged', (lab) => replaceState(lab, () => 'garbage')],
  ['of another format', (lab) => replaceState(lab, (text) => text.replace(/"format": \d+/, '"format": 99'))],
  [
    'with a time that is none',
    (lab) => replaceState(lab, (text) => text.replace(/"watermark": "[^"]+"/, '"watermark": "soon"')),
  ],
  ['older than the tip', (lab) => lab.git('update-ref', 'refs/zendrift/acme', 'refs/zendrift/acme~2')],
];

test.each(someOf(spoiled, 2))(
  'a state that is %s is rebuilt from history, equal to the live one',
  async (_name, spoil) => {
    const lab = await openWatched({ config });
    await fill(lab);
    const live = lab.state();
    spoil(lab);
    expect((await lab.run()).exitCode).toBe(0);
    expect(comparableState(lab.state())).toEqual(comparableState(live));
    const tips = lab.tips();
    const { requests } = await lab.run();
    expect(lab.tips()).toEqual(tips);
    expect(requests.length).toBeLessThanOrEqual(5);
  },
);

test.each(someOf([1, 2, undefined], 3))(
  'a clone of depth %s with a lost state goes on where history ends',
  async (depth) => {
    const lab = await openWatched({ config });
    await fill(lab);
    const live = lab.state();
    lab.git('update-ref', '-d', 'refs/zendrift/acme');
    const checkout = lab.freshClone(depth);
    lab.zendesk.account.as(bob).update('macro', partialRefund, { title: 'After' });
    expect((await runLater(lab, { checkout })).exitCode).toBe(0);
    expect((await lab.changes()).at(-1)).toMatchObject({ object: `macro/${partialRefund}`, attribution: 'exact' });
    expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual([...(live?.episodes.keys() ?? [])]);
    expect(lab.tree()).toEqual(lab.canonicalRemote());
  },
);

test('a clone of depth 1 with a fresh state never reads history', async () => {
  const lab = await openLab({ depth: 1, hasBaseline: true });
  lab.wait(600);
  await fill(lab);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect(git(lab.checkout, 'rev-parse', '--is-shallow-repository')).toBe('true');
});

test('without a remote, commits stay on the local branch and the checkout follows', async () => {
  const lab = await openLab({ remote: 'none', config, hasBaseline: true });
  lab.wait(600);
  await fill(lab);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect(git(lab.checkout, 'status', '--porcelain')).toBe('');
});

test('two accounts on one branch stay fresh while they run in turns', async () => {
  const lab = await openLab({ hasBaseline: true });
  const other = await openLab({ beside: lab, zendesk: { subdomain: 'globex' } });
  await other.run();
  for (let count = 0; count < 2; count += 1) {
    for (const one of [lab, other]) {
      one.wait(600);
      one.zendesk.account.as(jane).update('macro', partialRefund, { title: `Title ${count}` });
      await runLater(one);
    }
  }
  for (const one of [lab, other]) {
    expect((await one.changes()).map(({ attribution }) => attribution)).toEqual(['exact', 'exact']);
    expect(one.tree()).toEqual(one.canonicalRemote());
    const { requests } = await runLater(one);
    expect(requests.length).toBeLessThanOrEqual(5);
  }
});

const edit = async (lab: Lab, title: string) => {
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title });
  await runLater(lab);
};

test('a snapshot that someone made executable, or a link, is a plain file again', async () => {
  const lab = await openWatched();
  const [executable, link] = [
    `snapshots/acme/macros/${partialRefund}.json`,
    `snapshots/acme/macros/${fullRefund}.json`,
  ];
  const modes = () =>
    lab
      .git('ls-tree', 'main', executable, link)
      .split('\n')
      .map((line) => line.split(' ')[0]);
  const clone = lab.freshClone();
  const [, , blob = ''] = lab.git('ls-tree', 'main', link).split(/[ \t]/);
  git(clone, 'update-index', '--chmod=+x', executable);
  git(clone, 'update-index', '--cacheinfo', `120000,${blob},${link}`);
  git(clone, 'commit', '-q', '-m', 'Other modes');
  git(clone, 'push', '-q', 'origin', 'main');
  expect(modes()).toEqual(['100755', '120000']);
  await lab.run();
  expect(modes()).toEqual(['100644', '100644']);
  expect(lab.git('log', '-1', '--format=%s', 'main')).toBe('Restore recorded snapshots');
  const { branch } = lab.tips();
  lab.wait(60);
  await lab.run();
  expect(lab.tips().branch).toBe(branch);
});

test('a rewritten branch is recorded again, and the run says what is gone', async () => {
  const lab = await openWatched();
  await edit(lab, 'One');
  const gone = (await lab.log()).at(-1)?.id ?? '';
  await edit(lab, 'Two');
  lab.git('update-ref', 'refs/heads/main', `${gone}~1`);
  lab.wait(60);
  const { lines } = await lab.run({ checkout: lab.freshClone() });
  expect(lines.join('\n')).toContain('History was rewritten: main no longer has 2 commits');
  expect(lines.join('\n')).toContain(gone);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  lab.wait(60);
  const again = await lab.run({ checkout: lab.freshClone() });
  expect(again.lines.join('\n')).not.toContain('rewritten');
});

test('a state ref that names no commit has to be deleted by a person', async () => {
  const lab = await openWatched();
  const blob = lab.git('rev-parse', 'main:README.md');
  lab.git('update-ref', 'refs/zendrift/acme', blob);
  await expect(lab.run()).rejects.toMatchObject({
    code: 'state-ref-unusable',
    exitCode: 2,
    hint: expect.stringContaining('git push origin :refs/zendrift/acme'),
  });
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  expect((await lab.run()).exitCode).toBe(0);
});

test('an idle run commits nothing and pushes nothing within the hour; then it says that it is alive', async () => {
  const lab = await openWatched();
  const first = lab.tips();
  for (let count = 0; count < 3; count += 1) {
    lab.wait(600);
    const { requests } = await lab.run();
    expect(requests.length).toBeLessThanOrEqual(5);
  }
  expect(lab.tips()).toEqual(first);
  lab.wait(1300);
  await lab.run();
  const later = lab.tips();
  expect(later.branch).toBe(first.branch);
  expect(later.state).not.toBe(first.state);
  expect(lab.state()?.lastRun).toBe(lab.zendesk.clock.iso());
  expect(lab.state()?.watermark).toBe(lab.zendesk.clock.iso());
  lab.wait(60);
  await lab.run();
  expect(lab.tips()).toEqual(later);
});

test("another writer's push in between: the same plan gets a new parent", async () => {
  const lab = await openWatched();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'T' });
  lab.wait(60);
  const stop = lab.zendesk.onRequest(({ path }) => {
    if (!path.startsWith('/api/v2/macros')) return undefined;
    stop();
    lab.commitElsewhere({ 'docs/notes.md': 'hello\n' });
    return undefined;
  });
  const { exitCode, requests } = await lab.run();
  expect(exitCode).toBe(0);
  expect(
    requests.filter((request) => request.endsWith('/users/me.json') || request.endsWith('/users/me')),
  ).toHaveLength(1);
  expect((await lab.changes()).map(({ object }) => object)).toEqual([`macro/${partialRefund}`]);
  expect(lab.git('log', '-1', '--format=%s', 'main~2')).toBe('Someone else');
});

test('another run of the same account in between: the plan is dropped, nothing is committed twice', async () => {
  const lab = await openWatched();
  const checkout = lab.freshClone();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'T' });
  lab.wait(60);
  let rival: Promise<unknown> | null = null;
  const stop = lab.zendesk.onRequest(async ({ path }) => {
    if (!path.startsWith('/api/v2/macros')) return undefined;
    stop();
    rival = lab.run({ checkout });
    await rival;
    return undefined;
  });
  expect((await lab.run()).exitCode).toBe(0);
  await rival;
  expect((await lab.changes()).flatMap(({ audit }) => audit)).toHaveLength(1);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

/** Puts another state commit with a changed text in front of the present one. */
const replaceState = (lab: Lab, change: (text: string) => string): void =>
  pushState(lab, change(`${lab.git('cat-file', 'blob', `refs/zendrift/${lab.account}:state.json`)}\n`));

test('after the state was lost an issue keeps what only the lost state knew, and nothing is written', async () => {
  const rules = 'policy:\n  rules:\n    - { name: bot, actors: [998877], decide: approved }\n';
  const lab = await openLab({ github: true, config: rules, hasBaseline: true });
  lab.wait(60);
  lab.zendesk.account.as(jane).update('macro', partialRefund, { active: false }, { description: 'Words of the log' });
  lab.wait(60);
  await lab.run();
  const before = lab.github?.model.issues()[0]?.body ?? '';
  expect(before).toContain('Words of the log');
  expect(before).toContain('closest match: `bot` (actor is `Jane Doe` (1001), not 998877)');
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  lab.git('-C', lab.checkout, 'update-ref', '-d', 'refs/zendrift/acme');
  lab.wait(60);
  const writes = () => lab.github?.requests.filter(({ method }) => method !== 'GET').length;
  const written = writes();
  await lab.run();
  await lab.run();
  expect(lab.github?.model.issues()[0]?.body).toBe(before);
  expect(writes()).toBe(written);
});

test('a state that knows of entries in the future is not believed', async () => {
  const lab = await openWatched();
  replaceState(lab, (text) => text.replace(/"watermark": "[^"]*"/, '"watermark": "2099-01-01T00:00:00Z"'));
  lab.zendesk.account.as(jane).update('macro', partialRefund, { active: false });
  lab.wait(60);
  await lab.run();
  expect(await lab.changes()).toHaveLength(1);
  expect(lab.state()?.watermark.slice(0, 4)).toBe('2026');
});

test('an edit without an entry that a sweep meets too young is looked at by the next run, not by the next sweep', async () => {
  const lab = await openWatched();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { active: false }, { audit: false });
  lab.wait(60);
  await lab.run({ inputs: { sweep: 'true' } });
  expect(await lab.changes()).toHaveLength(0);
  lab.wait(600);
  await lab.run();
  expect(await lab.changes()).toMatchObject([{ object: `macro/${partialRefund}`, attribution: 'none' }]);
});
