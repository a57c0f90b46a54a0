import { expect, test } from 'vitest';
import { jane, notifyRequester } from '../support/acme.ts';
import { hubRequests } from '../support/hub-requests.ts';
import type { Lab } from '../support/lab.ts';
import { requestForm } from '../support/request-form.ts';
import { answersTo, hubOf, later, openLocalTeam, say, theIssue, trackLater, triageIn } from '../support/triage-lab.ts';

const draft = { title: 'Change request', body: requestForm({}), labels: ['change-request'] };

/** Requests from the form, whose label also a reader's request gets. */
function ask(lab: Lab, login: string, count: number): readonly number[] {
  const { model } = hubOf(lab);
  model.putLabel({ name: 'change-request' });
  const issues = Array.from({ length: count }, () => model.as(login).openIssue(draft));
  for (const issue of issues) model.store.issues.set(issue.number, { ...issue, labels: draft.labels });
  return issues.map(({ number }) => number);
}

const readBacks = (lab: Lab, numbers: readonly number[]): number =>
  numbers.filter((number) => hubOf(lab).model.comments(number).length > 0).length;

const drift = (lab: Lab, title: string): void => {
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title });
};

test('a thousand requests by a reader cost a budget of a thousand requests an hour next to nothing', async () => {
  const lab = await openLocalTeam();
  const numbers = ask(lab, 'reader', 1000);
  hubOf(lab).limitRequests(1000);
  drift(lab, 'One');
  expect((await trackLater(lab)).exitCode).toBe(0);
  expect(await lab.changes()).toHaveLength(1);
  expect(theIssue(lab).title).toContain('One');
  expect(readBacks(lab, numbers)).toBe(3);
  expect(await hubRequests(lab, () => trackLater(lab))).toHaveLength(3);
  expect(await hubRequests(lab, () => triageIn(lab))).toHaveLength(3);
  drift(lab, 'Two');
  expect((await hubRequests(lab, () => trackLater(lab))).length).toBeLessThan(10);
}, 60_000);

test('beside them, requests of the team are read back at once, of mapped people and of those who may label issues', async () => {
  const lab = await openLocalTeam();
  hubOf(lab).model.putUser({ login: 'helper', permission: 'triage' });
  hubOf(lab).model.putUser({ login: 'jane-gh', permission: 'read' });
  const strangers = ask(lab, 'reader', 50);
  const team = [...ask(lab, 'jane-gh', 1), ...ask(lab, 'helper', 1), ...ask(lab, 'bob-gh', 1)];
  const requests = await hubRequests(lab, () => trackLater(lab));
  expect([readBacks(lab, strangers), readBacks(lab, team)]).toEqual([3, 3]);
  expect(requests.filter((one) => one.endsWith('/collaborators/reader/permission'))).toHaveLength(1);
});

test('a stranger’s request is read back as soon as someone who may decide says something there', async () => {
  const lab = await openLocalTeam();
  const numbers = ask(lab, 'reader', 10);
  await trackLater(lab);
  const last = numbers.at(-1) ?? 0;
  expect(hubOf(lab).model.comments(last)).toEqual([]);
  const comment = say(lab, 'bob-gh', '/approve', last);
  await triageIn(lab);
  const [answer = ''] = answersTo(lab, comment);
  expect(answer).toContain('zendrift read this request as follows');
  say(lab, 'bob-gh', '/approve', last);
  expect((await triageIn(lab)).json.commands).toEqual([expect.objectContaining({ outcome: 'decided' })]);
});

test('more requests of the team than one run serves are read by the next ones', async () => {
  const lab = await openLocalTeam();
  const numbers = ask(lab, 'bob-gh', 25);
  expect(JSON.stringify((await trackLater(lab)).json)).toContain('More change requests wait for later runs');
  expect(readBacks(lab, numbers)).toBe(20);
  await trackLater(lab);
  expect(readBacks(lab, numbers)).toBe(25);
});

test('a thousand commands by a reader get a few reactions, no answer, and nobody is asked twice who they are', async () => {
  const lab = await openLocalTeam();
  drift(lab, 'One');
  await trackLater(lab);
  const { number } = theIssue(lab);
  later(lab);
  for (let count = 0; count < 1000; count += 1) hubOf(lab).model.as('reader').comment(number, `/approve ${count}`);
  const requests = await hubRequests(lab, () => trackLater(lab));
  expect(requests.length).toBeLessThan(50);
  expect(requests.filter((one) => one.endsWith('/permission'))).toHaveLength(1);
  expect(hubOf(lab).model.comments(number)).toHaveLength(1000);
  expect(await hubRequests(lab, () => trackLater(lab))).toHaveLength(3);
});

test('a command of a reviewer among them is carried out', async () => {
  const lab = await openLocalTeam();
  drift(lab, 'One');
  await trackLater(lab);
  later(lab);
  for (let count = 0; count < 50; count += 1) hubOf(lab).model.as('reader').comment(theIssue(lab).number, '/approve');
  const comment = say(lab, 'bob-gh', '/reject no');
  const requests = await hubRequests(lab, () => triageIn(lab));
  expect(requests.filter((one) => one.endsWith('/reactions')).length).toBeLessThan(25);
  expect(answersTo(lab, comment)).toHaveLength(1);
  expect(theIssue(lab).labels).toContain('rejected');
});
