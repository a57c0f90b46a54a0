import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Comment } from '#sandbox/github/model/entities.ts';
import { jane, notifyRequester } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { someOf } from '../../support/soak.ts';
import { answersTo, later, openTeam, say, theIssue, trackLater, triageIn } from '../../support/triage-lab.ts';

// The two jobs of triage.yml: one decides and holds no credential that writes, the other reverts, once its reviewers agreed.

async function openDrift(): Promise<Lab> {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  return lab;
}

const titleIn = (lab: Lab): unknown => lab.zendesk.account.rules.get('trigger', notifyRequester)?.['title'];

/** As a runner hands over the comment that started a workflow. */
function startedBy(comment: Comment): { readonly GITHUB_EVENT_PATH: string } {
  const folder = mkdtempSync(join(tmpdir(), 'zendrift-event-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'event.json');
  writeFileSync(file, JSON.stringify({ issue: { number: comment.issue }, comment: { id: comment.id } }));
  return { GITHUB_EVENT_PATH: file };
}

const decide = (lab: Lab, comment: Comment) =>
  triageIn(lab, { inputs: { commands: 'decide' }, environment: startedBy(comment) });

const revert = (lab: Lab, comment: Comment, mayWrite = true) =>
  triageIn(lab, { inputs: { commands: 'revert' }, environment: startedBy(comment), mayWrite });

test('a revert that waits for its reviewers is left alone by the job that decides, however long it waits', async () => {
  const lab = await openDrift();
  const waiting = say(lab, 'bob-gh', '/revert');
  const help = say(lab, 'jane-gh', '/help');
  expect((await decide(lab, help)).json.commands).toEqual([expect.objectContaining({ command: 'help' })]);
  later(lab, 20 * 24 * 3600);
  const again = say(lab, 'auditor', '/nonsense');
  expect((await decide(lab, again)).json.commands).toEqual([expect.objectContaining({ command: 'nonsense' })]);
  expect(answersTo(lab, waiting)).toEqual([]);
  await revert(lab, waiting);
  expect(titleIn(lab)).toBe('Notify requester');
  expect(answersTo(lab, waiting)).toHaveLength(1);
});

test('even the comment of a revert itself is left alone by it, with a credential or without', async () => {
  const lab = await openDrift();
  const waiting = say(lab, 'bob-gh', '/revert');
  const inputs = { commands: 'decide' };
  const { json } = await triageIn(lab, { inputs, environment: startedBy(waiting), mayWrite: true });
  expect(json.commands).toEqual([]);
  expect(titleIn(lab)).toBe('Drift');
});

test('the job that reverts carries out the command that was agreed to, and no other', async () => {
  const lab = await openDrift();
  const refused = say(lab, 'bob-gh', '/revert because I say so');
  const approval = say(lab, 'bob-gh', '/approve');
  const agreed = say(lab, 'auditor', '/revert agreed');
  const { json } = await revert(lab, agreed);
  expect(json.commands).toEqual([expect.objectContaining({ comment: String(agreed.id), decision: 'reverted' })]);
  expect(answersTo(lab, refused)).toEqual([]);
  expect(answersTo(lab, approval)).toEqual([]);
});

test('a command that came a moment after its issue was closed is answered by its own run', async () => {
  const lab = await openDrift();
  const approval = say(lab, 'bob-gh', '/approve');
  await decide(lab, approval);
  const again = say(lab, 'auditor', '/reject no!', approval.issue);
  expect((await decide(lab, again)).json.commands).toEqual([expect.objectContaining({ outcome: 'refused' })]);
  expect(answersTo(lab, again)).toEqual([expect.stringContaining('Nothing is open here any more')]);
  expect((await decide(lab, again)).json.commands).toEqual([]);
});

test.each(someOf(['/reject not yet', '/approve fine'], 2))(
  '"%s" is recorded once by two runs at the same time',
  async (words) => {
    const lab = await openDrift();
    const comment = say(lab, 'bob-gh', words);
    const runs = [lab.checkout, lab.freshClone()].map((repository) =>
      triageIn(lab, { inputs: { commands: 'decide', repository }, environment: startedBy(comment) }),
    );
    await Promise.all(runs);
    const decisions = (await lab.log()).filter(({ facts }) => facts?.type === 'decision');
    expect(decisions).toHaveLength(1);
    expect(answersTo(lab, comment).length).toBeGreaterThan(0);
  },
);

test('without a credential the job that reverts says at once what to change by hand', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'bob-gh', '/revert');
  const { json } = await revert(lab, comment, false);
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'no-credential' })]);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('Notify requester')]);
  expect(theIssue(lab).state).toBe('open');
});

test('a word that only begins like it is answered once, by the job that its comment starts', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'bob-gh', '/reverts');
  await revert(lab, comment);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('/revert')]);
});
