import { expect, test } from 'vitest';
import type { Issue } from '#sandbox/github/model/entities.ts';
import { ann, autoReply, jane, notifyRequester } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { requestForm } from '../../support/request-form.ts';
import { someOf } from '../../support/soak.ts';
import {
  answersTo,
  hubOf,
  later,
  openIssues,
  openLocalTeam,
  say,
  theIssue,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';
import { verifyAt } from '../verify/support.ts';

function ask(lab: Lab, over: Readonly<Record<string, string>> = {}, login = 'jane-gh'): Issue {
  later(lab);
  return hubOf(lab)
    .model.as(login)
    .openIssue({ title: 'Change request: a title', body: requestForm(over), labels: ['change-request'] });
}

const texts = (lab: Lab, issue: Issue): readonly string[] =>
  hubOf(lab)
    .model.comments(issue.number)
    .map(({ body }) => body);

/** A request that was read back and approved. */
async function approved(lab: Lab, over: Readonly<Record<string, string>> = {}): Promise<Issue> {
  const issue = ask(lab, over);
  await trackLater(lab);
  say(lab, 'bob-gh', '/approve agreed on Monday', issue.number);
  await triageIn(lab);
  return issue;
}

test('a request is read back, approved, used once, reported and closed', async () => {
  const lab = await openLocalTeam();
  const issue = ask(lab);
  await trackLater(lab);
  expect(texts(lab, issue)).toEqual([expect.stringContaining('`trigger/360000000041` `Notify requester')]);
  const comment = say(lab, 'bob-gh', '/approve agreed on Monday', issue.number);
  const { json } = await triageIn(lab);
  expect(json.commands).toEqual([
    expect.objectContaining({ outcome: 'decided', objects: [`request/${issue.number}`] }),
  ]);
  expect(answersTo(lab, comment)).toHaveLength(1);
  expect((await lab.log()).at(-1)?.message).toContain(
    'Request-Actors: 1001\nRequest-Objects: trigger/360000000041\nRequest-From: 2026-11-20T08:00:00Z\n',
  );
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'As asked for' });
  await trackLater(lab);
  const [change] = (await lab.changes()).slice(-1);
  expect(change).toMatchObject({ verdict: 'approved', reason: 'change-request' });
  expect((await lab.log()).at(-1)?.message).toContain(`Verdict-Rule: #${issue.number}\n`);
  expect(openIssues(lab)).toEqual([]);
  expect(texts(lab, issue).slice(-2)).toEqual([
    expect.stringContaining(String(change?.id).slice(0, 7)),
    expect.stringContaining('**Done**'),
  ]);
  expect(hubOf(lab).model.issue(issue.number)).toMatchObject({ state: 'closed', stateReason: 'completed' });
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'And once more' });
  await trackLater(lab);
  expect(theIssue(lab).body).toContain(`\`#${issue.number}\` (it counts once for each object and was already used`);
});

test('two changes of one object in one run use a request once', async () => {
  const lab = await openLocalTeam();
  await approved(lab, { Objects: 'trigger/new' });
  lab.zendesk.account
    .as(jane)
    .create('trigger', { title: 'A', conditions: { all: [] }, actions: [{ field: 'status', value: 'open' }] });
  lab.wait(5);
  lab.zendesk.account
    .as(jane)
    .create('trigger', { title: 'B', conditions: { all: [] }, actions: [{ field: 'status', value: 'open' }] });
  await trackLater(lab);
  expect((await lab.changes()).map(({ reason }) => reason).sort()).toEqual(['change-request', 'no-rule-matches']);
});

test('who asks may not approve, nor who will make the change', async () => {
  const lab = await openLocalTeam();
  const issue = ask(lab, { Who: '1002' });
  await trackLater(lab);
  say(lab, 'jane-gh', '/approve', issue.number);
  const own = say(lab, 'bob-gh', '/approve', issue.number);
  const { json } = await triageIn(lab);
  expect(json.commands.map(({ why }) => why)).toEqual(['asked-by-self', 'own-change']);
  expect(answersTo(lab, own)).toEqual([expect.stringContaining('bob-gh is Zendesk 1002, who will make the change.')]);
});

test('a request that was edited after it was read is not approved, but read back again', async () => {
  const lab = await openLocalTeam();
  const issue = ask(lab);
  await trackLater(lab);
  hubOf(lab)
    .model.as('jane-gh')
    .editBody(issue.number, requestForm({ Who: '1001, 998877' }));
  const comment = say(lab, 'bob-gh', '/approve', issue.number);
  expect((await triageIn(lab)).json.commands).toEqual([expect.objectContaining({ why: 'request' })]);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('998877')]);
  // There have been two versions: a bare command may mean either.
  const [, hash] = /\/approve ([0-9a-f]{7})/.exec(answersTo(lab, comment)[0] ?? '') ?? [];
  say(lab, 'bob-gh', `/approve ${hash}`, issue.number);
  expect((await triageIn(lab)).json.commands).toEqual([expect.objectContaining({ outcome: 'decided' })]);
  expect(lab.state()?.requests.get(String(issue.number))?.actors).toEqual(['1001', '998877']);
});

test('what fits only partly says which clause failed', async () => {
  const lab = await openLocalTeam();
  const issue = await approved(lab);
  lab.zendesk.account.as(ann).update('trigger', notifyRequester, { title: 'By someone else' });
  await trackLater(lab);
  expect(theIssue(lab).body).toContain(`\`#${issue.number}\` (actor is \`Ann Admin\` (1003), not 1001`);
});

test('a request that nobody can read says what is wrong, once', async () => {
  const lab = await openLocalTeam();
  const issue = ask(lab, { Who: 'me', Objects: 'No such title' });
  await trackLater(lab);
  await trackLater(lab);
  expect(texts(lab, issue)).toEqual([expect.stringContaining('**Not usable yet.**')]);
});

test('a title names the one object that has it', async () => {
  const lab = await openLocalTeam();
  const title = String(lab.zendesk.account.rules.get('trigger', autoReply)?.['title']);
  const issue = ask(lab, { Objects: title });
  await trackLater(lab);
  expect(texts(lab, issue)).toEqual([expect.stringContaining(`\`trigger/${autoReply}\``)]);
});

test('a request closes when its window is over, and a rejected one at once', async () => {
  const lab = await openLocalTeam();
  const over = ask(lab, { To: '2026-11-20T09:00Z' });
  const rejected = ask(lab);
  await trackLater(lab);
  say(lab, 'bob-gh', '/reject not now', rejected.number);
  await triageIn(lab);
  expect(hubOf(lab).model.issue(rejected.number)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  later(lab, 3 * 3600);
  lab.zendesk.account.as(jane).update('trigger', autoReply, { title: 'Something' });
  await trackLater(lab);
  expect(hubOf(lab).model.issue(over.number)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
});

test('a state that is lost is rebuilt with its requests and their uses', async () => {
  const lab = await openLocalTeam();
  await approved(lab, { Objects: 'trigger/360000000041\nmacro/new', 'Expected snapshot': '_No response_' });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'As asked for' });
  await trackLater(lab);
  const live = lab.state();
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await lab.run();
  expect(lab.state()?.requests).toEqual(live?.requests);
  expect([...(live?.requests.values() ?? [])].map(({ used }) => used.length)).toEqual([1]);
});

test('an approved request is taken back by a rejection, which is answered and closes it', async () => {
  const lab = await openLocalTeam();
  const issue = await approved(lab);
  const comment = say(lab, 'bob-gh', '/reject changed my mind', issue.number);
  await triageIn(lab);
  expect(answersTo(lab, comment)).toEqual([
    expect.stringMatching(/\*\*Rejected\*\* by bob-gh .* no longer approves anything/),
  ]);
  expect(hubOf(lab).model.issue(issue.number)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'As asked for' });
  await trackLater(lab);
  expect((await lab.changes()).at(-1)).toMatchObject({ verdict: 'unapproved' });
});

test.each(someOf(['once', 'any number of times'], 2))(
  'the use of a request that someone closed is reported there, once, and opens nothing (%s)',
  async (uses) => {
    const lab = await openLocalTeam();
    const issue = await approved(lab, { Uses: uses });
    hubOf(lab).model.as('jane-gh').closeIssue(issue.number);
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'As asked for' });
    await trackLater(lab);
    expect((await lab.changes()).at(-1)).toMatchObject({ reason: 'change-request' });
    await trackLater(lab);
    lab.zendesk.account.as(ann).update('trigger', autoReply, { title: 'Something else' });
    await trackLater(lab);
    const posted = texts(lab, issue).filter((body) => body.includes('**Used**'));
    expect(posted).toEqual([
      expect.stringMatching(/`trigger\/360000000041`.*\/commit\/.*Closing this issue did not withdraw the request/),
    ]);
    expect(hubOf(lab).model.issue(issue.number)?.state).toBe('closed');
  },
);

test('what was changed before the request was approved is not approved by it', async () => {
  const lab = await openLocalTeam();
  const issue = ask(lab);
  await trackLater(lab);
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Too early' });
  say(lab, 'bob-gh', '/approve agreed', issue.number);
  await triageIn(lab);
  await trackLater(lab);
  expect((await lab.changes()).at(-1)).toMatchObject({ verdict: 'unapproved' });
});

test.each(someOf([-1200, 10_800], 2))(
  'it is said when GitHub says it was, on a machine whose clock is %i s off',
  async (skew) => {
    const lab = await openLocalTeam();
    const [early, late] = [ask(lab, { Objects: 'macro/new' }), ask(lab)];
    await trackLater(lab);
    const made = { title: 'Too early', actions: [{ field: 'status', value: 'open' }] };
    lab.zendesk.account.as(jane).create('macro', made);
    later(lab, 300);
    say(lab, 'bob-gh', '/approve agreed', early.number);
    say(lab, 'bob-gh', '/approve agreed', late.number);
    await triageIn(lab, { skew });
    later(lab);
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'In time' });
    await trackLater(lab);
    expect((await lab.changes()).map(({ object, verdict }) => [object.split('/')[0], verdict])).toEqual([
      ['macro', 'unapproved'],
      ['trigger', 'approved'],
    ]);
    expect((await verifyAt(lab.checkout)).faults).toEqual([]);
  },
);

test('a request whose window has passed is not approved, even where no run was there since', async () => {
  const lab = await openLocalTeam();
  const issue = ask(lab);
  await trackLater(lab);
  later(lab, 30 * 86_400);
  say(lab, 'bob-gh', '/approve agreed', issue.number);
  expect((await triageIn(lab)).json.commands).toEqual([
    expect.objectContaining({ outcome: 'refused', why: 'request' }),
  ]);
});

test('an object that is named twice is used once', async () => {
  const lab = await openLocalTeam();
  const issue = await approved(lab, { Objects: `trigger/${notifyRequester}\n${notifyRequester}` });
  expect(lab.state()?.requests.get(String(issue.number))?.objects).toEqual([`trigger/${notifyRequester}`]);
});
