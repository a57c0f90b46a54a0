import { expect, test } from 'vitest';
import type { Issue } from '#sandbox/github/model/entities.ts';
import { jane } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { someOf } from '../../support/soak.ts';
import {
  answersTo,
  hubOf,
  later,
  openIssues,
  openLocalTeam,
  say,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';

const macrosOf = (lab: Lab): readonly number[] =>
  lab.zendesk.account.rules
    .list('macro')
    .map(({ id }) => Number(id))
    .slice(2, 8);

/** Jane edits six macros, four alike and two alike; more than two new issues become a digest. */
async function openDigest(): Promise<{ readonly lab: Lab; readonly digest: Issue; readonly hash: string }> {
  const lab = await openLocalTeam({ more: 'issues: { max-new-per-run: 2 }\n' });
  for (const [index, id] of macrosOf(lab).entries()) {
    lab.zendesk.account.as(jane).update('macro', id, { description: index < 4 ? 'One text' : 'Another text' });
  }
  await trackLater(lab);
  return { lab, ...readDigest(lab) };
}

function readDigest(lab: Lab) {
  const digest = openIssues(lab).find(({ body }) => body?.startsWith('<!-- zendrift:1 digest='));
  const [, hash = ''] = /digest=acme\/(\w{12})/.exec(digest?.body ?? '') ?? [];
  if (digest === undefined) throw new Error('there is no digest');
  return { digest, hash };
}

const decided = async (lab: Lab) =>
  (await lab.log()).flatMap(({ facts }) => (facts?.type === 'decision' ? [facts.decision] : []));

test('a row is approved by the hash and its number; the digest is what is left', async () => {
  const { lab, digest, hash } = await openDigest();
  expect(digest.body).toMatch(/^\| 1 \| macro \| 4 \|/m);
  const comment = say(lab, 'bob-gh', `/approve ${hash.slice(0, 7)} 1 agreed`, digest.number);
  await triageIn(lab);
  expect(await decided(lab)).toEqual(Array(4).fill('approved'));
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('4 objects')]);
  expect(readDigest(lab).digest.number).toBe(digest.number);
  expect(readDigest(lab).hash).not.toBe(hash);
  const stale = say(lab, 'bob-gh', `/approve ${hash.slice(0, 7)} 1 agreed`, digest.number);
  await triageIn(lab);
  expect(answersTo(lab, stale)).toEqual([expect.stringContaining('are different now')]);
  say(lab, 'bob-gh', `/approve ${readDigest(lab).hash} all`, digest.number);
  await triageIn(lab);
  expect(openIssues(lab)).toEqual([]);
  expect(lab.state()?.episodes.size).toBe(0);
});

test.each(
  someOf(
    [
      ['/approve', 'digest'],
      ['/approve all', 'digest'],
      ['/approve HASH', 'digest'],
      ['/approve HASH 3', 'digest'],
      ['/approve 0000000 all', 'digest'],
    ],
    2,
  ),
)('%s decides nothing', async (command, why) => {
  const { lab, digest, hash } = await openDigest();
  say(lab, 'bob-gh', command.replace('HASH', hash), digest.number);
  expect((await triageIn(lab)).json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why })]);
});

test('nobody approves a digest of their own', async () => {
  const { lab, digest, hash } = await openDigest();
  say(lab, 'jane-gh', `/approve ${hash} all`, digest.number);
  expect((await triageIn(lab)).json.commands).toEqual([expect.objectContaining({ why: 'own-change' })]);
});

test('a row is rejected by its number', async () => {
  const { lab, digest } = await openDigest();
  say(lab, 'bob-gh', '/reject 2 not agreed', digest.number);
  await triageIn(lab);
  expect(await decided(lab)).toEqual(['rejected', 'rejected']);
  expect(openIssues(lab)).toHaveLength(1);
});

test('a row that is split has an issue for each object, and the digest names them no more', async () => {
  const { lab, digest } = await openDigest();
  say(lab, 'bob-gh', '/split 2', digest.number);
  await triageIn(lab);
  expect(openIssues(lab)).toHaveLength(3);
  expect(readDigest(lab).digest.body).not.toContain('Another text');
  await trackLater(lab);
  expect(openIssues(lab)).toHaveLength(3);
  const own = openIssues(lab).find(({ number }) => number !== digest.number);
  say(lab, 'bob-gh', '/approve', own?.number ?? 0);
  await triageIn(lab);
  expect(openIssues(lab)).toHaveLength(2);
});

test('the dashboard lists what is open and since when, is edited once a day at most, and says where a command belongs', async () => {
  const { lab } = await openDigest();
  const dashboards = () =>
    hubOf(lab)
      .model.issues('open')
      .filter(({ labels }) => labels.includes('zendrift-dashboard'));
  const [first, ...others] = dashboards();
  expect(others).toEqual([]);
  expect(first?.body).toContain('6 objects differ from the approved state.');
  await trackLater(lab);
  expect(dashboards()).toEqual([first]);
  later(lab, 86_400);
  const lost = say(lab, 'bob-gh', '/approve all of it', first?.number ?? 0);
  await lab.run();
  expect(dashboards()[0]?.body).toMatch(
    /\| \d+ \w{3} 2026 \d\d:\d\d \(1 day\) \| #\d+, row 1 \|.*\| `\/approve [0-9a-f]{7} 1 reason` \|/,
  );
  expect(answersTo(lab, lost)).toEqual([expect.stringContaining('the issue of the change')]);
  expect(await decided(lab)).toEqual([]);
});

test.each(someOf(['/reject 2 Ren is bad', '/split 2'], 2))(
  '%s is bound to the table that stood above it',
  async (command) => {
    const { lab, digest, hash } = await openDigest();
    say(lab, 'bob-gh', `/approve ${hash} 1`, digest.number);
    const comment = say(lab, 'admin-ann', command, digest.number);
    expect((await triageIn(lab)).json.commands.map(({ why, outcome }) => why ?? outcome)).toEqual([
      'decided',
      'digest',
    ]);
    expect(answersTo(lab, comment)).toEqual([expect.stringContaining('changed or left this table')]);
    expect(await decided(lab)).toEqual(Array(4).fill('approved'));
  },
);

test('a row number of an older table is refused by a later run, too', async () => {
  const { lab, digest, hash } = await openDigest();
  say(lab, 'bob-gh', `/approve ${hash} 1`, digest.number);
  const comment = say(lab, 'admin-ann', '/reject 1 no', digest.number);
  const stop = hubOf(lab).onRequest(({ path }) =>
    path.includes('/collaborators/admin-ann/') ? { status: 200, body: {} } : undefined,
  );
  await triageIn(lab);
  stop();
  await triageIn(lab);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('changed or left this table')]);
});

test('two rows are rejected one after the other', async () => {
  const { lab, digest } = await openDigest();
  say(lab, 'bob-gh', '/reject 1 no', digest.number);
  say(lab, 'bob-gh', '/reject 2 no', digest.number);
  await triageIn(lab);
  expect(await decided(lab)).toEqual(Array(6).fill('rejected'));
});

test('a bare hash means the one row that is left, and only rows that there are are offered', async () => {
  const { lab, digest, hash } = await openDigest();
  say(lab, 'bob-gh', `/approve ${hash} 1`, digest.number);
  await triageIn(lab);
  const left = readDigest(lab);
  expect(left.digest.body).toContain('`/reject 1 reason`');
  expect(left.digest.body).not.toContain('`/split 2`');
  say(lab, 'bob-gh', `/approve ${left.hash.slice(0, 7)}`, digest.number);
  await triageIn(lab);
  expect(await decided(lab)).toEqual(Array(6).fill('approved'));
  expect(openIssues(lab)).toEqual([]);
});

test('a digest that is undone whole is closed as restored, one that was decided as completed', async () => {
  for (const undo of [true, false]) {
    const { lab, digest, hash } = await openDigest();
    if (undo) {
      later(lab);
      for (const id of macrosOf(lab)) {
        const recorded = lab.git('show', `main~6:snapshots/acme/macros/${id}.json`);
        const { description } = JSON.parse(recorded);
        lab.zendesk.account.as(jane).update('macro', id, { description });
      }
      await trackLater(lab);
    } else {
      say(lab, 'bob-gh', `/approve ${hash} all`, digest.number);
      await triageIn(lab);
    }
    const closed = hubOf(lab).model.issue(digest.number);
    expect(closed).toMatchObject({ state: 'closed', stateReason: undo ? 'not_planned' : 'completed' });
    expect(closed?.labels.includes('restored')).toBe(undo);
    await lab.close();
  }
});

test('a digest is labelled as rejected once everything in it is', async () => {
  const { lab, digest } = await openDigest();
  const labels = () => hubOf(lab).model.issue(digest.number)?.labels ?? [];
  say(lab, 'bob-gh', '/reject 1 not those', digest.number);
  await triageIn(lab);
  expect(labels()).not.toContain('rejected');
  lab.zendesk.forgetRequests();
  expect((await triageIn(lab)).json.issues.updated).toEqual([]);
  const body = hubOf(lab).model.issue(digest.number)?.body;
  say(lab, 'bob-gh', '/reject all nor these', digest.number);
  await triageIn(lab);
  expect(labels()).toContain('rejected');
  expect(hubOf(lab).model.issue(digest.number)).toMatchObject({ state: 'open', body });
});

test('a digest of which a part was approved and the rest reverted is closed as completed', async () => {
  const { lab, digest, hash } = await openDigest();
  say(lab, 'bob-gh', `/approve ${hash} 1 agreed`, digest.number);
  await triageIn(lab);
  say(lab, 'bob-gh', `/revert ${readDigest(lab).hash} 1`, digest.number);
  await triageIn(lab, { mayWrite: true });
  await trackLater(lab);
  expect(hubOf(lab).model.issue(digest.number)).toMatchObject({ state: 'closed', stateReason: 'completed' });
});

test('a dashboard that someone wrote over is written again, in the same issue', async () => {
  const { lab } = await openDigest();
  const dashboards = () =>
    hubOf(lab)
      .model.issues('open')
      .filter(({ labels }) => labels.includes('zendrift-dashboard'));
  const [dashboard] = dashboards();
  const ann = hubOf(lab).model.as('admin-ann');
  ann.editBody(dashboard?.number ?? 0, 'Ann has better things to say here');
  await trackLater(lab);
  expect(dashboards()).toEqual([
    expect.objectContaining({ number: dashboard?.number, body: expect.stringContaining('6 objects differ') }),
  ]);
  // What someone else labels so is theirs.
  ann.openIssue({ title: '[acme] Open drift', body: 'Mine', labels: ['zendrift-dashboard', 'account:acme'] });
  await trackLater(lab);
  expect(dashboards()).toHaveLength(2);
});
