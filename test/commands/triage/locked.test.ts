import { expect, test } from 'vitest';
import { escalateVip, jane, notifyRequester } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
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

const change = (lab: Lab, trigger: number, title: string): void => {
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', trigger, { title });
};

async function openLocked(): Promise<{ readonly lab: Lab; readonly number: number }> {
  const lab = await openLocalTeam();
  change(lab, notifyRequester, 'One');
  await trackLater(lab);
  const { number } = theIssue(lab);
  hubOf(lab).model.as('admin-ann').lock(number);
  return { lab, number };
}

const writesOf = (lab: Lab): number =>
  hubOf(lab).requests.filter(({ method, path }) => method !== 'GET' && path !== '/graphql').length;

/** A run that has nothing new to do. */
async function expectQuiet(lab: Lab): Promise<void> {
  const before = writesOf(lab);
  expect((await trackLater(lab)).exitCode).toBe(0);
  expect((await triageIn(lab)).exitCode).toBe(0);
  expect(writesOf(lab)).toBe(before);
}

const warningsOf = ({ json }: { readonly json: unknown }): string =>
  typeof json === 'object' && json !== null && 'warnings' in json ? JSON.stringify(json.warnings) : '';

test('an issue that is locked is still brought up to date, only without a comment, and the others go on', async () => {
  const { lab, number } = await openLocked();
  change(lab, notifyRequester, 'Two');
  change(lab, escalateVip, 'Other');
  const run = await trackLater(lab);
  expect(run.exitCode).toBe(0);
  expect(warningsOf(run)).toContain(`#${number} is locked`);
  expect(openIssues(lab)).toHaveLength(2);
  expect(hubOf(lab).model.issue(number)?.body).toContain('Two');
  expect(hubOf(lab).model.comments(number)).toEqual([]);
  await expectQuiet(lab);
  const [, state] = /\/approve (\w{7})/.exec(hubOf(lab).model.issue(number)?.body ?? '') ?? [];
  say(lab, 'admin-ann', `/approve ${state}`, number);
  expect((await triageIn(lab)).json.commands).toEqual([expect.objectContaining({ outcome: 'decided' })]);
});

test('a locked issue whose change is undone is closed', async () => {
  const { lab, number } = await openLocked();
  change(lab, notifyRequester, 'Notify requester');
  const run = await trackLater(lab);
  expect(run.exitCode).toBe(0);
  expect(hubOf(lab).model.issue(number)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  await expectQuiet(lab);
});

test.each(['triage', 'track'])('an approval in a locked issue is carried out by %s and closes it', async (by) => {
  const { lab, number } = await openLocked();
  const comment = say(lab, 'admin-ann', '/approve fine', number);
  const run = by === 'triage' ? await triageIn(lab) : await trackLater(lab);
  expect(run.exitCode).toBe(0);
  expect(warningsOf(run)).toContain(`#${number} is locked`);
  expect(hubOf(lab).model.issue(number)?.state).toBe('closed');
  expect(answersTo(lab, comment)).toEqual([]);
  expect(
    hubOf(lab)
      .model.comments(number)
      .find(({ id }) => id === comment.id)
      ?.reactions.map(({ content }) => content),
  ).toContain('+1');
  await expectQuiet(lab);
});

test('an answer in a locked issue waits until it is unlocked, and nothing is done twice', async () => {
  const { lab, number } = await openLocked();
  const rejected = say(lab, 'admin-ann', '/reject no', number);
  const refused = say(lab, 'jane-gh', '/approve mine', number);
  expect((await triageIn(lab)).exitCode).toBe(0);
  expect(hubOf(lab).model.issue(number)?.labels).toContain('rejected');
  expect([...answersTo(lab, rejected), ...answersTo(lab, refused)]).toEqual([]);
  await expectQuiet(lab);
  hubOf(lab).model.as('admin-ann').unlock(number);
  const { json } = await triageIn(lab);
  expect(json.commands.map(({ outcome }) => outcome)).toEqual(['decided', 'refused']);
  expect(answersTo(lab, rejected)).toHaveLength(1);
  expect(answersTo(lab, refused)).toHaveLength(1);
  expect((await lab.log()).filter(({ facts }) => facts?.type === 'decision')).toHaveLength(1);
});

test('a locked issue that someone closed stays closed and is reported', async () => {
  const { lab, number } = await openLocked();
  hubOf(lab).model.as('admin-ann').closeIssue(number);
  const run = await trackLater(lab);
  expect(warningsOf(run)).toContain('closed without a decision');
  expect(hubOf(lab).model.issue(number)?.state).toBe('closed');
});

test('an issue that is locked between the listing and the comment stops nothing either', async () => {
  const { lab, number } = await openLocked();
  hubOf(lab).model.as('admin-ann').unlock(number);
  say(lab, 'admin-ann', '/approve fine', number);
  const stop = hubOf(lab).onRequest(({ method, path }) =>
    method === 'POST' && path.endsWith('/comments')
      ? { status: 403, body: { message: 'Unable to create comment because issue is locked.' } }
      : undefined,
  );
  expect((await triageIn(lab)).exitCode).toBe(0);
  stop();
  expect(hubOf(lab).model.issue(number)?.state).toBe('closed');
});
