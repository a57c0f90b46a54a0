import { describe, expect, test } from 'vitest';
import { escalateVip, jane, notifyRequester } from '../support/acme.ts';
import { hubRequests } from '../support/hub-requests.ts';
import type { Lab } from '../support/lab.ts';
import { someOf } from '../support/soak.ts';
import {
  hubOf,
  later,
  openIssues,
  openTeam,
  say,
  shownState,
  theIssue,
  trackLater,
  triageIn,
} from '../support/triage-lab.ts';

const change = (lab: Lab, trigger: number, title: string): void => {
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', trigger, { title });
};

async function openDrift(): Promise<{ readonly lab: Lab; readonly number: number }> {
  const lab = await openTeam();
  change(lab, notifyRequester, 'One');
  await trackLater(lab);
  return { lab, number: theIssue(lab).number };
}

const numbers = (lab: Lab): readonly number[] => openIssues(lab).map(({ number }) => number);

const textOf = ({ json }: { readonly json: unknown }): string => JSON.stringify(json);

describe.each(someOf([403, 422] as const, 2))('an issue that answers %i to every write', (status) => {
  test('is reported and left alone, and every other issue is served', async () => {
    const { lab, number } = await openDrift();
    hubOf(lab).model.refuseWrites(number, status);
    change(lab, notifyRequester, 'Two');
    change(lab, escalateVip, 'Other');
    const run = await trackLater(lab);
    expect(run.exitCode).toBe(1);
    expect(textOf(run)).toContain(`Issue #${number} could not be changed: GitHub answered ${status}`);
    expect(openIssues(lab)).toHaveLength(2);
    // It is not tried again, nor replaced, in every run: but nobody forgets it.
    const requests = await hubRequests(lab, async () => {
      expect(textOf(await trackLater(lab))).toContain(`Issue #${number} could not be changed`);
    });
    expect(requests).toHaveLength(3);
    expect(openIssues(lab)).toHaveLength(2);
    hubOf(lab).model.refuseWrites(number, null);
    change(lab, notifyRequester, 'Three');
    expect((await trackLater(lab)).exitCode).toBe(0);
    expect(hubOf(lab).model.issue(number)?.body).toContain('Three');
  });

  test('takes decisions of reviewers all the same', async () => {
    const { lab, number } = await openDrift();
    say(lab, 'bob-gh', '/approve fine', number);
    hubOf(lab).model.refuseWrites(number, status);
    const run = await triageIn(lab);
    expect(run.json.commands).toEqual([expect.objectContaining({ outcome: 'decided' })]);
    expect(run.exitCode).toBe(1);
    expect(lab.state()?.episodes.size).toBe(0);
    hubOf(lab).model.refuseWrites(number, null);
    later(lab, 86_400);
    await lab.run();
    expect(hubOf(lab).model.issue(number)?.state).toBe('closed');
  });
});

test.each(someOf([404, 410] as const, 2))(
  'an issue that answers %i to every write is replaced, once',
  async (status) => {
    const { lab, number } = await openDrift();
    hubOf(lab).model.refuseWrites(number, status);
    change(lab, notifyRequester, 'Two');
    expect((await trackLater(lab)).exitCode).toBe(0);
    const [old, fresh, ...others] = openIssues(lab);
    expect([old?.number, others]).toEqual([number, []]);
    expect(fresh?.body).toContain('Two');
    expect(await hubRequests(lab, () => trackLater(lab))).toHaveLength(3);
    change(lab, notifyRequester, 'Three');
    await trackLater(lab);
    expect(numbers(lab)).toEqual([number, fresh?.number]);
    say(lab, 'bob-gh', `/approve ${shownState(openIssues(lab)[1] ?? { body: '' })} fine`, fresh?.number);
    await triageIn(lab);
    expect(numbers(lab)).toEqual([number]);
    // What GitHub shows for good is no second issue for anything.
    hubOf(lab).model.refuseWrites(number, null);
    later(lab, 86_400);
    expect((await trackLater(lab)).exitCode).toBe(0);
    expect(numbers(lab)).toEqual([]);
    expect(hubOf(lab).model.issue(number)).toMatchObject({
      stateReason: 'not_planned',
      body: expect.stringContaining('GitHub refused every change of this issue'),
    });
  },
);

test('an issue that takes no more comments is closed with a link to another one, which carries the change on', async () => {
  const { lab, number } = await openDrift();
  hubOf(lab).model.as('admin-ann').comment(number, 'Hello');
  hubOf(lab).model.limitComments(number, 1);
  change(lab, notifyRequester, 'Two');
  change(lab, escalateVip, 'Other');
  expect((await trackLater(lab)).exitCode).toBe(0);
  const fresh = openIssues(lab).find(({ body }) => body?.includes('Two'));
  const full = hubOf(lab).model.issue(number);
  expect(full).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  expect(full?.body?.split('\n').at(-1)).toBe(
    `Continued in #${fresh?.number}, because this issue takes no more comments.`,
  );
  expect(hubOf(lab).model.comments(fresh?.number ?? 0)).toEqual([
    expect.objectContaining({ body: expect.stringContaining(`#${number}`) }),
  ]);
  expect(openIssues(lab)).toHaveLength(2);
  expect(await hubRequests(lab, () => trackLater(lab))).toHaveLength(3);
  say(lab, 'bob-gh', `/approve ${shownState(fresh ?? { body: '' })} fine`, fresh?.number);
  expect((await triageIn(lab)).json.commands).toEqual([expect.objectContaining({ outcome: 'decided' })]);
  expect(hubOf(lab).model.issue(fresh?.number ?? 0)?.state).toBe('closed');
});

test('one that cannot be closed either is continued in one other issue, and closed once GitHub takes that', async () => {
  const { lab, number } = await openDrift();
  const isOfIssue = ({ method, path }: { readonly method: string; readonly path: string }) =>
    method !== 'GET' && path.includes(`/issues/${number}`);
  const allow = hubOf(lab).onRequest((request) =>
    isOfIssue(request)
      ? { status: 403, body: { message: 'Commenting is disabled on issues with more than 2500 comments' } }
      : undefined,
  );
  change(lab, notifyRequester, 'Two');
  expect((await trackLater(lab)).exitCode).toBe(1);
  const [, fresh] = numbers(lab);
  for (const title of ['Three', 'Four']) {
    change(lab, notifyRequester, title);
    expect(textOf(await trackLater(lab))).toContain(`Issue #${number} could not be changed`);
    expect(numbers(lab)).toEqual([number, fresh]);
  }
  expect(await hubRequests(lab, () => trackLater(lab))).toHaveLength(3);
  allow();
  later(lab, 86_400);
  expect((await trackLater(lab)).exitCode).toBe(0);
  expect(numbers(lab)).toEqual([fresh]);
  expect(hubOf(lab).model.issue(number)?.body).toContain(`Continued in #${fresh}`);
});

test('a decision in an issue that takes no more comments is carried out, and its words stand in the text', async () => {
  const { lab, number } = await openDrift();
  const comment = say(lab, 'bob-gh', '/approve fine', number);
  hubOf(lab).model.limitComments(number, 1);
  expect((await triageIn(lab)).exitCode).toBe(0);
  expect(hubOf(lab).model.issue(number)).toMatchObject({
    state: 'closed',
    stateReason: 'completed',
    body: expect.stringMatching(/\*\*Approved\*\* by bob-gh.*\/commit\//),
  });
  const [said] = hubOf(lab).model.comments(number);
  expect(said?.reactions.map(({ content }) => content)).toContain('+1');
  expect(comment.id).toBe(said?.id);
});

test('a token that may write no issue at all is not blamed on one of them', async () => {
  const { lab } = await openDrift();
  hubOf(lab).onRequest(({ method }) =>
    method === 'PATCH' || method === 'POST'
      ? { status: 403, body: { message: 'Resource not accessible by integration' } }
      : undefined,
  );
  change(lab, notifyRequester, 'Two');
  const run = await trackLater(lab);
  expect(run.exitCode).toBe(2);
  expect(textOf(run)).toContain('issues: write');
});

test('a new issue that GitHub refuses keeps no other from being opened', async () => {
  const lab = await openTeam();
  hubOf(lab).onRequest(({ method, path, body }) =>
    method === 'POST' && path.endsWith('/issues') && JSON.stringify(body).includes('Refused')
      ? { status: 422, body: { message: 'Validation Failed' } }
      : undefined,
  );
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Refused' });
  lab.zendesk.account.as(jane).update('trigger', escalateVip, { title: 'Accepted' });
  const run = await trackLater(lab);
  expect(run.exitCode).toBe(1);
  expect(textOf(run)).toContain(`Could not open an issue for trigger/${notifyRequester}`);
  expect(theIssue(lab).title).toContain('Accepted');
});
