import { expect, test } from 'vitest';
import { escalateVip, jane, notifyRequester, partialRefund } from '../support/acme.ts';
import { hubRequests } from '../support/hub-requests.ts';
import type { Lab } from '../support/lab.ts';
import { someOf } from '../support/soak.ts';
import { hubOf, later, openIssues, openLocalTeam, say, theIssue, trackLater, triageIn } from '../support/triage-lab.ts';

/** Two changes with an issue each, and the list of them. */
async function openTwo(more = ''): Promise<Lab> {
  const lab = await openLocalTeam({ more });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'One' });
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Two' });
  await trackLater(lab);
  return lab;
}

const idle = ['GET /issues', 'GET /issues/comments', 'GET /issues'];

const dashboardOf = (lab: Lab) =>
  hubOf(lab)
    .model.issues('open')
    .find(({ labels }) => labels.includes('zendrift-dashboard'));

test('a run in which nothing happened makes three requests to GitHub and three to Zendesk, whatever is open', async () => {
  const lab = await openLocalTeam();
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'One' });
  await trackLater(lab);
  const tips = lab.tips();
  const { requests } = await trackLater(lab);
  expect(requests.length).toBeLessThanOrEqual(3);
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
  expect(await hubRequests(lab, () => triageIn(lab))).toEqual(idle);
  expect(lab.tips()).toEqual(tips);
});

/** More than two pages of a listing; as many as one account may have open in the soak. */
const many = process.env['ZENDRIFT_SOAK'] === undefined ? 120 : 1000;

test(`so does one with ${many} open changes, each with an issue`, async () => {
  const lab = await openLocalTeam({ more: 'issues: { max-open: 1000 }\n' });
  // Of high risk, so that none of them is put into a digest.
  const actions = [{ field: 'notification_webhook', value: ['01HVK3T9QK5Z0', '{}'] }];
  for (let index = 0; index < many; index += 1) {
    lab.zendesk.account.as(jane).create('macro', { title: `M${index}`, actions });
  }
  await trackLater(lab);
  expect(openIssues(lab)).toHaveLength(many);
  // The log is read again from a little before what is written down, which an idle run does once an hour.
  later(lab, 3700);
  await lab.run();
  const { requests } = await trackLater(lab);
  expect(requests.length).toBeLessThanOrEqual(3);
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
  expect(await hubRequests(lab, () => triageIn(lab))).toEqual(idle);
  // One page does not show them all, but their number says that one is missing.
  hubOf(lab)
    .model.as('admin-ann')
    .deleteIssue(openIssues(lab)[0]?.number ?? 0);
  await trackLater(lab);
  expect(openIssues(lab)).toHaveLength(many);
}, 120_000);

test.each<[string, (lab: Lab, number: number) => void]>(
  someOf(
    [
      ['edited', (lab, number) => hubOf(lab).model.as('admin-ann').editBody(number, 'Nothing to see here')],
      ['renamed', (lab, number) => hubOf(lab).model.as('admin-ann').editTitle(number, 'Nothing to see here')],
      ['unlabelled', (lab, number) => hubOf(lab).model.as('admin-ann').removeLabel(number, 'account:acme')],
      ['relabelled', (lab, number) => hubOf(lab).model.as('admin-ann').addLabel(number, 'risk:high')],
      ['closed', (lab, number) => hubOf(lab).model.as('admin-ann').closeIssue(number)],
    ],
    2,
  ),
)('an issue that someone %s is as it was after the next run, and that run reads no other', async (_how, spoil) => {
  const lab = await openTwo();
  const [first, second] = openIssues(lab);
  spoil(lab, first?.number ?? 0);
  const requests = await hubRequests(lab, () => trackLater(lab));
  const { title, body, labels, state } = hubOf(lab).model.issue(first?.number ?? 0) ?? {};
  expect({ title, body, state }).toEqual({ title: first?.title, body: first?.body, state: 'open' });
  expect([...(labels ?? [])].sort()).toEqual([...(first?.labels ?? [])].sort());
  expect(requests.filter((one) => one.includes(`/issues/${second?.number}`))).toEqual([]);
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
});

test('what someone deletes is filed again by the next run: a drift issue, and the list of what is open', async () => {
  const lab = await openTwo();
  const [first] = openIssues(lab);
  const dashboard = dashboardOf(lab);
  hubOf(lab)
    .model.as('admin-ann')
    .deleteIssue(first?.number ?? 0);
  hubOf(lab)
    .model.as('admin-ann')
    .deleteIssue(dashboard?.number ?? 0);
  await trackLater(lab);
  expect(openIssues(lab)).toHaveLength(2);
  expect(dashboardOf(lab)?.number).not.toBe(dashboard?.number);
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
});

test('an issue that someone else opened with our labels is theirs, and costs nothing after the run that met it', async () => {
  const lab = await openTwo();
  const draft = { title: 'Mine', body: 'Hello', labels: ['config-drift', 'account:acme'] };
  hubOf(lab).model.as('admin-ann').openIssue(draft);
  await trackLater(lab);
  expect(hubOf(lab).model.issues('open').at(-1)).toMatchObject(draft);
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
});

test('a memory that does not fit to what is open at GitHub is not believed: everything is listed once', async () => {
  const lab = await openTwo();
  // A label that is deleted in the settings moves the time of no issue.
  const { issues } = hubOf(lab).model.store;
  for (const [number, issue] of issues) issues.set(number, { ...issue, labels: issue.labels.slice(0, 1) });
  await trackLater(lab);
  expect(openIssues(lab).map(({ labels }) => labels)).toEqual([
    expect.arrayContaining(['account:acme', 'risk:low']),
    expect.arrayContaining(['account:acme', 'risk:low']),
  ]);
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
});

test('once a day everything is listed and compared, whatever is remembered', async () => {
  const lab = await openTwo();
  later(lab, 86_400);
  await lab.run();
  const { issues } = hubOf(lab).model.store;
  const [first] = openIssues(lab);
  if (!first) throw new Error('there is an issue');
  // Neither the time of the issue nor the number of open ones tells that it was changed.
  hubOf(lab).model.putLabel({ name: 'rejected' });
  issues.set(first.number, { ...first, labels: [...first.labels, 'rejected'] });
  later(lab, 86_400);
  const requests = await hubRequests(lab, () => lab.run());
  expect(requests.length).toBeGreaterThan(idle.length);
  expect(hubOf(lab).model.issue(first.number)?.labels).not.toContain('rejected');
});

test('a comment that is no command costs nothing, and one that is leads to its own issue alone', async () => {
  const lab = await openTwo();
  const [first, second] = openIssues(lab).map(({ number }) => number);
  say(lab, 'bob-gh', 'What is this?', first);
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
  say(lab, 'bob-gh', '/reject not agreed', first);
  const requests = await hubRequests(lab, () => triageIn(lab));
  expect(requests.filter((one) => one.startsWith(`GET /issues/${first}/comments`)).length).toBeGreaterThan(0);
  expect(requests.filter((one) => one.includes(`/issues/${second}`))).toEqual([]);
  expect(hubOf(lab).model.issue(first ?? 0)?.labels).toContain('rejected');
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
});

test('commands that were left while nothing was remembered are found, and those that are answered stay answered', async () => {
  const lab = await openTwo();
  const [first, second] = openIssues(lab).map(({ number }) => number);
  say(lab, 'bob-gh', '/reject one', first);
  await triageIn(lab);
  say(lab, 'bob-gh', '/reject two', second);
  later(lab, 3600);
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  lab.git('-C', lab.checkout, 'update-ref', '-d', 'refs/zendrift/acme');
  const { json } = await triageIn(lab);
  expect(json.commands.map(({ issue, outcome }) => [issue, outcome])).toEqual([[second, 'decided']]);
  // After a rebuild comes a sweep.
  await trackLater(lab);
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
});

test('a command that could not be answered waits in the state for a later run, however long that takes', async () => {
  const lab = await openTwo();
  const [first] = openIssues(lab).map(({ number }) => number);
  const comment = say(lab, 'bob-gh', '/reject one', first);
  const stop = hubOf(lab).onRequest(({ path }) =>
    path.endsWith('/permission') ? { status: 200, body: {} } : undefined,
  );
  await trackLater(lab);
  stop();
  later(lab, 7200);
  await lab.run();
  const answers = hubOf(lab)
    .model.comments(first ?? 0)
    .filter(({ body }) => body.includes(`reply=${comment.id}`));
  expect(answers).toHaveLength(1);
});

test('who we are is asked once, also where GitHub does not tell', async () => {
  const lab = await openTwo();
  const all = hubOf(lab).requests.filter(({ path }) => path.endsWith('/user'));
  expect(all.length).toBeLessThanOrEqual(1);
  expect(lab.state()).toMatchObject({ login: null, hub: { asked: true } });
});

test('a run that looked at GitHub only pushes at most once an hour', async () => {
  const lab = await openTwo();
  const before = lab.tips().state;
  for (let run = 0; run < 3; run += 1) await trackLater(lab);
  expect(lab.tips().state).toBe(before);
  later(lab, 3600);
  await lab.run();
  expect(lab.git('rev-list', '--count', `${before}..refs/zendrift/acme`)).toBe('1');
  expect(lab.state()?.hub?.until).toBe(hubOf(lab).model.clock.iso());
});

test('a command about one object reads its issue alone, and "max-open" postpones the others without a request', async () => {
  const lab = await openLocalTeam({ more: 'issues: { max-open: 1 }\n' });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'One' });
  await trackLater(lab);
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { title: 'Two' });
  await trackLater(lab);
  const run = await trackLater(lab);
  expect(run.json).toMatchObject({
    warnings: [{ code: 'issue-postponed', message: expect.stringContaining('"max-open" allows 1') }],
  });
  expect(theIssue(lab).title).toContain('One');
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
});

test('an issue that another run has opened meanwhile is not opened twice', async () => {
  const lab = await openLocalTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'One' });
  let listings = 0;
  hubOf(lab).onRequest(({ method, path }) => {
    if (method !== 'GET' || !path.endsWith('/issues')) return undefined;
    listings += 1;
    // The third is the look that a run takes before it files anything: by then the change is recorded.
    if (listings !== 3) return undefined;
    const change = lab.state()?.episodes.get(`trigger/${notifyRequester}`)?.changes.at(-1);
    const marker = `object=acme/trigger/${notifyRequester} change=${change?.entries[0]?.id} before=${change?.before} after=${change?.after}`;
    const body = `<!-- zendrift:1 ${marker} -->\n/commit/${change?.commit}`;
    const labels = ['config-drift', 'account:acme'];
    hubOf(lab).model.as('github-actions[bot]').openIssue({ title: 'By another run', body, labels });
    return undefined;
  });
  await trackLater(lab);
  expect(theIssue(lab).title).toBe('By another run');
  await trackLater(lab);
  expect(theIssue(lab).title).toContain('Jane Doe');
  expect(await hubRequests(lab, () => trackLater(lab))).toEqual(idle);
});

test('what was read long ago is looked at once more before anything is written over it', async () => {
  const lab = await openTwo();
  const first = openIssues(lab).find(({ title }) => title.includes('trigger'));
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Later' });
  // While a long backlog is worked off, someone labels the issue.
  const stop = lab.zendesk.onRequest(({ path }) => {
    if (
      path !== '/api/v2/audit_logs' ||
      hubOf(lab)
        .model.issue(first?.number ?? 0)
        ?.labels.includes('mine')
    )
      return undefined;
    hubOf(lab).model.putLabel({ name: 'mine' });
    later(lab, 600);
    hubOf(lab)
      .model.as('jane-gh')
      .addLabel(first?.number ?? 0, 'mine');
    return undefined;
  });
  await trackLater(lab);
  stop();
  expect(hubOf(lab).model.issue(first?.number ?? 0)).toMatchObject({
    title: expect.stringContaining('Later'),
    labels: expect.arrayContaining(['mine']),
  });
});
