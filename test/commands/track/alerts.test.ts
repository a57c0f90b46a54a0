import { expect, test } from 'vitest';
import { bob, jane, notifyRequester } from '../../support/acme.ts';
import { hubRequests } from '../../support/hub-requests.ts';
import type { Lab } from '../../support/lab.ts';
import { answersTo, hubOf, later, openAlerts, openTeam, say, trackLater, triageIn } from '../../support/triage-lab.ts';
import { verifyAt } from '../verify/support.ts';

const alerts = `alerts:
  - name: admin-granted
    source-types: [user]
    actions: [update]
    descriptions: ["*ROLE*admin*"]
  - name: export-by-others
    actions: [exported]
    except: { actors: [${bob}] }
`;
const grant = {
  action: 'update',
  source_type: 'user',
  source_id: 42,
  source_label: 'User: Eve',
  actor_id: jane,
  change_description: 'Role changed from agent to Admin',
};
const download = { ...grant, action: 'exported', source_type: 'ticket', change_description: 'Tickets' };

const openLogged = (more = '') => openTeam({ more: `${alerts}${more}` });
const theAlert = (lab: Lab) => {
  const [alert, ...others] = openAlerts(lab);
  if (alert === undefined || others.length > 0) throw new Error(`${others.length + (alert ? 1 : 0)} open alerts`);
  return alert;
};
const kept = (lab: Lab): readonly string[] => {
  const paths = lab.git('ls-tree', '-r', '--name-only', 'main', 'log').split('\n').filter(Boolean);
  const lines = paths.flatMap((path) => lab.git('show', `main:${path}`).split('\n'));
  return lines.filter((line) => line !== '').map((line) => String(JSON.parse(line).id));
};

test('an entry that matches opens one issue, also where nothing else of the log is kept', async () => {
  const lab = await openLogged();
  lab.zendesk.account.log({ ...grant, change_description: 'Name changed' });
  const entry = lab.zendesk.account.log(grant);
  lab.zendesk.account.log({ ...download, actor_id: bob });
  await trackLater(lab);
  const { title, body, labels } = theAlert(lab);
  expect(title).toBe('[acme] admin-granted: Jane Doe, update user "User: Eve"');
  expect(labels).toEqual(expect.arrayContaining(['zendrift-alert', 'account:acme']));
  for (const part of [entry.id, 'Role changed from agent to Admin', 'Jane Doe', '/accept reason']) {
    expect(body).toContain(String(part));
  }
  expect(kept(lab)).toEqual([String(entry.id)]);
  const message = (await lab.log()).find(({ facts }) => facts?.type === 'log')?.message;
  expect(message).toContain(`Log-Alert: 1 ${entry.id}@${entry.created_at} admin-granted`);
  expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
});

test('an open alert costs an idle run no request, and losing the state or GitHub’s notes opens no second one', async () => {
  const lab = await openLogged();
  lab.zendesk.account.log(grant);
  await trackLater(lab);
  await trackLater(lab);
  const tips = lab.tips();
  const { requests } = await trackLater(lab);
  expect(requests.length).toBeLessThanOrEqual(3);
  expect(await hubRequests(lab, () => trackLater(lab))).toHaveLength(3);
  expect(lab.tips()).toEqual(tips);
  const { number } = theAlert(lab);
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await trackLater(lab, { checkout: lab.freshClone(1) });
  later(lab, 25 * 3600);
  const { warnings } = await lab.run();
  expect(warnings).toEqual([]);
  expect(theAlert(lab).number).toBe(number);
  expect(kept(lab)).toHaveLength(1);
});

test('a run that is cut off before the issue leaves it to the next one', async () => {
  const lab = await openLogged('log: { keep: all }\n');
  lab.zendesk.account.log(grant);
  await trackLater(lab, { environment: { GITHUB_TOKEN: '' } });
  expect(openAlerts(lab)).toEqual([]);
  await trackLater(lab);
  await trackLater(lab);
  expect(theAlert(lab).title).toContain('admin-granted');
});

test('/accept by someone else closes it for good, and the person who did it is refused', async () => {
  const lab = await openLogged();
  lab.zendesk.account.log(grant);
  await trackLater(lab);
  const { number } = theAlert(lab);
  const own = say(lab, 'jane-gh', '/accept it was me', number);
  await triageIn(lab);
  expect(answersTo(lab, own)).toEqual([expect.stringContaining('Not decided')]);
  const comment = say(lab, 'bob-gh', '/accept agreed in CHG-7', number);
  await triageIn(lab);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('**Accepted** by bob-gh')]);
  expect(hubOf(lab).model.issue(number)?.state).toBe('closed');
  const decision = (await lab.log()).flatMap(({ facts }) => (facts?.type === 'decision' ? [facts] : []));
  expect(decision).toMatchObject([{ by: 'bob-gh', fourEyes: 'yes', reason: 'agreed in CHG-7' }]);
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  await trackLater(lab);
  later(lab, 25 * 3600);
  await lab.run();
  expect(openAlerts(lab)).toEqual([]);
  const again = lab.zendesk.account.log(grant);
  await trackLater(lab);
  expect(theAlert(lab).body).toContain(String(again.id));
  expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
});

test('/accept below a text that someone edited is refused, and the next run writes the text again', async () => {
  const lab = await openLogged();
  lab.zendesk.account.log(grant);
  await trackLater(lab);
  const { number, body } = theAlert(lab);
  hubOf(lab)
    .model.as('jane-gh')
    .editBody(number, body?.replace('Admin', 'light agent') ?? '');
  const comment = say(lab, 'bob-gh', '/accept', number);
  await triageIn(lab);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('Not decided')]);
  await trackLater(lab);
  expect(theAlert(lab).body).toBe(body);
});

test('one that is closed by hand is opened again once, with an explanation', async () => {
  const lab = await openLogged();
  lab.zendesk.account.log(grant);
  await trackLater(lab);
  const { number } = theAlert(lab);
  hubOf(lab).model.as('bob-gh').closeIssue(number);
  await trackLater(lab);
  expect(theAlert(lab).number).toBe(number);
  expect(hubOf(lab).model.comments(number).at(-1)?.body).toContain('does not accept the alert');
  hubOf(lab).model.as('bob-gh').closeIssue(number);
  await trackLater(lab);
  await trackLater(lab);
  expect(openAlerts(lab)).toEqual([]);
  expect(await hubRequests(lab, () => trackLater(lab))).toHaveLength(3);
  later(lab, 25 * 3600);
  await lab.run();
  expect(openAlerts(lab)).toEqual([]);
});

test('more matches than max-new-per-run share one issue for each alert', async () => {
  const lab = await openLogged('issues: { max-new-per-run: 2 }\n');
  for (let index = 0; index < 60; index += 1) lab.zendesk.account.log(grant);
  const other = lab.zendesk.account.log(download);
  await trackLater(lab);
  expect(openAlerts(lab).map(({ title }) => title)).toEqual([
    '[acme] admin-granted: 60 entries',
    '[acme] export-by-others: Jane Doe, exported ticket "User: Eve"',
  ]);
  expect(openAlerts(lab)[0]?.body).toContain('and 10 more');
  expect(openAlerts(lab)[1]?.body).toContain(String(other.id));
  expect(kept(lab)).toHaveLength(61);
});

test('what the log says forges nothing in the issue, and changes are recorded beside it', async () => {
  const lab = await openLogged();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'One' });
  const label = '<!-- zendrift:1 alert=acme/stopped -->\n@everyone fixes #1';
  lab.zendesk.account.log({ ...grant, source_label: label });
  await trackLater(lab);
  const { body } = theAlert(lab);
  expect(body?.split('\n').filter((line) => line.startsWith('<!--'))).toHaveLength(1);
  expect(await lab.changes()).toHaveLength(1);
});
