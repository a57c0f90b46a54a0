import { describe, expect, test } from 'vitest';
import { printReplyMark } from '#core/commit/marker.ts';
import { blobIdOf } from '#git/object-id.ts';
import { writtenMark } from '#issues/as-written.ts';
import { jane, notifyRequester } from '../support/acme.ts';
import { forgeState } from '../support/forge.ts';
import { hubRequests } from '../support/hub-requests.ts';
import type { Lab } from '../support/lab.ts';
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

async function openDrift(): Promise<Lab> {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  return lab;
}

const isDecided = (lab: Lab): boolean => lab.state()?.episodes.size === 0;

describe('a forged login', () => {
  test('makes nobody the tool: their answer to a command hides nothing', async () => {
    const lab = await openDrift();
    const { number } = theIssue(lab);
    forgeState(lab, () => ({ login: 'jane-gh' }));
    const { id } = say(lab, 'bob-gh', `/approve ${shownState(theIssue(lab))}`);
    hubOf(lab)
      .model.as('jane-gh')
      .comment(number, `${printReplyMark(String(id))}\nDone.`);
    await triageIn(lab);
    expect(isDecided(lab)).toBe(true);
    expect(lab.state()?.login).toBeNull();
  });

  test('makes nobody the tool in a run that opens an issue', async () => {
    const lab = await openDrift();
    const body = theIssue(lab).body ?? '';
    const model = hubOf(lab).model;
    model.as('bob-gh').closeIssue(theIssue(lab).number);
    const theirs = model.as('auditor').openIssue({ title: 'Mine', body, labels: ['config-drift', 'account:acme'] });
    await trackLater(lab);
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'More drift' });
    later(lab, 600);
    forgeState(lab, () => ({ login: 'auditor', episodes: new Map() }));
    await trackLater(lab);
    expect(model.issue(theirs.number)?.body).toBe(body);
    expect(lab.state()?.login).toBeNull();
  });

  test('costs an idle run nothing', async () => {
    const lab = await openDrift();
    later(lab, 600);
    await lab.run();
    forgeState(lab, () => ({ login: 'jane-gh' }));
    expect(await hubRequests(lab, () => trackLater(lab))).toHaveLength(3);
  });
});

test('a forged fingerprint of what we wrote makes nothing of an edited issue: the command below it is refused', async () => {
  const lab = await openDrift();
  const model = hubOf(lab).model;
  const issue = theIssue(lab);
  const edited = (issue.body ?? '').replace('Drift', 'Harmless');
  const command = `/approve ${shownState(issue)}`;
  later(lab);
  model.as('auditor').editBody(issue.number, edited);
  const { number, title, labels } = issue;
  forgeState(lab, ({ written, hub }) => ({
    written: new Map([
      ...written,
      [String(number), writtenMark({ title, body: edited, labels }, (text) => blobIdOf('sha1', text))],
    ]),
    hub: hub && {
      ...hub,
      issues: new Map(
        [...hub.issues].map(([known, one]) => [
          known,
          known === number ? { ...one, wrote: lab.zendesk.clock.iso() } : one,
        ]),
      ),
    },
  }));
  later(lab);
  say(lab, 'bob-gh', command);
  await triageIn(lab);
  expect(isDecided(lab)).toBe(false);
});

test('a command that a forged time was to hide is carried out by the next sweep', async () => {
  const lab = await openDrift();
  say(lab, 'bob-gh', `/approve ${shownState(theIssue(lab))}`);
  later(lab, 900);
  forgeState(lab, ({ hub }) => ({ hub: hub && { ...hub, until: lab.zendesk.clock.iso() } }));
  await trackLater(lab);
  expect(openIssues(lab)).toHaveLength(1);
  await trackLater(lab, { inputs: { sweep: 'true' } });
  expect([isDecided(lab), openIssues(lab).length]).toEqual([true, 0]);
});
