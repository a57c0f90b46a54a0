import { expect, test } from 'vitest';
import { closeSpam, jane } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import {
  answersTo,
  later,
  openIssues,
  openLocalTeam,
  say,
  shownState,
  theIssue,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';
import { verifyAt } from '../verify/support.ts';

const object = `trigger/${closeSpam}` as const;

function setBrand(lab: Lab, brand: number, body = {}): void {
  lab.zendesk.account.overwrite('trigger', closeSpam, { brand_id: brand });
  lab.zendesk.account.as(jane).update('trigger', closeSpam, body);
}

/** Jane's edit of a field that no snapshot holds, filed. */
async function openHidden(body = {}): Promise<Lab> {
  const lab = await openLocalTeam();
  setBrand(lab, 360000000402, body);
  await trackLater(lab);
  return lab;
}

const isSound = async (lab: Lab) => expect((await verifyAt(lab.freshClone())).faults).toEqual([]);

test('an edit of a field that no snapshot holds is approved like any other, by someone else', async () => {
  const lab = await openHidden();
  const issue = theIssue(lab);
  expect(issue.title).toBe('[acme] Jane Doe updated trigger "Close spam"');
  expect(issue.body).toContain('- brand_id changed (value not recorded; see Zendesk)');
  expect(issue.body).not.toContain('/revert');
  say(lab, 'jane-gh', `/approve ${shownState(issue)}`);
  say(lab, 'bob-gh', '/approve new brand');
  const { json } = await triageIn(lab);
  expect(json.commands.map(({ outcome, why }) => why ?? outcome)).toEqual(['own-change', 'decided']);
  expect(openIssues(lab)).toEqual([]);
  expect(lab.state()?.episodes.size).toBe(0);
  await isSound(lab);
});

test('a second such edit leaves the same state, and yet no earlier approval covers it', async () => {
  const lab = await openHidden();
  const early = say(lab, 'bob-gh', '/approve new brand');
  setBrand(lab, 360000000403);
  later(lab);
  await lab.run();
  expect(answersTo(lab, early)).toEqual([expect.stringContaining('Approved')]);
  expect(lab.state()?.episodes.get(object)?.changes).toHaveLength(1);
  const issue = theIssue(lab);
  setBrand(lab, 360000000404);
  later(lab);
  const late = say(lab, 'bob-gh', `/approve ${shownState(issue)}`);
  await lab.run({ inputs: { sweep: 'true' } });
  await triageIn(lab);
  expect(answersTo(lab, late)).toHaveLength(1);
  await isSound(lab);
});

test('a revert of it is refused with what to do instead, and a rejection keeps it open', async () => {
  const lab = await openHidden();
  const revert = say(lab, 'bob-gh', `/revert ${shownState(theIssue(lab))}`);
  say(lab, 'bob-gh', '/reject wrong brand');
  const { json } = await triageIn(lab, { mayWrite: true });
  expect(json.commands.map(({ outcome, why }) => why ?? outcome)).toEqual(['at-approved-state', 'decided']);
  expect(answersTo(lab, revert)[0]).toContain(
    "zendrift does not record the value of `brand_id`, so it can't restore it. Set it in Zendesk by hand",
  );
  expect(theIssue(lab).labels).toContain('rejected');
  await isSound(lab);
});

test('a revert of what can be seen says what it left alone', async () => {
  const lab = await openHidden({ title: 'Close junk' });
  const comment = say(lab, 'bob-gh', '/revert');
  await triageIn(lab, { mayWrite: true });
  expect(answersTo(lab, comment)[0]).toContain('Not written back: `brand_id`.');
  expect(lab.zendesk.account.remote().trigger.find(({ id }) => id === closeSpam)).toMatchObject({
    title: 'Close spam',
    brand_id: 360000000402,
  });
});
