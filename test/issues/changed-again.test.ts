import { expect, test } from 'vitest';
import { jane, notifyRequester } from '../support/acme.ts';
import type { Lab } from '../support/lab.ts';
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
} from '../support/triage-lab.ts';

const rename = (lab: Lab, title: string): void => {
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title });
};

async function openDrift(): Promise<{ readonly lab: Lab; readonly number: number }> {
  const lab = await openLocalTeam();
  rename(lab, 'Drift');
  await trackLater(lab);
  return { lab, number: theIssue(lab).number };
}

const textOf = (lab: Lab, number: number): string =>
  hubOf(lab)
    .model.comments(number)
    .map(({ body }) => body)
    .join('\n');

test('an approved change that changes again in the same run is a new question in a new issue, which links the old one', async () => {
  const { lab, number } = await openDrift();
  say(lab, 'bob-gh', '/approve fine by me');
  rename(lab, 'More drift');
  await trackLater(lab);
  const old = hubOf(lab).model.issue(number);
  expect(old).toMatchObject({ state: 'closed', stateReason: 'completed' });
  expect(old?.body).toContain('Drift');
  expect(old?.body).not.toContain('More drift');
  expect(textOf(lab, number)).toContain('**Approved** by bob-gh');
  const next = theIssue(lab);
  expect(next.number).toBeGreaterThan(number);
  expect(next.body).toContain(`Earlier decisions on this trigger: approved by bob-gh on 20 Nov 2026, #${number} (`);
  const tips = lab.tips();
  await trackLater(lab);
  expect([lab.tips(), openIssues(lab).length]).toEqual([tips, 1]);
});

test('so is one that was undone and changed again between two runs', async () => {
  const { lab, number } = await openDrift();
  rename(lab, 'Notify requester');
  await trackLater(lab);
  expect(hubOf(lab).model.issue(number)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  rename(lab, 'Again');
  await trackLater(lab);
  expect(theIssue(lab).number).not.toBe(number);
});

test('a command in the old issue decides nothing about the new question', async () => {
  const { lab, number } = await openDrift();
  say(lab, 'bob-gh', '/approve fine by me');
  rename(lab, 'More drift');
  const stop = hubOf(lab).onRequest(({ method }) => (method === 'PATCH' ? { status: 502, body: {} } : undefined));
  await trackLater(lab);
  stop();
  const late = say(lab, 'bob-gh', '/approve', number);
  await triageIn(lab);
  expect(answersTo(lab, late)).toEqual([expect.stringContaining('Nothing is open here any more')]);
  expect(lab.state()?.episodes.size).toBe(1);
});

test('a further change is described from the state that the comment before it showed', async () => {
  const { lab, number } = await openDrift();
  for (const title of ['Second', 'Third']) {
    rename(lab, title);
    later(lab, 90_000);
    await trackLater(lab);
  }
  const comments = hubOf(lab).model.comments(number);
  const since = /Since the previous change \(by `Jane Doe`, [^)]+\):\n- Title: `(\w+)` → `(\w+)`/;
  expect(comments.map(({ body }) => since.exec(body)?.slice(1))).toEqual([
    ['Drift', 'Second'],
    ['Second', 'Third'],
  ]);
  expect(since.exec(theIssue(lab).body ?? '')?.slice(1)).toEqual(['Second', 'Third']);
});
