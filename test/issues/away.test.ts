import { expect, test } from 'vitest';
import { jane, notifyRequester } from '../support/acme.ts';
import { hubRequests } from '../support/hub-requests.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { someOf } from '../support/soak.ts';
import {
  answersTo,
  hubOf,
  later,
  openIssues,
  openLocalTeam,
  say,
  theIssue,
  trackLater,
} from '../support/triage-lab.ts';

const drift = (lab: Lab, title: string): void => {
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title });
};

const refuseAll = (status: number, message: string) => (lab: Lab) =>
  hubOf(lab).onRequest(() => ({ status, body: { message } }));

const outages: readonly (readonly [string, (lab: Lab) => () => void, number])[] = [
  ['is down', (lab) => hubOf(lab).goDown(), 1],
  ['refuses the token', refuseAll(401, 'Bad credentials'), 2],
  ['refuses everything', refuseAll(403, 'Resource not accessible by integration'), 2],
  [
    'has no budget left',
    (lab) => {
      hubOf(lab).limitRequests(0);
      return () => hubOf(lab).limitRequests(5000);
    },
    1,
  ],
];

test.each(someOf(outages, 2))(
  'where GitHub %s, changes are recorded and pushed, and their issues are filed later',
  async (_how, spoil, exitCode) => {
    const lab = await openLocalTeam();
    await trackLater(lab);
    const restore = spoil(lab);
    drift(lab, 'While GitHub is away');
    const run = await trackLater(lab);
    expect(run.exitCode).toBe(exitCode);
    expect(await lab.changes()).toHaveLength(1);
    expect(lab.state()?.episodes.size).toBe(1);
    restore();
    expect((await trackLater(lab)).exitCode).toBe(0);
    expect(theIssue(lab).title).toContain('While GitHub is away');
  },
);

test('a GitHub that is down is waited for once, and a command that was left meanwhile is carried out afterwards', async () => {
  const lab = await openLocalTeam();
  drift(lab, 'One');
  await trackLater(lab);
  const comment = say(lab, 'bob-gh', '/reject no');
  const restore = hubOf(lab).goDown();
  drift(lab, 'Two');
  const requests = await hubRequests(lab, () => trackLater(lab));
  // Four tries in the beginning, and one more at the end.
  expect(requests.length).toBeLessThanOrEqual(6);
  restore();
  await trackLater(lab);
  expect(answersTo(lab, comment)).toHaveLength(1);
  expect(theIssue(lab).body).toContain('Two');
});

test('GitHub that is back by the end of the run gets its issues at once', async () => {
  const lab = await openLocalTeam();
  drift(lab, 'One');
  let failures = 0;
  hubOf(lab).onRequest(() => {
    failures += 1;
    return failures <= 4 ? { status: 503, body: {} } : undefined;
  });
  expect((await trackLater(lab)).exitCode).toBe(0);
  expect(openIssues(lab)).toHaveLength(1);
});

test('whether the repository is public is asked once a day, and what GitHub said last stands where it is away', async () => {
  const lab = await openLocalTeam();
  const asked = async () => (await hubRequests(lab, () => trackLater(lab))).filter((one) => one === 'GET ');
  expect(await asked()).toEqual([]);
  later(lab, 86_400);
  expect(await asked()).toEqual(['GET ']);
  expect(await asked()).toEqual([]);
  later(lab, 86_400);
  const restore = hubOf(lab).goDown();
  drift(lab, 'One');
  expect((await trackLater(lab)).exitCode).toBe(1);
  expect(await lab.changes()).toHaveLength(1);
  restore();
  hubOf(lab).model.configure({ visibility: 'public' });
  await expect(trackLater(lab)).rejects.toMatchObject({ code: 'public-repository', exitCode: 2 });
});

test.each<[string, (lab: Lab) => unknown, object]>([
  ['is down', (lab) => hubOf(lab).goDown(), { code: 'visibility-unknown', exitCode: 1 }],
  ['refuses the token', refuseAll(401, 'Bad credentials'), { code: 'github-credentials', exitCode: 2 }],
  [
    'says that everybody can read the repository',
    (lab) => hubOf(lab).model.configure({ visibility: 'public' }),
    { code: 'public-repository', exitCode: 2 },
  ],
])('a first run records nothing where GitHub %s', async (_how, spoil, failure) => {
  const lab = await openLab({ github: true });
  const before = lab.tips();
  spoil(lab);
  await expect(lab.run()).rejects.toMatchObject(failure);
  expect(lab.tips()).toEqual(before);
});

test('a record whose state is lost goes on while GitHub is down', async () => {
  const lab = await openLocalTeam();
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  lab.git('-C', lab.checkout, 'update-ref', '-d', 'refs/zendrift/acme');
  hubOf(lab).goDown();
  drift(lab, 'One');
  expect((await trackLater(lab)).exitCode).toBe(1);
  expect(await lab.changes()).toHaveLength(1);
});

test('a repository without issues is recorded into, and a person hears of it', async () => {
  const lab = await openLab({ github: true });
  hubOf(lab).model.configure({ hasIssues: false });
  const run = await lab.run();
  expect(run.exitCode).toBe(2);
  expect(JSON.stringify(run.json)).toContain('issues are disabled');
  expect(lab.state()?.baselines.size).toBeGreaterThan(0);
});

test('a request that GitHub never answers keeps the next one from nothing', async () => {
  const lab = await openLocalTeam();
  drift(lab, 'One');
  await trackLater(lab);
  const { number } = theIssue(lab);
  hubOf(lab).onRequest(({ method, path }) =>
    method === 'PATCH' && path.endsWith(`/issues/${number}`) ? { status: 502, body: '<html>' } : undefined,
  );
  drift(lab, 'Two');
  lab.zendesk.account.as(jane).create('macro', { title: 'New', actions: [{ field: 'status', value: 'open' }] });
  const run = await trackLater(lab);
  expect(run.exitCode).toBe(1);
  expect(openIssues(lab)).toHaveLength(2);
});
