import { expect, test } from 'vitest';
import { hasKeygen, makeKey } from '../../git/signing.ts';
import { bob, escalateVip, jane, notifyRequester, partialRefund, refundsView } from '../../support/acme.ts';
import { forgeApproval } from '../../support/forge.ts';
import type { Lab } from '../../support/lab.ts';
import { requestForm } from '../../support/request-form.ts';
import { restoreIn } from '../../support/restore-lab.ts';
import { hubOf, identities, later, openIssues, openTeam, say, trackLater, triageIn } from '../../support/triage-lab.ts';
import { verifyAt } from './support.ts';
import { commitRaw, findCommit, mallory, rawCommit, rewrite, tipOf, treeWith } from './tamper.ts';

const object = `trigger/${notifyRequester}` as const;

const verifyWith = (lab: Lab, repository = lab.remote) => verifyAt(repository, { github: 'true' }, null, hubOf(lab));

/** Jane's drift, which Bob has approved in its issue. */
async function openApproved(): Promise<{ readonly lab: Lab; readonly comment: number }> {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  const comment = say(lab, 'bob-gh', '/approve fine').id;
  later(lab);
  await triageIn(lab);
  return { lab, comment };
}

test('each kind of decision is compared with what made it: a comment, a workflow run, or nothing', async () => {
  const { lab } = await openApproved();
  const { model } = hubOf(lab);
  const as = (who: number) => lab.zendesk.account.as(who);
  const start = tipOf(lab.remote);
  as(jane).update('macro', partialRefund, { active: false });
  await trackLater(lab);
  say(lab, 'bob-gh', '/reject no');
  await triageIn(lab);
  say(lab, 'bob-gh', '/revert');
  await triageIn(lab, { mayWrite: true });
  await trackLater(lab);
  const request = model
    .as('jane-gh')
    .openIssue({ title: 'Change request: a title', body: requestForm(), labels: ['change-request'] });
  await trackLater(lab);
  say(lab, 'bob-gh', '/approve', request.number);
  await triageIn(lab);
  as(jane).update('trigger', escalateVip, { active: false });
  await trackLater(lab);
  model.putRun(77, 'admin-ann');
  const ann = model.users().find(({ login }) => login === 'admin-ann');
  const actions = { GITHUB_RUN_ID: '77', GITHUB_RUN_ATTEMPT: '1' };
  const environment = { ...actions, GITHUB_ACTOR: 'admin-ann', GITHUB_ACTOR_ID: String(ann?.id) };
  await restoreIn(lab, { to: start, objects: `trigger/${escalateVip}`, apply: 'true' }, { environment });
  await trackLater(lab);
  lab.zendesk.account.as(bob).remove('view', refundsView, { audit: false });
  for (const { id } of lab.zendesk.account.remote().view)
    lab.zendesk.account.as(bob).remove('view', id, { audit: false });
  later(lab, 600);
  await lab.run({ inputs: { sweep: 'true', 'accept-vanished': 'view' }, environment });
  const { exitCode, result, lines } = await verifyWith(lab);
  expect([exitCode, result.faults, result.warnings]).toEqual([0, [], []]);
  const none = { comment: 0, signature: 0, run: 0, none: 0 };
  expect(result.github).toEqual({
    decisions: 8,
    witnesses: {
      approval: { ...none, comment: 1 },
      rejection: { ...none, comment: 1 },
      revert: { ...none, comment: 2 },
      restore: { ...none, run: 2 },
      'change-request': { ...none, comment: 1 },
      'accepted-deletion': { ...none, run: 1 },
    },
  });
  expect(lines.join('\n')).toContain(
    'Compared with GitHub: 8 decisions. 1 approval: 1 by a comment. 1 rejection: 1 by a comment. 2 revert decisions: 2 by a comment. 2 restore decisions: 2 by a workflow run.',
  );
  // Someone else started that run.
  model.putRun(77, 'jane-gh');
  expect((await verifyWith(lab)).faults).toMatchObject([
    { code: 'decision-unconfirmed', message: expect.stringContaining('workflow run 77 was started by jane-gh') },
    { code: 'decision-unconfirmed' },
    { code: 'decision-unconfirmed' },
  ]);
}, 60_000);

test('a restore at a terminal has no witness, which is said and no fault; any other decision without one is', async () => {
  const lab = await openTeam();
  const to = tipOf(lab.remote);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { active: false });
  await trackLater(lab);
  later(lab);
  await restoreIn(lab, { to, apply: 'true' });
  const { exitCode, result } = await verifyWith(lab);
  expect([exitCode, result.faults]).toEqual([0, []]);
  const message = expect.stringContaining('it names neither a comment nor a workflow run, and is not signed');
  expect(result.warnings).toEqual([0, 1].map(() => expect.objectContaining({ code: 'decision-unconfirmed', message })));
  expect(result.github?.witnesses.restore).toEqual({ comment: 0, signature: 0, run: 0, none: 2 });
  rewrite(lab.remote, findCommit(lab.remote, /^Decision: reverted$/m), (raw) =>
    raw.replace(/^Decision: .*$/m, 'Decision: approved').replace(/^Decision-(?:Writer|Time): .*\n/gm, ''),
  );
  const { faults } = await verifyWith(lab);
  expect(faults).toContainEqual(expect.objectContaining({ code: 'decision-unconfirmed', message }));
});

test('a comment that was edited or is gone: before the decision a fault, after it a warning', async () => {
  const { lab, comment } = await openApproved();
  const { model } = hubOf(lab);
  const found = async () => {
    const { exitCode, faults, result } = await verifyWith(lab);
    return [exitCode, [...faults, ...result.warnings].map(({ code, message }) => `${code}: ${message.split(': ')[1]}`)];
  };
  expect(await found()).toEqual([0, []]);
  // Whatever people are called later, the account is the same.
  model.renameUser('bob-gh', 'bob-2027');
  expect(await found()).toEqual([0, []]);
  const now = lab.zendesk.clock.iso();
  model.clock.set('2026-11-20T08:10:30Z');
  model.editComment(comment, '/approve perfect');
  expect(await found()).toEqual([3, [`decision-unconfirmed: comment ${comment} was edited before the decision`]]);
  model.clock.set(now);
  later(lab);
  model.editComment(comment, '/approve fine, as agreed');
  expect(await found()).toEqual([0, [`decision-unconfirmed: comment ${comment} was edited after the decision`]]);
  model.editComment(comment, 'Never mind');
  expect(await found()).toEqual([
    0,
    [`decision-unconfirmed: comment ${comment} was edited after the decision and is no /approve any more`],
  ]);
  model.as('admin-ann').deleteComment(comment);
  expect(await found()).toEqual([0, [`decision-unconfirmed: comment ${comment} does not exist`]]);
  // Without a state that counts it, nothing speaks for the decision.
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  expect((await verifyWith(lab)).faults).toMatchObject([{ code: 'decision-unconfirmed' }]);
});

test('a decision that its comment does not bear out is a fault, whatever else was made to fit', async () => {
  const { lab, comment } = await openApproved();
  const issue = hubOf(lab).model.comments(1)[0]?.issue ?? 1;
  const { id: own } = say(lab, 'jane-gh', '/approve', issue);
  const { id: talk } = say(lab, 'bob-gh', 'Looking into this', issue);
  const { model } = hubOf(lab);
  const idOf = (login: string) => String(model.users().find((user) => user.login === login)?.id);
  const by = (login: string) => (raw: string) =>
    raw
      .replace(/^Decision-By: .*$/m, `Decision-By: @${login}`)
      .replace(/^Decision-By-Id: .*$/m, `Decision-By-Id: ${idOf(login)}`)
      .replace(/^author .*>/m, `author ${login} <${idOf(login)}+${login}@users.noreply.github.com>`);
  const named = (id: number | string) => (raw: string) =>
    raw.replace(/^Decision-Comment: .*$/m, `Decision-Comment: ${id}`);
  const attacks: readonly (readonly [edit: (raw: string) => string, message: RegExp])[] = [
    [by('admin-ann'), /is by bob-gh$/],
    [(raw) => by('jane-gh')(named(own)(raw)), /no run of zendrift has answered comment \d+ yet$/],
    [named(talk), /is no \/approve$/],
    [named(0), /names neither a comment nor a workflow run/],
    [(raw) => raw.replace(/^Decision-Issue: .*$/m, 'Decision-Issue: 99'), new RegExp(`is in issue ${issue}$`)],
    [(raw) => raw.replace(/^Decision: .*$/m, 'Decision: rejected'), /is no \/reject$/],
  ];
  const target = findCommit(lab.remote, /^Decision: approved$/m);
  const [main, state] = [tipOf(lab.remote), lab.tips().state];
  expect(rawCommit(lab.remote, target)).toContain(`Decision-Comment: ${comment}\n`);
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  for (const [edit, message] of attacks) {
    const commit = rewrite(lab.remote, target, edit);
    const { exitCode, faults } = await verifyWith(lab);
    expect(faults).toMatchObject([{ code: 'decision-unconfirmed', commit, message: expect.stringMatching(message) }]);
    expect(exitCode).toBe(3);
    lab.git('update-ref', 'refs/heads/main', main);
  }
  lab.git('update-ref', 'refs/zendrift/acme', state);
  expect((await verifyWith(lab)).result).toMatchObject({ faults: [], warnings: [] });
}, 60_000);

test.each([
  ['with a state that counts it', true],
  ['without', false],
])('a forged decision that claims a time before its comment was edited is a fault, %s', async (_, state) => {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  const { id } = say(lab, 'bob-gh', 'Looking into this');
  const early = lab.zendesk.clock.iso();
  later(lab);
  hubOf(lab).model.as('admin-ann').editComment(id, '/approve');
  later(lab);
  const bob = hubOf(lab)
    .model.users()
    .find(({ login }) => login === 'bob-gh');
  const facts = { by: 'bob-gh', byId: String(bob?.id), comment: String(id) };
  const commit = forgeApproval(lab, object, { commit: true, state, facts, at: early });
  const { faults } = await verifyWith(lab);
  expect(faults).toContainEqual(
    expect.objectContaining({
      code: 'decision-unconfirmed',
      commit,
      message: expect.stringContaining(`comment ${id} was edited at`),
    }),
  );
});

test('that someone made the change themselves is a fault if it was known then, and a warning if it is known now', async () => {
  const lab = await openUnmapped();
  expect((await verifyWith(lab)).result).toMatchObject({ faults: [], warnings: [] });
  lab.commitElsewhere({ '.github/zendrift.yml': identities });
  await trackLater(lab);
  const { result } = await verifyWith(lab);
  expect(result.faults).toEqual([]);
  expect(result.warnings).toMatchObject([
    {
      code: 'decision-unconfirmed',
      message: expect.stringMatching(/bob-gh made the change, as today's configuration says$/),
    },
  ]);
});

/** Bob approves his own change where nothing says that it is his. */
async function openUnmapped(): Promise<Lab> {
  const lab = await openTeam({ config: 'approvers: { unmapped: allow }\n' });
  lab.zendesk.account.as(bob).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  say(lab, 'bob-gh', '/approve');
  expect((await triageIn(lab)).json.commands).toMatchObject([{ outcome: 'decided' }]);
  return lab;
}

test('a forged decision is unconfirmed, for a run and for verify, and verify says so before any run has seen it', async () => {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  const commit = forgeApproval(lab, object, { commit: true });
  const unannounced = expect.stringContaining('was pushed without the state ref');
  expect((await verifyAt(lab.remote)).faults).toContainEqual(
    expect.objectContaining({ code: 'state', commit, message: unannounced }),
  );
  expect((await verifyWith(lab)).faults).toContainEqual(
    expect.objectContaining({
      code: 'decision-unconfirmed',
      commit,
      message: expect.stringContaining('does not exist'),
    }),
  );
}, 60_000);

test('a decision that a run did not count is left out when its state is compared, and named', async () => {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  const { id } = say(lab, 'bob-gh', 'Looking into this');
  const bobs = {
    by: 'bob-gh',
    byId: String(
      hubOf(lab)
        .model.users()
        .find(({ login }) => login === 'bob-gh')?.id,
    ),
  };
  const commit = forgeApproval(lab, object, { commit: true, facts: { ...bobs, comment: String(id) } });
  await trackLater(lab);
  expect(openIssues(lab)).toHaveLength(1);
  const plain = await verifyAt(lab.remote);
  const about = `the decision of @bob-gh about ${object}`;
  expect(plain.faults.filter(({ code }) => code !== 'author')).toEqual([]);
  expect(plain.result.warnings).toMatchObject([
    { code: 'decision-unconfirmed', commit, message: `${about} does not count: comment ${id} is no /approve` },
  ]);
  const { exitCode, faults } = await verifyWith(lab);
  expect(exitCode).toBe(3);
  expect(faults).toContainEqual(expect.objectContaining({ code: 'decision-unconfirmed', commit, level: 'fault' }));
});

test('a comment that was used once decides about nothing else', async () => {
  const { lab, comment } = await openApproved();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'More drift' });
  await trackLater(lab);
  const bobs = {
    by: 'bob-gh',
    byId: String(
      hubOf(lab)
        .model.users()
        .find(({ login }) => login === 'bob-gh')?.id,
    ),
  };
  const commit = forgeApproval(lab, object, {
    commit: true,
    state: true,
    facts: { ...bobs, comment: String(comment) },
  });
  expect((await verifyAt(lab.remote)).faults).toContainEqual(
    expect.objectContaining({ code: 'decision', commit, message: expect.stringContaining('was already used') }),
  );
});

test.skipIf(!hasKeygen)(
  'a decision that an allowed signer stands for needs no comment (needs ssh-keygen)',
  async () => {
    const key = makeKey();
    const file = '.github/zendrift/allowed_signers';
    const lab = await openTeam({ hasBaseline: false });
    lab.commitElsewhere({ '.github/zendrift.yml': `${identities}allowed-signers: ${file}\n`, [file]: key.allowed });
    const environment = { ZENDRIFT_SIGNING_KEY: key.secret };
    await lab.run({ environment });
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
    await trackLater(lab, { environment });
    const { id } = say(lab, 'bob-gh', '/approve');
    await triageIn(lab, { environment });
    hubOf(lab).model.as('admin-ann').deleteComment(id);
    const { result } = await verifyWith(lab, lab.freshClone());
    expect(result).toMatchObject({ faults: [], warnings: [] });
    expect(result.github?.witnesses.approval).toEqual({ comment: 0, signature: 1, run: 0, none: 0 });
    // Nor does a state that is lost take it back.
    lab.git('update-ref', '-d', 'refs/zendrift/acme');
    await trackLater(lab, { environment });
    expect(lab.state()).toMatchObject({ unconfirmed: [], episodes: new Map() });
  },
);

test('GitHub that cannot be asked is never silence: exit 2 or 1, and 3 where faults are known anyway', async () => {
  const { lab } = await openApproved();
  await expect(verifyAt(lab.remote, { github: 'true' })).rejects.toMatchObject({
    code: 'settings-invalid',
    exitCode: 2,
  });
  const revive = hubOf(lab).goDown();
  await expect(verifyWith(lab)).rejects.toMatchObject({ code: 'github-unavailable', exitCode: 1 });
  const path = 'snapshots/acme/names.json';
  const tree = treeWith(lab.remote, tipOf(lab.remote), path, '{}\n');
  commitRaw(lab.remote, { message: 'Edit\n', committer: mallory, tree });
  const { exitCode, result } = await verifyWith(lab);
  expect(exitCode).toBe(3);
  expect(result.warnings).toContainEqual(
    expect.objectContaining({ code: 'decision-unconfirmed', message: expect.stringContaining('not compared: ') }),
  );
  revive();
});

test('no line of a decision can be changed without its comment, or history, saying otherwise', async () => {
  const { lab } = await openApproved();
  const target = findCommit(lab.remote, /^Decision: approved$/m);
  const block = (rawCommit(lab.remote, target).trimEnd().split('\n\n').at(-1) ?? '').split('\n');
  const main = tipOf(lab.remote);
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  // What one commit alone claims: why, and whether the configuration of then proves that it was someone else.
  const unprovable = ['Decision-Reason', 'Decision-Four-Eyes', 'Zendesk-Watermark'];
  const hidden: string[] = [];
  for (const line of block.filter((one) => !unprovable.some((key) => one.startsWith(`${key}:`)))) {
    const other = line.replace(/.$/, (last) => (last === '1' ? '2' : '1'));
    rewrite(lab.remote, target, (raw) => raw.replace(`\n${line}`, `\n${other}`));
    if ((await verifyWith(lab)).exitCode !== 3) hidden.push(line);
    lab.git('update-ref', 'refs/heads/main', main);
  }
  expect(hidden).toEqual([]);
}, 60_000);
