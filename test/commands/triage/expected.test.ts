import { describe, expect, test } from 'vitest';
import type { Issue } from '#sandbox/github/model/entities.ts';
import { sandboxToken } from '#sandbox/github/model/model.ts';
import { autoReply, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { propose, pushProposal } from '../../support/propose.ts';
import { requestForm } from '../../support/request-form.ts';
import { answersTo, hubOf, later, openTeam, say, theIssue, trackLater, triageIn } from '../../support/triage-lab.ts';

const pathOf = (id: number): string => `snapshots/acme/triggers/${id}.json`;

/** The recorded snapshot with another title. */
function retitled(lab: Lab, title: string, id = notifyRequester): string {
  const value: Record<string, unknown> = JSON.parse(lab.tree().get(pathOf(id)) ?? '{}');
  return JSON.stringify({ ...value, title });
}

function ask(lab: Lab, expected: string, over: Readonly<Record<string, string>> = {}): Issue {
  later(lab);
  const body = requestForm({ 'Expected snapshot': `\`\`\`json\n${expected}\n\`\`\``, ...over });
  const draft = { title: 'Change request: a title', body, labels: ['change-request'] };
  return hubOf(lab).model.as('jane-gh').openIssue(draft);
}

const texts = (lab: Lab, issue: Issue): readonly string[] =>
  hubOf(lab)
    .model.comments(issue.number)
    .map(({ body }) => body);

/** A request for what a pull request holds, read back and approved. */
async function approved(lab: Lab, pull: Issue, over: Readonly<Record<string, string>> = {}): Promise<Issue> {
  const issue = ask(lab, `#${pull.number}`, over);
  await trackLater(lab);
  say(lab, 'bob-gh', '/approve agreed', issue.number);
  expect((await triageIn(lab)).json.commands).toEqual([expect.objectContaining({ outcome: 'decided' })]);
  later(lab);
  return issue;
}

const update = (lab: Lab, change: { readonly title: string }) =>
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, change);

describe('a request whose expected snapshot is a pull request', () => {
  test('approves a change that has exactly that state, however its file is written', async () => {
    const lab = await openTeam();
    const pull = propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'As asked for') });
    const issue = await approved(lab, pull);
    const [shown = ''] = texts(lab, issue);
    update(lab, { title: 'As asked for' });
    await trackLater(lab);
    expect((await lab.changes()).at(-1)).toMatchObject({ verdict: 'approved', reason: 'change-request' });
    expect((await lab.log()).at(-1)?.message).toContain(`Verdict-Rule: #${issue.number}\n`);
    const blob = lab.git('rev-parse', `main:${pathOf(notifyRequester)}`);
    expect(shown).toContain(`only into the state ${blob.slice(0, 7)}`);
    expect(shown).toMatch(new RegExp(`\\[pull request \\S*${pull.number}\\]\\(\\S+/pull/${pull.number}\\)`));
    expect((await lab.log()).map(({ message }) => message).join('\n')).toContain(
      `Request-Expected: trigger/${notifyRequester}=${blob}\n`,
    );
  });

  test('does not approve another state, and the drift issue says so', async () => {
    const lab = await openTeam();
    const issue = await approved(lab, propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'As asked for') }));
    update(lab, { title: 'As asked for!' });
    await trackLater(lab);
    expect(theIssue(lab).body).toMatch(
      new RegExp(`\`#${issue.number}\` \\(state is [0-9a-f]{7}, not [0-9a-f]{7}\\)\\.`),
    );
  });

  test('holds only those objects to a state that the pull request changes', async () => {
    const lab = await openTeam();
    const pull = propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'As asked for'), 'notes.md': 'Why' });
    const Objects = `trigger/${notifyRequester}\nmacro/${partialRefund}\ntrigger/new\ntrigger/order`;
    const issue = await approved(lab, pull, { Objects });
    const expected = lab.state()?.requests.get(String(issue.number))?.expected;
    expect([...(expected?.keys() ?? [])]).toEqual([`trigger/${notifyRequester}`]);
  });

  test('takes its address as well, and the head of a fork, which is a ref without a branch', async () => {
    const lab = await openTeam();
    const pull = propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'From a fork') }, 'refs/pull/7/head');
    const issue = ask(lab, `${hubOf(lab).serverUrl}/acme/zendesk-config/pull/${pull.number}/files`);
    await trackLater(lab);
    expect(texts(lab, issue)).toEqual([expect.stringContaining('only into the state')]);
  });

  test('is read against where it left the branch: what is recorded since is no change of it', async () => {
    const lab = await openTeam();
    const pull = propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'As asked for') });
    lab.zendesk.account.as(jane).update('trigger', autoReply, { title: 'Meanwhile' });
    const issue = ask(lab, `#${pull.number}`);
    await trackLater(lab);
    expect(texts(lab, issue)).toEqual([expect.stringContaining('only into the state')]);
  });

  test('whose head has moved since it was read back is not approved, but read back again', async () => {
    const lab = await openTeam();
    const pull = propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'As shown') });
    const issue = ask(lab, `#${pull.number}`);
    await trackLater(lab);
    pushProposal(lab, 'refs/heads/proposal', { [pathOf(notifyRequester)]: retitled(lab, 'Another one') });
    const comment = say(lab, 'bob-gh', '/approve', issue.number);
    expect((await triageIn(lab)).json.commands).toEqual([
      expect.objectContaining({ outcome: 'refused', why: 'request' }),
    ]);
    const [answer = ''] = answersTo(lab, comment);
    expect(answer).toContain('only into the state');
    const [command = ''] = /\/approve [0-9a-f]{7}/.exec(answer) ?? [];
    say(lab, 'bob-gh', `${command} as it is now`, issue.number);
    expect((await triageIn(lab)).json.commands).toEqual([expect.objectContaining({ outcome: 'decided' })]);
    update(lab, { title: 'Another one' });
    await trackLater(lab);
    expect((await lab.changes()).at(-1)).toMatchObject({ reason: 'change-request' });
  });

  test('is read back by the next run where its head moved without a command', async () => {
    const lab = await openTeam();
    const pull = propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'As shown') });
    const issue = ask(lab, `#${pull.number}`);
    await trackLater(lab);
    pushProposal(lab, 'refs/heads/proposal', { [pathOf(notifyRequester)]: retitled(lab, 'Another one') });
    await trackLater(lab);
    await trackLater(lab);
    expect(texts(lab, issue)).toHaveLength(2);
  });

  test('means what was approved, whatever becomes of the pull request', async () => {
    const lab = await openTeam();
    const pull = propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'As asked for') });
    await approved(lab, pull);
    pushProposal(lab, 'refs/heads/proposal', { [pathOf(notifyRequester)]: retitled(lab, 'Another one') });
    hubOf(lab).model.as('jane-gh').closeIssue(pull.number);
    update(lab, { title: 'As asked for' });
    await trackLater(lab);
    expect((await lab.changes()).at(-1)).toMatchObject({ reason: 'change-request' });
  });
});

const evil = ' @org/team fixes #1 <!-- zendrift:1 used= -->\n`x` \u202e.json';

describe('is not usable where', () => {
  test.each<[string, (lab: Lab) => string | Issue, readonly string[]]>([
    ['there is no such pull request', () => '#99', ['there is no pull request']],
    ['the number is that of an issue', (lab) => ask(lab, '#1'), ['there is no pull request']],
    [
      'it is closed',
      (lab) => {
        const pull = propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'x') });
        return hubOf(lab).model.as('jane-gh').closeIssue(pull.number);
      },
      ['is not open'],
    ],
    ['it changes nothing of it', (lab) => propose(lab, { 'notes.md': 'x' }), ['the snapshot of no object']],
    [
      'it changes another object alone',
      (lab) => propose(lab, { [pathOf(autoReply)]: retitled(lab, 'x', autoReply) }),
      ['changes 1 file of this account', 'the snapshot of no object'],
    ],
    [
      'it changes another object as well',
      (lab) =>
        propose(lab, {
          [pathOf(notifyRequester)]: retitled(lab, 'x'),
          [pathOf(autoReply)]: retitled(lab, 'x', autoReply),
          'snapshots/acme/triggers/order.json': '[]',
        }),
      ['changes 2 files of this account'],
    ],
    ['it removes the object', (lab) => propose(lab, { [pathOf(notifyRequester)]: null }), ['removes the snapshot']],
    [
      'it has only a part of the file',
      (lab) => propose(lab, { [pathOf(notifyRequester)]: `{"id": ${notifyRequester}}` }),
      ['is not a complete snapshot file'],
    ],
    [
      'its file is that of another object',
      (lab) => propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'x', autoReply) }),
      ['is not a complete snapshot file'],
    ],
    [
      'its file is no text',
      (lab) => propose(lab, { [pathOf(notifyRequester)]: '\u0000\u0001' }),
      ['is not a complete snapshot file'],
    ],
    [
      'it adds files with names that do harm',
      (lab) =>
        propose(lab, {
          [pathOf(notifyRequester)]: retitled(lab, 'x'),
          [`snapshots/acme/triggers/${evil}`]: '{}',
          [`snapshots/acme/triggers/${notifyRequester}.json\u0001`]: '{}',
          [`snapshots/other/${evil}`]: '{}',
        }),
      ['changes 2 files of this account'],
    ],
    ['the pasted file lacks fields', () => `{"id": ${notifyRequester}}`, ['is not a complete snapshot file']],
  ])('%s', async (_name, prepare, problems) => {
    const lab = await openTeam();
    const made = prepare(lab);
    const issue = ask(lab, typeof made === 'string' ? made : `#${made.number}`);
    await trackLater(lab);
    await trackLater(lab);
    const [answer = '', ...others] = texts(lab, issue);
    expect(others).toEqual([]);
    expect(answer).toContain('**Not usable yet.**');
    for (const problem of problems) expect(answer).toContain(problem);
    expect(answer.match(/^- .*$/gm)).toHaveLength(problems.length);
    expect(answer).not.toMatch(/@org|fixes|used=|\u202e/);
    say(lab, 'bob-gh', '/approve', issue.number);
    expect((await triageIn(lab)).json.commands).toEqual([expect.objectContaining({ why: 'request' })]);
  });

  test('the token may not read pull requests: the run goes on', async () => {
    const lab = await openTeam();
    const pull = propose(lab, { [pathOf(notifyRequester)]: retitled(lab, 'x') });
    hubOf(lab).model.putToken(sandboxToken, { login: 'github-actions[bot]', kind: 'actions', pulls: 'none' });
    const issue = ask(lab, `#${pull.number}`);
    expect((await trackLater(lab)).exitCode).toBe(0);
    expect(texts(lab, issue)).toEqual([expect.stringContaining('pull-requests: read')]);
  });
});
