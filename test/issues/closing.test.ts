import { expect, test } from 'vitest';
import type { State } from '#core/state/state.ts';
import { printState } from '#core/state/state-text.ts';
import { git, gitWithInput } from '../git/support.ts';
import { escalateVip, jane, notifyRequester } from '../support/acme.ts';
import { hubRequests } from '../support/hub-requests.ts';
import type { Lab } from '../support/lab.ts';
import {
  hubOf,
  later,
  openAlerts,
  openIssues,
  openTeam,
  say,
  theIssue,
  trackLater,
  triageIn,
} from '../support/triage-lab.ts';

const object = `trigger/${notifyRequester}` as const;

async function openDrift(): Promise<{ readonly lab: Lab; readonly number: number }> {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  return { lab, number: theIssue(lab).number };
}

const restore = (lab: Lab): void => {
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Notify requester' });
};

/** Someone who may push writes a state of their own, in our name. */
function forgeState(lab: Lab, change: (state: State) => State): void {
  const state = lab.state();
  if (state === null) throw new Error('there is a state');
  const ref = 'refs/zendrift/acme';
  const blob = gitWithInput(lab.remote, printState(change(state)), 'hash-object', '-w', '--stdin').trim();
  const listing = git(lab.remote, 'ls-tree', ref)
    .split('\n')
    .map((line) => (line.endsWith('\tstate.json') ? `100644 blob ${blob}\tstate.json` : line))
    .join('\n');
  const tree = gitWithInput(lab.remote, `${listing}\n`, 'mktree').trim();
  const { body = '' } = { body: git(lab.remote, 'log', '-1', '--format=%B', ref) };
  const name = 'zendrift[bot]';
  const email = 'zendrift@users.noreply.github.com';
  const who = ['-c', `user.name=${name}`, '-c', `user.email=${email}`];
  const commit = gitWithInput(lab.remote, body, ...who, 'commit-tree', tree, '-p', ref, '-F', '-').trim();
  git(lab.remote, 'update-ref', ref, commit);
}

const lastComment = (lab: Lab, number: number): string => hubOf(lab).model.comments(number).at(-1)?.body ?? '';

const forget = (lab: Lab): void => {
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  lab.git('-C', lab.checkout, 'update-ref', '-d', 'refs/zendrift/acme');
};

test('an issue whose change was undone links the commit that says so', async () => {
  const { lab, number } = await openDrift();
  restore(lab);
  await trackLater(lab);
  const changes = await lab.changes();
  expect(hubOf(lab).model.issue(number)?.state).toBe('closed');
  expect(lastComment(lab, number)).toContain('**Restored**');
  expect(lastComment(lab, number)).toContain(`/commit/${changes.at(-1)?.id}`);
});

test('an issue that was approved links the decision', async () => {
  const { lab, number } = await openDrift();
  say(lab, 'bob-gh', '/approve fine');
  await triageIn(lab);
  const decision = (await lab.log()).find(({ facts }) => facts?.type === 'decision');
  expect(lastComment(lab, number)).toContain(`/commit/${decision?.id}`);
});

test('a forged state in which the change is approved closes nothing, is repaired, and opens an alert', async () => {
  const { lab, number } = await openDrift();
  const { body } = theIssue(lab);
  forgeState(lab, (state) => {
    const decision = {
      ...{ object, decision: 'approved' as const, by: 'admin-ann', reason: 'fine', comment: '1' },
      ...{ commit: lab.tips().branch, at: state.watermark },
    } as const;
    const ended = { object, how: 'approved', since: state.watermark, issue: number, decision } as const;
    return {
      ...state,
      episodes: new Map(),
      ended: new Map([[object, { ...ended, commit: decision.commit, at: decision.at }]]),
    };
  });
  const run = await trackLater(lab);
  expect(run.exitCode).toBe(0);
  expect(hubOf(lab).model.issue(number)).toMatchObject({ state: 'open', body });
  expect(hubOf(lab).model.comments(number)).toEqual([]);
  expect(lab.state()?.episodes.size).toBe(1);
  expect(openAlerts(lab)).toEqual([
    expect.objectContaining({ title: '[acme] The saved state did not match the history' }),
  ]);
});

test('triage repairs a forged state as well, and says so', async () => {
  const { lab, number } = await openDrift();
  forgeState(lab, (state) => ({ ...state, episodes: new Map() }));
  await triageIn(lab);
  expect(hubOf(lab).model.issue(number)?.state).toBe('open');
  expect(lab.state()?.episodes.size).toBe(1);
  expect(openAlerts(lab)).toHaveLength(1);
});

test('an alert about what someone did, which a person closed, is not opened again for the same facts', async () => {
  const { lab } = await openDrift();
  const forge = () => forgeState(lab, (state) => ({ ...state, episodes: new Map() }));
  forge();
  await trackLater(lab);
  const [alert] = openAlerts(lab);
  hubOf(lab)
    .model.as('admin-ann')
    .closeIssue(alert?.number ?? 0);
  await trackLater(lab);
  expect(openAlerts(lab)).toEqual([]);
  forge();
  await trackLater(lab);
  expect(openAlerts(lab)).toEqual([]);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { title: 'Other' });
  await trackLater(lab);
  forge();
  await trackLater(lab);
  expect(openAlerts(lab)).toHaveLength(1);
});

test('a decision that GitHub does not bear out closes nothing, although commit and state agree on it', async () => {
  const { lab, number } = await openDrift();
  const comment = say(lab, 'bob-gh', '/approve fine');
  // The run that decides is cut off before it closes the issue, and then the comment is gone.
  const stop = hubOf(lab).onRequest(({ method, path }) =>
    method !== 'GET' && path !== '/graphql' ? { status: 401, body: { message: 'Bad credentials' } } : undefined,
  );
  await triageIn(lab).catch(() => {});
  stop();
  hubOf(lab).model.as('bob-gh').deleteComment(comment.id);
  await trackLater(lab);
  expect(hubOf(lab).model.issue(number)?.state).toBe('open');
  expect(lab.state()?.unconfirmed).toHaveLength(1);
});

test('an end that is older than the state remembers is found in history', async () => {
  const { lab, number } = await openDrift();
  restore(lab);
  const stop = hubOf(lab).onRequest(({ method }) =>
    method === 'PATCH' ? { status: 422, body: { message: 'Not now' } } : undefined,
  );
  await trackLater(lab);
  stop();
  expect(hubOf(lab).model.issue(number)?.state).toBe('open');
  // A week later nothing but the history knows how it ended.
  later(lab, 7 * 86_400);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { title: 'Other' });
  await lab.run();
  expect(lab.state()?.ended.size).toBe(0);
  expect(hubOf(lab).model.issue(number)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
});

test('a new baseline closes nothing: no commit says how a change ended that nobody knows any more', async () => {
  const { lab, number } = await openDrift();
  // The whole record is gone, and someone starts over.
  lab.git('update-ref', 'refs/heads/main', lab.git('rev-list', '--max-parents=0', 'main'));
  forget(lab);
  lab.git('-C', lab.checkout, 'fetch', '-q', 'origin');
  lab.git('-C', lab.checkout, 'reset', '-q', '--hard', 'origin/main');
  const run = await trackLater(lab, { inputs: { 'new-baseline': 'true' } });
  expect(hubOf(lab).model.issue(number)?.state).toBe('open');
  expect(JSON.stringify(run.json)).toContain(`Issue #${number} stays open: no commit records how`);
  expect(hubOf(lab).model.comments(number)).toEqual([]);
  // It is said in each run, and looked into no more.
  const requests = await hubRequests(lab, async () => {
    expect(JSON.stringify((await trackLater(lab)).json)).toContain(`Issue #${number} stays open`);
  });
  expect(requests).toHaveLength(3);
  expect(openIssues(lab)).toHaveLength(1);
});

test('a digest links the commits by which everything in it ended', async () => {
  const lab = await openTeam({ more: 'issues: { max-new-per-run: 1 }\n' });
  const macros = lab.zendesk.account.rules.list('macro').slice(2, 4);
  for (const { id } of macros) lab.zendesk.account.as(jane).update('macro', Number(id), { description: 'One text' });
  await trackLater(lab);
  const { number, body } = theIssue(lab);
  const [, hash] = /digest=acme\/(\w{7})/.exec(body ?? '') ?? [];
  say(lab, 'bob-gh', `/approve ${hash} all`, number);
  await triageIn(lab);
  const decisions = (await lab.log()).filter(({ facts }) => facts?.type === 'decision');
  for (const { id } of decisions) expect(lastComment(lab, number)).toContain(`/commit/${id}`);
  expect(hubOf(lab).model.issue(number)).toMatchObject({ state: 'closed', stateReason: 'completed' });
});

test('GitHub is asked about the decision that an issue is closed by, and about no other', async () => {
  const { lab, number } = await openDrift();
  say(lab, 'bob-gh', '/approve fine');
  await triageIn(lab);
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { title: 'Other' });
  await trackLater(lab);
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { title: 'Escalate VIP tickets to on-call' });
  const requests = await hubRequests(lab, () => trackLater(lab));
  expect(openIssues(lab)).toEqual([]);
  expect(requests.filter((one) => /\/comments\/\d+|graphql|permission/.test(one))).toEqual([]);
  expect(hubOf(lab).model.issue(number)?.state).toBe('closed');
});

test('an issue whose change is gone from the branch is closed for that reason, and blames no one', async () => {
  const lab = await openTeam();
  const before = lab.tips();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  const { number } = theIssue(lab);
  // Somebody restores the repository from a backup: branch and state are what they were before.
  lab.git('update-ref', 'refs/heads/main', before.branch);
  lab.git('update-ref', 'refs/zendrift/acme', before.state);
  later(lab);
  const { json, lines } = await lab.run({ checkout: lab.freshClone() });
  expect(json).toMatchObject({ issues: { opened: [{ object }], closed: [{ number }] } });
  expect(lastComment(lab, number)).toMatch(/^Closed: the record does not have the change that this issue shows\./);
  expect(lines.join('\n')).not.toContain('digest');
});
