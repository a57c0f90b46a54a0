import { describe, expect, test } from 'vitest';
import type { DecisionFacts } from '#core/commit/commit-facts.ts';
import { jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { forgeApproval } from '../../support/forge.ts';
import type { Lab } from '../../support/lab.ts';
import {
  answersTo,
  hubOf,
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
import { verifyAt } from '../verify/support.ts';

const object = `trigger/${notifyRequester}` as const;

async function openDrift(more?: string): Promise<Lab> {
  const lab = await openTeam(more === undefined ? {} : { more });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  return lab;
}

const by = (lab: Lab, login: string): Partial<DecisionFacts> => ({
  by: login,
  byId: String(hubOf(lab).model.store.users.get(login)?.id),
});

/** Whoever cites a real comment decides nothing by it: the change stays open, an alert and `verify` say why. */
async function expectNothing(lab: Lab, forged: string, of: string = object): Promise<void> {
  await trackLater(lab, { inputs: { sweep: 'true' } });
  expect([...(lab.state()?.episodes.keys() ?? [])]).toContain(of);
  expect(lab.state()?.unconfirmed).toContainEqual(expect.objectContaining({ commit: forged }));
  expect(openAlerts(lab).some(({ body }) => body?.includes(forged))).toBe(true);
  const { faults } = await verifyAt(lab.remote, { github: 'true' }, lab.zendesk, hubOf(lab));
  expect(faults).toContainEqual(expect.objectContaining({ commit: forged }));
}

describe('a decision that cites a real comment counts for nothing where zendrift', () => {
  test('refused it, since someone had edited the issue', async () => {
    const lab = await openDrift();
    const { number, body } = theIssue(lab);
    later(lab);
    hubOf(lab)
      .model.as('jane-gh')
      .editBody(number, (body ?? '').replaceAll('Drift', 'Harmless'));
    const comment = say(lab, 'bob-gh', `/approve ${shownState(theIssue(lab))}`);
    later(lab);
    await triageIn(lab);
    later(lab);
    await expectNothing(
      lab,
      forgeApproval(lab, object, { commit: true, facts: { ...by(lab, 'bob-gh'), comment: String(comment.id) } }),
    );
  });

  test('refused it long ago, since its author may decide nothing', async () => {
    const lab = await openDrift();
    hubOf(lab).model.putUser({ login: 'reader', permission: 'read' });
    const comment = say(lab, 'reader', `/approve ${shownState(theIssue(lab))}`);
    await triageIn(lab);
    later(lab, 5 * 86_400);
    const facts = { ...by(lab, 'reader'), comment: String(comment.id) };
    await expectNothing(lab, forgeApproval(lab, object, { commit: true, facts }));
  });

  test('has not answered it yet: the command is carried out as it was meant', async () => {
    const lab = await openTeam();
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
    lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Also drift' });
    await trackLater(lab);
    const other = `macro/${partialRefund}` as const;
    const issue = openIssues(lab).find(({ body }) => body?.includes(object));
    const comment = say(lab, 'bob-gh', `/approve ${shownState(issue ?? theIssue(lab))}`, issue?.number ?? 0);
    const facts = { ...by(lab, 'bob-gh'), comment: String(comment.id), issue: String(issue?.number) };
    const forged = forgeApproval(lab, other, { commit: true, facts });
    await triageIn(lab);
    expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual([other]);
    expect(answersTo(lab, comment)[0]).toContain(object);
    await expectNothing(lab, forged, other);
  });

  test('carried it out for another row of a digest', async () => {
    const lab = await openTeam({ more: 'issues: { max-new-per-run: 2 }\n' });
    const ids = lab.zendesk.account.rules.list('macro').map(({ id }) => Number(id));
    for (const [index, id] of ids.slice(2, 8).entries()) {
      lab.zendesk.account.as(jane).update('macro', id, { description: index < 4 ? 'One text' : 'Another text' });
    }
    await trackLater(lab);
    const digest = openIssues(lab).find(({ body }) => body?.startsWith('<!-- zendrift:1 digest='));
    const [, hash = ''] = /digest=acme\/(\w{12})/.exec(digest?.body ?? '') ?? [];
    const comment = say(lab, 'bob-gh', `/approve ${hash.slice(0, 7)} 2 agreed`, digest?.number ?? 0);
    await triageIn(lab);
    later(lab);
    const [left = object] = [...(lab.state()?.episodes.keys() ?? [])];
    expect(lab.state()?.episodes.size).toBe(4);
    const facts = { ...by(lab, 'bob-gh'), comment: String(comment.id), issue: String(digest?.number) };
    const forged = forgeApproval(lab, left, { commit: true, facts });
    await expectNothing(lab, forged, left);
    // Those that were meant count, whatever became of the state.
    lab.git('update-ref', '-d', 'refs/zendrift/acme');
    await trackLater(lab);
    expect(lab.state()?.episodes.size).toBe(4);
  });

  test('never approved the state that a workflow run of the same person would write back', async () => {
    const lab = await openDrift();
    hubOf(lab).model.putRun(4711, 'jane-gh');
    const now = lab.zendesk.clock.iso();
    const facts: Partial<DecisionFacts> = {
      ...by(lab, 'jane-gh'),
      ...{ comment: '0', issue: '0', run: 'actions-4711-1', decision: 'reverting', writer: String(jane), time: now },
      after: '1234567000000000000000000000000000000000',
    };
    await expectNothing(lab, forgeApproval(lab, object, { commit: true, facts }));
  });
});

test('an approver whose account is gone has decided all the same', async () => {
  const lab = await openDrift();
  say(lab, 'bob-gh', `/approve ${shownState(theIssue(lab))}`);
  await triageIn(lab);
  hubOf(lab).model.removeUser('bob-gh');
  await trackLater(lab, { inputs: { sweep: 'true' } });
  expect([lab.state()?.episodes.size, openAlerts(lab).length, openIssues(lab).length]).toEqual([0, 0, 0]);
});
