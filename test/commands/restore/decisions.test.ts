import { expect, test } from 'vitest';
import { git } from '../../git/support.ts';
import { bob, escalateVip, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { isWrite, restoreIn } from '../../support/restore-lab.ts';
import { someOf } from '../../support/soak.ts';

const object = `trigger/${escalateVip}`;
const as = (lab: Lab, who = jane) => lab.zendesk.account.as(who);

/** A lab in which Jane has switched a trigger off and track has recorded it. */
async function drifted(): Promise<{
  readonly lab: Lab;
  readonly inputs: { readonly to: string; readonly apply: string };
}> {
  const lab = await openLab({ hasBaseline: true });
  const to = lab.tips().branch;
  lab.wait(60);
  as(lab).update('trigger', escalateVip, { active: false });
  await lab.run();
  lab.wait(60);
  return { lab, inputs: { to, apply: 'true' } };
}

const decisionsOf = async (lab: Lab) =>
  (await lab.log()).flatMap((commit) =>
    commit.facts?.type === 'decision' ? [{ ...commit, decision: commit.facts }] : [],
  );

test('both decisions say who, what, from when to when, and change no file', async () => {
  const { lab, inputs } = await drifted();
  const from = new Date(lab.zendesk.clock.now()).toISOString().slice(0, 19);
  const actor = { GITHUB_ACTOR: 'admin-ann', GITHUB_ACTOR_ID: '583231' };
  await restoreIn(lab, inputs, { environment: actor });
  const [reverting, reverted] = await decisionsOf(lab);
  const writer = 990001;
  expect(reverting?.decision).toMatchObject({
    object,
    decision: 'reverting',
    by: 'admin-ann',
    byId: '583231',
    issue: '0',
    comment: '0',
    writer: String(writer),
    time: `${from}Z`,
  });
  expect(reverted?.decision).toMatchObject({
    object,
    decision: 'reverted',
    before: reverting?.decision.before,
    after: reverting?.decision.after,
  });
  expect(reverted?.subject).toBe(`Revert trigger "Escalate VIP tickets to on-call" (${escalateVip})`);
  expect(reverted?.author).toBe('admin-ann <583231+admin-ann@users.noreply.github.com>');
  for (const commit of [reverting, reverted]) expect(commit?.paths).toEqual([]);
  const trailers = reverting?.message
    .split('\n\n')
    .at(-1)
    ?.split('\n')
    .map((line) => line.split(':')[0]);
  expect(trailers?.slice(-5, -1)).toEqual(['Decision-Reason', 'Decision-Writer', 'Decision-Time', 'Zendesk-Watermark']);
});

test('in Actions both decisions name the workflow run, which is their witness', async () => {
  const { lab, inputs } = await drifted();
  const actor = { GITHUB_ACTOR: 'admin-ann', GITHUB_ACTOR_ID: '583231' };
  await restoreIn(lab, inputs, { environment: { ...actor, GITHUB_RUN_ID: '8839201', GITHUB_RUN_ATTEMPT: '1' } });
  const made = (await decisionsOf(lab)).map(({ decision: { decision, run, byId } }) => [decision, run, byId]);
  expect(made).toEqual([
    ['reverting', 'actions-8839201-1', '583231'],
    ['reverted', 'actions-8839201-1', '583231'],
  ]);
});

test('on a terminal the decision mentions nobody', async () => {
  const { lab, inputs } = await drifted();
  await restoreIn(lab, inputs);
  const [reverting] = await decisionsOf(lab);
  expect(reverting?.decision.by).toBe('zendrift_cli');
  expect(reverting?.author).toContain('.zendesk.invalid>');
});

test.each(
  someOf(
    [
      ['Ann Admin', 'ann@example.com', 'Ann Admin <ann@example.com>'],
      ['<> ., ', 'ann@example.com', 'ann@example.com <ann@example.com>'],
      ['Eve\u202e <x@y>', 'ann@example.com> 0 +0000\ncommitter x', 'zendrift restore <restore@acme.zendesk.invalid>'],
      ['Eve\nDecision-By: @boss', 'eve@example.com', 'Eve\\u000aDecision-By: @boss <eve@example.com>'],
    ],
    2,
  ),
)('outside Actions the author is whom the git of the checkout knows: %j %j', async (name, email, author) => {
  const { lab, inputs } = await drifted();
  git(lab.checkout, 'config', 'user.name', name);
  git(lab.checkout, 'config', 'user.email', email);
  await restoreIn(lab, inputs);
  const decisions = await decisionsOf(lab);
  expect(decisions.map((commit) => commit.author)).toEqual([author, author]);
  expect(decisions.map(({ decision }) => [decision.by, decision.byId])).toEqual(Array(2).fill(['zendrift_cli', '0']));
});

const noLogins = [
  ['admin-ann\nDecision-By: @boss', '1'],
  ['admin-ann', '1\n'],
  ['@acme/team', '1'],
  ['admin-ann', '0'],
  ['a'.repeat(200), '1'],
] as const;

test.each(someOf(noLogins, 3))('what is no login of GitHub is nobody: %j %j', async (login, id) => {
  const { lab, inputs } = await drifted();
  await restoreIn(lab, inputs, { environment: { GITHUB_ACTOR: login, GITHUB_ACTOR_ID: id } });
  const [reverting] = await decisionsOf(lab);
  expect(reverting?.decision).toMatchObject({ by: 'zendrift_cli', byId: '0' });
});

test('a managed user is named as well', async () => {
  const { lab, inputs } = await drifted();
  await restoreIn(lab, inputs, { environment: { GITHUB_ACTOR: 'ann_acme', GITHUB_ACTOR_ID: '77' } });
  const [reverting] = await decisionsOf(lab);
  expect(reverting?.author).toBe('ann_acme <77+ann_acme@users.noreply.github.com>');
  expect(reverting?.message).toContain('Decision-By: @ann_acme\nDecision-By-Id: 77\n');
});

test('other people’s commits between the two are in nobody’s way, and edits of our files are put back', async () => {
  const { lab, inputs } = await drifted();
  let once = true;
  lab.zendesk.onRequest((request) => {
    if (!isWrite(request) || !once) return undefined;
    once = false;
    lab.commitElsewhere({ 'docs/note.md': 'Note\n', [`snapshots/acme/triggers/${notifyRequester}.json`]: '{}\n' });
    return undefined;
  });
  const recorded = lab.tree();
  const done = await restoreIn(lab, inputs);
  expect(done.json.objects).toMatchObject([{ object, outcome: 'restored' }]);
  expect(lab.tree()).toEqual(recorded);
  expect(lab.git('show', 'main:docs/note.md')).toBe('Note');
  lab.wait(60);
  await lab.run();
  expect((await lab.log()).at(-1)?.facts).toMatchObject({ object, verdict: { reason: 'revert' } });
});

test('a state that is rebuilt counts no write that nothing stands for: what was of high risk is still to be decided', async () => {
  const { lab, inputs } = await drifted();
  await restoreIn(lab, inputs);
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  lab.wait(60);
  expect(await lab.run()).toMatchObject({
    json: { warnings: [{ code: 'decision-unconfirmed' }, { code: 'decision-unconfirmed' }] },
  });
  expect(lab.state()?.reverts).toEqual([]);
  expect((await lab.log()).at(-1)?.facts).toMatchObject({ object, change: 'updated' });
  expect(lab.state()?.episodes.get(object)?.changes).toHaveLength(2);
});

test('an edit that comes on top before the next run is drift from the restored state', async () => {
  // A macro: the revisions of a trigger would tell the two writes apart.
  const lab = await openLab({ hasBaseline: true });
  const to = lab.tips().branch;
  const good = lab.git('rev-parse', `${to}:snapshots/acme/macros/${partialRefund}.json`);
  const title = lab.zendesk.account.rules.get('macro', partialRefund)?.raw_title ?? '';
  lab.wait(60);
  as(lab).update('macro', partialRefund, { active: false });
  await lab.run();
  lab.wait(60);
  await restoreIn(lab, { to, apply: 'true' });
  lab.wait(10);
  as(lab, bob).update('macro', partialRefund, { title: 'Bob was here' });
  lab.wait(60);
  await lab.run();
  expect([...(lab.state()?.episodes.values() ?? [])]).toMatchObject([
    { object: `macro/${partialRefund}`, approvedState: good },
  ]);
  as(lab, bob).update('macro', partialRefund, { title });
  lab.wait(60);
  await lab.run();
  expect([...(lab.state()?.ended.values() ?? [])]).toMatchObject([{ how: 'restored' }]);
});

test('a log that shows the write late explains what was recorded without it', async () => {
  const { lab, inputs } = await drifted();
  let hidden = true;
  lab.zendesk.onRequest((request, proceed) => {
    if (!hidden || request.path !== '/api/v2/audit_logs') return undefined;
    const answer = proceed();
    const body: unknown = JSON.parse(JSON.stringify(answer.body));
    const audit =
      typeof body === 'object' && body !== null && 'audit_logs' in body && Array.isArray(body.audit_logs)
        ? body.audit_logs
        : [];
    const shown = audit.filter((entry: { readonly actor_id: number }) => entry.actor_id !== 990001);
    return { ...answer, body: { ...Object(body), audit_logs: shown } };
  });
  await restoreIn(lab, inputs);
  lab.wait(400);
  await lab.run({ inputs: { sweep: 'true' } });
  expect((await lab.log()).at(-1)?.facts).toMatchObject({
    object,
    attribution: 'none',
    verdict: { decision: 'approved', reason: 'revert' },
  });
  hidden = false;
  lab.wait(60);
  await lab.run();
  expect((await lab.log()).at(-1)?.facts).toMatchObject({
    object,
    change: 'none',
    verdict: { decision: 'approved', reason: 'revert' },
  });
  expect(lab.state()?.episodes.size).toBe(0);
});

test('a state that nobody has approved says so in plan and decision; by being restored it is approved', async () => {
  const { lab } = await drifted();
  const to = lab.tips().branch;
  lab.wait(60);
  as(lab).update('trigger', escalateVip, { active: true });
  await lab.run();
  lab.wait(60);
  const plan = await restoreIn(lab, { to });
  expect(plan.lines.join('\n')).toContain('would be updated, to a state that was never approved');
  expect(plan.json.warnings).toEqual([]);
  const done = await restoreIn(lab, { to, apply: 'true' });
  expect(done.json.warnings).toEqual([
    { code: 'never-approved', message: `Never approved before, now approved by this restore: ${object}` },
  ]);
  const reasons = (await decisionsOf(lab)).map(({ decision }) => decision.reason);
  expect(reasons).toEqual(Array(2).fill(`restore --to ${to.slice(0, 12)}, never approved`));
  lab.wait(60);
  await lab.run();
  expect((await lab.changes()).at(-1)).toMatchObject({ verdict: 'approved', reason: 'revert' });
  // From here on it has been approved.
  as(lab).update('trigger', escalateVip, { active: true });
  await lab.run();
  const again = await restoreIn(lab, { to });
  expect(again.json.objects).toMatchObject([{ object, outcome: 'planned', unapproved: false }]);
});

test('what was approved at any time is nothing new', async () => {
  const { lab, inputs } = await drifted();
  expect((await restoreIn(lab, { ...inputs, apply: 'false' })).json.objects).toMatchObject([{ unapproved: false }]);
});
