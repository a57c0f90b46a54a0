import { describe, expect, test } from 'vitest';
import { printReplyMark } from '#core/commit/marker.ts';
import type { State } from '#core/state/state.ts';
import { blobIdOf } from '#git/object-id.ts';
import { writtenMark } from '#issues/as-written.ts';
import { jane, notifyRequester } from '../support/acme.ts';
import { forgeState } from '../support/forge.ts';
import { hubRequests } from '../support/hub-requests.ts';
import type { Lab } from '../support/lab.ts';
import {
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

/** Puts what a state remembers of an issue to rights, as someone would who edited it. */
function forgeWritten(lab: Lab, number: number, more: (state: State) => Partial<State> = () => ({})): void {
  const issue = hubOf(lab).model.issue(number);
  const text = { title: issue?.title ?? '', body: issue?.body ?? '', labels: issue?.labels ?? [] };
  const mark = writtenMark(text, (written) => blobIdOf('sha1', written));
  forgeState(lab, (state) => ({
    written: new Map([...state.written, [String(number), mark]]),
    hub: state.hub && {
      ...state.hub,
      issues: new Map(
        [...state.hub.issues].map(([known, one]) => [
          known,
          known === number ? { ...one, wrote: lab.zendesk.clock.iso(), restored: null } : one,
        ]),
      ),
    },
    ...more(state),
  }));
}

describe('a state that was forged to fit an edited issue', () => {
  const falseText = 'This is the change of last night, approved by the board.';
  type Edit = readonly [what: string, edit: (lab: Lab, number: number, body: string) => void];

  test.each<Edit>([
    [
      'words of it',
      (lab, number, body) => hubOf(lab).model.as('auditor').editBody(number, body.replace('Drift', 'Fine')),
    ],
    [
      'text beside the words',
      (lab, number, body) => hubOf(lab).model.as('auditor').editBody(number, `${body}\n${falseText}`),
    ],
    ['the title', (lab, number) => hubOf(lab).model.as('auditor').editTitle(number, falseText)],
  ])('counts for nothing where %s changed: the command is refused, and the next one counts', async (_, edit) => {
    const lab = await openDrift();
    const issue = theIssue(lab);
    later(lab);
    edit(lab, issue.number, issue.body ?? '');
    forgeWritten(lab, issue.number);
    later(lab);
    say(lab, 'bob-gh', `/approve ${shownState(issue)}`);
    await triageIn(lab);
    expect([isDecided(lab), theIssue(lab).title, theIssue(lab).body]).toEqual([false, issue.title, issue.body]);
    later(lab);
    say(lab, 'bob-gh', `/approve ${shownState(issue)}`);
    await triageIn(lab);
    expect(isDecided(lab)).toBe(true);
  });

  test('counts for nothing where the text was restored after the command, and the state forgot that', async () => {
    const lab = await openDrift();
    const issue = theIssue(lab);
    later(lab);
    hubOf(lab).model.as('auditor').editBody(issue.number, `${issue.body}\n${falseText}`);
    later(lab);
    say(lab, 'bob-gh', `/approve ${shownState(issue)}`);
    hubOf(lab)
      .model.as('github-actions[bot]')
      .editBody(issue.number, issue.body ?? '');
    forgeWritten(lab, issue.number);
    await triageIn(lab);
    expect(isDecided(lab)).toBe(false);
  });

  test('makes no false body: history is asked before an issue is written that this run changed nothing about', async () => {
    const lab = await openDrift();
    const issue = theIssue(lab);
    later(lab);
    forgeWritten(lab, issue.number, ({ episodes }) => ({
      episodes: new Map(
        [...episodes].map(([object, one]) => [object, { ...one, approvedState: one.changes.at(-1)?.after ?? null }]),
      ),
    }));
    const { warnings, json } = await trackLater(lab);
    expect([warnings, theIssue(lab).body]).toEqual([[], issue.body]);
    expect(JSON.stringify(json)).toContain('state-differs');
    expect(openAlerts(lab)).toHaveLength(1);
  });

  test('that made a false body once decides nothing by it', async () => {
    const lab = await openDrift();
    const issue = theIssue(lab);
    const { model } = hubOf(lab);
    model
      .as('github-actions[bot]')
      .editBody(issue.number, (issue.body ?? '').replace(/^- .*$/m, '- Nothing visible changed'));
    forgeWritten(lab, issue.number);
    later(lab);
    say(lab, 'bob-gh', `/approve ${shownState(issue)}`);
    await triageIn(lab);
    expect([isDecided(lab), theIssue(lab).body]).toEqual([false, issue.body]);
  });
});
