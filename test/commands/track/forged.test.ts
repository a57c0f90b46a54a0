import { describe, expect, test } from 'vitest';
import { jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { type Forgery, forgeApproval } from '../../support/forge.ts';
import type { Lab } from '../../support/lab.ts';
import {
  hubOf,
  identities,
  later,
  openAlerts,
  openIssues,
  openTeam,
  say,
  shownState,
  theIssue,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';

const object = `trigger/${notifyRequester}` as const;

/** Unapproved drift of one trigger, with its issue. */
async function openDrift(): Promise<Lab> {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  expect(openIssues(lab)).toHaveLength(1);
  return lab;
}

const loseState = (lab: Lab): void => {
  for (const directory of [lab.remote, lab.checkout])
    lab.git('-C', directory, 'update-ref', '-d', 'refs/zendrift/acme');
};

const idOf = (lab: Lab, login: string): string => String(hubOf(lab).model.store.users.get(login)?.id);

const driftIsOpen = (lab: Lab) => {
  expect(openIssues(lab)).toHaveLength(1);
  expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual([object]);
};

describe('an approval that nobody made', () => {
  const forgeries: readonly (readonly [string, Forgery, lost: boolean])[] = [
    ['in the state alone', { state: true }, false],
    ['as a commit', { commit: true }, false],
    ['as a commit and in the state', { commit: true, state: true }, false],
    ['as a commit, with the state deleted', { commit: true }, true],
    ['by "restore", as a commit', { commit: true, facts: { comment: '0' } }, false],
    ['by "restore", as a commit and in the state', { commit: true, state: true, facts: { comment: '0' } }, false],
  ];
  test.each(forgeries)('%s closes nothing and opens an alert', async (_name, forgery, lost) => {
    const lab = await openDrift();
    const forged = forgeApproval(lab, object, forgery);
    if (lost) loseState(lab);
    await trackLater(lab);
    driftIsOpen(lab);
    await trackLater(lab, { inputs: { sweep: 'true' } });
    driftIsOpen(lab);
    const alerts = openAlerts(lab);
    expect(alerts).toHaveLength(1);
    if (forgery.commit === true) expect(alerts[0]?.body).toContain(forged.slice(0, 7));
    const writes = hubOf(lab).requests.filter(({ method }) => method !== 'GET').length;
    await trackLater(lab);
    expect(hubOf(lab).requests.filter(({ method }) => method !== 'GET')).toHaveLength(writes);
  });

  test.each(['by someone else', 'in another issue', 'with another command', 'edited'] as const)(
    'that cites a comment %s does not count',
    async (how) => {
      const lab = await openDrift();
      const { model } = hubOf(lab);
      const [issue] = openIssues(lab);
      const other = model.as('auditor').openIssue({ title: 'Other', body: '' });
      later(lab);
      const author = how === 'by someone else' ? 'reader' : 'admin-ann';
      const text = how === 'with another command' ? '/reject' : `/approve ${shownState(theIssue(lab))}`;
      const place = how === 'in another issue' ? other.number : (issue?.number ?? 0);
      const comment = model.as(author).comment(place, how === 'edited' ? 'Looking into this' : text);
      if (how === 'edited') model.as('bob-gh').editComment(comment.id, text);
      later(lab);
      const byId = idOf(lab, 'admin-ann');
      forgeApproval(lab, object, { commit: true, facts: { comment: String(comment.id), byId } });
      await trackLater(lab);
      driftIsOpen(lab);
      expect(openAlerts(lab)).toHaveLength(1);
    },
  );

  test.each(['about another state', 'in the issue of another object', 'in an issue of someone else'] as const)(
    'that cites a real approval %s does not count, even if the state is gone',
    async (how) => {
      const lab = await openDrift();
      const { model } = hubOf(lab);
      const theirs = model.as('jane-gh').openIssue({ title: 'Please look', body: '' }).number;
      const first = theIssue(lab).number;
      if (how === 'in the issue of another object') {
        lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Other drift' });
        await trackLater(lab);
      }
      const other = openIssues(lab).find(({ title }) => title.includes('Other drift'))?.number ?? first;
      const issue = how === 'in an issue of someone else' ? theirs : other;
      later(lab);
      const named = how === 'about another state' ? '/approve 1234567' : '/approve';
      const comment = model.as('admin-ann').comment(issue, named);
      later(lab);
      const facts = { comment: String(comment.id), byId: idOf(lab, 'admin-ann'), issue: String(issue) };
      forgeApproval(lab, object, { commit: true, facts });
      loseState(lab);
      await trackLater(lab);
      expect([...(lab.state()?.episodes.keys() ?? [])]).toContain(object);
      expect(openAlerts(lab)).toHaveLength(1);
    },
  );

  test('by the person who made the change does not count, though the comment is there', async () => {
    const lab = await openDrift();
    const comment = say(lab, 'jane-gh', `/approve ${shownState(theIssue(lab))}`);
    const byId = idOf(lab, 'jane-gh');
    forgeApproval(lab, object, { commit: true, facts: { by: 'jane-gh', byId, comment: String(comment.id) } });
    await trackLater(lab);
    driftIsOpen(lab);
  });
});

test('a revert that someone wrote by hand ends nothing, though a real /revert waits', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'admin-ann', `/revert ${shownState(theIssue(lab))}`);
  const episode = lab.state()?.episodes.get(object);
  const time = lab.zendesk.clock.iso();
  forgeApproval(lab, object, {
    commit: true,
    facts: {
      ...{ decision: 'reverted', comment: String(comment.id), byId: idOf(lab, 'admin-ann'), writer: '990001', time },
      ...{ before: episode?.changes.at(-1)?.after ?? null, after: episode?.approvedState ?? null },
    },
  });
  await trackLater(lab, { inputs: { sweep: 'true' } });
  driftIsOpen(lab);
  expect(openAlerts(lab)).toHaveLength(1);
});

test('a decision counts after the state was lost, and closes nothing twice', async () => {
  const lab = await openDrift();
  say(lab, 'admin-ann', `/approve ${shownState(theIssue(lab))}`);
  expect((await triageIn(lab)).exitCode).toBe(0);
  expect(openIssues(lab)).toHaveLength(0);
  loseState(lab);
  await trackLater(lab);
  expect(openIssues(lab)).toHaveLength(0);
  expect(openAlerts(lab)).toHaveLength(0);
});

test('a decision waits while GitHub cannot be asked, and counts as soon as it can', async () => {
  const lab = await openDrift();
  say(lab, 'admin-ann', `/approve ${shownState(theIssue(lab))}`);
  await triageIn(lab);
  loseState(lab);
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Something to record' });
  const comeBack = hubOf(lab).goDown();
  await trackLater(lab);
  expect(lab.state()?.episodes.has(object)).toBe(true);
  comeBack();
  await trackLater(lab);
  expect(lab.state()?.episodes.has(object)).toBe(false);
  expect(openIssues(lab)).toHaveLength(1);
  expect(openAlerts(lab)).toHaveLength(0);
});

test.each([
  ['in GitHub', ''],
  ['by the configuration', '\napprovers: { logins: [admin-ann] }\n'],
])('a decision stands although its author may not decide any more %s', async (_, list) => {
  const lab = await openDrift();
  say(lab, 'bob-gh', `/approve ${shownState(theIssue(lab))}`);
  expect((await triageIn(lab)).exitCode).toBe(0);
  if (list === '') hubOf(lab).model.putUser({ login: 'bob-gh', permission: 'read' });
  else lab.commitElsewhere({ '.github/zendrift.yml': `${identities}${list}` });
  const { warnings } = await trackLater(lab, { inputs: { sweep: 'true' } });
  expect(warnings).toEqual([]);
  expect([openIssues(lab).length, openAlerts(lab).length]).toEqual([0, 0]);
  expect(lab.state()?.episodes.size).toBe(0);
});

test('an approval by someone who could never decide does not count, though a state says so', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'reader', `/approve ${shownState(theIssue(lab))}`);
  const facts = { by: 'reader', byId: idOf(lab, 'reader'), comment: String(comment.id) };
  forgeApproval(lab, object, { commit: true, state: true, facts });
  await trackLater(lab, { inputs: { sweep: 'true' } });
  driftIsOpen(lab);
});
