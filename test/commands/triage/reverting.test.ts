import { describe, expect, test } from 'vitest';
import { closeSolved, jane, notificationTriggers, notifyRequester } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { isSoak, someOf } from '../../support/soak.ts';
import {
  answersTo,
  hubOf,
  later,
  openIssues,
  openLocalTeam,
  openTeam,
  say,
  theIssue,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';

const object = `trigger/${notifyRequester}`;

async function openDrift(): Promise<Lab> {
  const lab = await openLocalTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  return lab;
}

const titleIn = (lab: Lab): unknown => lab.zendesk.account.rules.get('trigger', notifyRequester)?.['title'];

const decided = async (lab: Lab) =>
  (await lab.log()).flatMap(({ facts }) => (facts?.type === 'decision' ? [facts.decision] : []));

const writes = (lab: Lab) =>
  lab.zendesk.requests.filter(({ method, path }) => method !== 'GET' && path !== '/oauth/tokens');

test('a revert writes the approved state back, records it and closes the issue', async () => {
  const lab = await openDrift();
  const issue = theIssue(lab).number;
  const comment = say(lab, 'bob-gh', '/revert not agreed');
  const { exitCode, json } = await triageIn(lab, { mayWrite: true });
  expect(exitCode).toBe(0);
  expect(json.commands).toEqual([
    expect.objectContaining({ outcome: 'decided', decision: 'reverted', objects: [object] }),
  ]);
  expect(await decided(lab)).toEqual(['reverting', 'reverted']);
  expect(writes(lab)).toHaveLength(1);
  expect(titleIn(lab)).toBe('Notify requester');
  expect(answersTo(lab, comment)).toEqual([expect.stringMatching(/\*\*Reverted\*\* by bob-gh \(`not agreed`\)/)]);
  expect(hubOf(lab).model.issue(issue)?.state).toBe('closed');
  await trackLater(lab);
  expect((await lab.changes()).at(-1)).toMatchObject({ reason: 'revert', verdict: 'approved' });
  expect(openIssues(lab)).toEqual([]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
});

test.each(someOf(['there is', 'there is no'], 2))(
  'where %s reading credential, what reads for a revert is reported by it',
  async (which) => {
    const lab = await openLocalTeam();
    lab.zendesk.account.as(jane).remove('automation', closeSolved);
    await trackLater(lab);
    const issue = openIssues(lab).find(({ title }) => title.includes('deleted'))?.number ?? 0;
    say(lab, 'bob-gh', '/revert', issue);
    lab.zendesk.forgetRequests();
    const none = Object.fromEntries(Object.keys(lab.zendesk.env).map((name) => [name, '']));
    const { ZENDESK_SUBDOMAIN = '', ZENDESK_URL = '' } = lab.zendesk.env;
    const environment = which === 'there is' ? {} : { ...none, ZENDESK_SUBDOMAIN, ZENDESK_URL };
    await triageIn(lab, { mayWrite: true, environment });
    const token = writes(lab)[0]?.headers['authorization'];
    const reads = lab.zendesk.requests
      .filter(
        ({ method, path, headers }) =>
          method === 'GET' && !path.includes('/users/me') && headers['authorization'] === token,
      )
      .map(({ path }) => path);
    expect(await decided(lab)).toEqual(['reverting', 'reverted']);
    if (which === 'there is') expect(reads).toEqual([]);
    else expect(reads.length).toBeGreaterThan(0);
  },
);

test('jane may revert her own change: nothing gets a blessing by it', async () => {
  const lab = await openDrift();
  say(lab, 'jane-gh', '/revert');
  expect((await triageIn(lab, { mayWrite: true })).json.commands).toEqual([
    expect.objectContaining({ outcome: 'decided' }),
  ]);
});

test('track leaves a revert to triage', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'bob-gh', '/revert');
  await trackLater(lab);
  expect(answersTo(lab, comment)).toEqual([]);
  expect(await decided(lab)).toEqual([]);
});

test('without the credential that writes, the answer says what to change by hand', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'bob-gh', '/revert');
  const { json } = await triageIn(lab);
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'no-credential' })]);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('Notify requester')]);
  expect(writes(lab)).toEqual([]);
});

test('a state that moved on is not reverted', async () => {
  const lab = await openDrift();
  later(lab);
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Unseen' });
  say(lab, 'bob-gh', '/revert');
  const { json } = await triageIn(lab, { mayWrite: true });
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'not-written' })]);
  expect(titleIn(lab)).toBe('Unseen');
  expect(await decided(lab)).toEqual([]);
});

test('what was deleted meanwhile is said to be deleted', async () => {
  const lab = await openDrift();
  later(lab);
  lab.zendesk.account.as(jane).remove('trigger', notifyRequester);
  const comment = say(lab, 'bob-gh', '/revert');
  await triageIn(lab, { mayWrite: true });
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('It was deleted in Zendesk after')]);
  expect(answersTo(lab, comment)[0]).not.toContain('Was active');
});

test.each(
  someOf(
    [
      ['with a wrong secret', {}, null],
      ['with a wrong secret, and none that reads', 'none', null],
      ['without the right to write', {}, 403],
    ] as const,
    2,
  ),
)('a credential %s is a case for a person, and the command waits for it', async (_what, reading, status) => {
  const lab = await openDrift();
  const comment = say(lab, 'bob-gh', '/revert not agreed');
  const waiting = () =>
    hubOf(lab)
      .model.comments(comment.issue)
      .filter(({ body }) => body.includes('**Not reverted yet.**'));
  const none = Object.fromEntries(Object.keys(lab.zendesk.env).map((name) => [name, '']));
  const { ZENDESK_SUBDOMAIN = '', ZENDESK_URL = '' } = lab.zendesk.env;
  const environment = {
    ...(reading === 'none' ? { ...none, ZENDESK_SUBDOMAIN, ZENDESK_URL } : {}),
    ...(status === null ? { ZENDESK_WRITE_CLIENT_SECRET: 'wrong' } : {}),
  };
  const fix =
    status === null
      ? () => {}
      : lab.zendesk.onRequest(({ method }) =>
          method === 'PUT'
            ? { status, body: { error: 'Forbidden', description: 'You do not have access' } }
            : undefined,
        );
  for (let run = 0; run < 2; run += 1) {
    const { exitCode, json } = await triageIn(lab, { mayWrite: true, environment });
    expect(exitCode).toBe(run === 1 && status !== null ? 0 : 2);
    expect(json.commands).toEqual([expect.objectContaining({ outcome: 'left' })]);
    expect(answersTo(lab, comment)).toEqual([]);
    expect(waiting().map(({ body }) => body)).toEqual([
      expect.stringMatching(/rejected the write credentials \(`ZENDESK_WRITE_…`\): `.*(?:401|403|invalid_client).*`/),
    ]);
    await trackLater(lab);
  }
  fix();
  later(lab, 900);
  expect((await triageIn(lab, { mayWrite: true })).exitCode).toBe(0);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('**Reverted** by bob-gh')]);
  expect(titleIn(lab)).toBe('Notify requester');
  expect(openIssues(lab)).toEqual([]);
});

test('what was created is deactivated, and deleted where that is said', async () => {
  for (const [command, expected, words] of [
    ['/revert', false, /was deactivated\. It still exists/],
    ['/revert please delete', false, /was deactivated\. It still exists/],
    ['/revert delete', undefined, /so it was deleted/],
  ] as const) {
    const lab = await openLocalTeam();
    const made = lab.zendesk.account
      .as(jane)
      .create('macro', { title: 'New', actions: [{ field: 'status', value: 'open' }] });
    await trackLater(lab);
    const comment = say(lab, 'bob-gh', command);
    await triageIn(lab, { mayWrite: true });
    expect(answersTo(lab, comment)).toEqual([expect.stringMatching(words)]);
    expect(lab.zendesk.account.rules.get('macro', Number(made.id))?.['active']).toBe(expected);
    await trackLater(lab);
    expect(openIssues(lab)).toEqual([]);
    await lab.close();
  }
});

test('what was deleted is created again, and the answer names the new id', async () => {
  const lab = await openLocalTeam();
  lab.zendesk.account.as(jane).remove('automation', closeSolved);
  await trackLater(lab);
  const issue = openIssues(lab).find(({ body }) => body?.includes(`automation/${closeSolved}`));
  const comment = say(lab, 'bob-gh', '/revert', issue?.number ?? 0);
  await triageIn(lab, { mayWrite: true });
  expect(answersTo(lab, comment)).toEqual([
    expect.stringMatching(/created again as `automation\/\d+`\. It now runs last: move it/),
  ]);
  expect(answersTo(lab, comment)[0]).toContain('it was created again from the approved state');
});

test('what is in its approved state already is not reverted, nor is that offered', async () => {
  const lab = await openLocalTeam();
  const made = lab.zendesk.account
    .as(jane)
    .create('macro', { title: 'New', actions: [{ field: 'status', value: 'open' }] });
  lab.wait(5);
  lab.zendesk.account.as(jane).remove('macro', Number(made.id));
  await trackLater(lab);
  expect(theIssue(lab).body).toContain('/approve none reason');
  expect(theIssue(lab).body).not.toContain('/revert');
  const comment = say(lab, 'bob-gh', '/revert none');
  const { json } = await triageIn(lab, { mayWrite: true });
  expect(json.commands).toEqual([expect.objectContaining({ outcome: 'refused', why: 'at-approved-state' })]);
  expect(answersTo(lab, comment)).toEqual([expect.stringContaining('nothing to revert')]);
  say(lab, 'bob-gh', '/approve none');
  await triageIn(lab);
  expect(openIssues(lab)).toEqual([]);
});

test('a run that was cut off never deletes what was only to be deactivated', async () => {
  const lab = await openLocalTeam();
  const made = lab.zendesk.account
    .as(jane)
    .create('macro', { title: 'New', actions: [{ field: 'status', value: 'open' }] });
  await trackLater(lab);
  say(lab, 'bob-gh', '/revert do not delete it');
  const cut = cutOff(lab, 2, 'before');
  await triageIn(lab, { mayWrite: true }).catch(() => {});
  cut.fix();
  later(lab, 900);
  await triageIn(lab, { mayWrite: true });
  expect(lab.zendesk.account.rules.get('macro', Number(made.id))?.['active']).toBe(false);
});

test('an order is brought back', async () => {
  const lab = await openLocalTeam();
  const before = lab.tree().get('snapshots/acme/triggers/order.json');
  lab.zendesk.account.as(jane).reorder('trigger', [...notificationTriggers].reverse());
  await trackLater(lab);
  const issue = openIssues(lab).find(({ body }) => body?.includes('trigger/order'));
  say(lab, 'bob-gh', '/revert', issue?.number ?? 0);
  await triageIn(lab, { mayWrite: true });
  await trackLater(lab);
  expect(lab.tree().get('snapshots/acme/triggers/order.json')).toBe(before);
});

/** From the n-th effect on nothing outside is reached any more: `before` it happens, or `after`, with its answer lost. */
function cutOff(lab: Lab, effect: number, when: 'before' | 'after') {
  let effects = 0;
  type Sent = { readonly method: string; readonly path: string };
  // A question to GraphQL is a POST as well.
  const isEffect = ({ method, path }: Sent) => method !== 'GET' && path !== '/oauth/tokens' && path !== '/graphql';
  const isDead = (request: Sent): boolean => {
    if (isEffect(request)) effects += 1;
    return effects > effect || (effects === effect && (when === 'before' || !isEffect(request)));
  };
  const isLast = (request: Sent): boolean => effects === effect && isEffect(request);
  const stops = [
    hubOf(lab).onRequest((request) => {
      if (isDead(request)) return { status: 401, body: { message: 'Bad credentials' } };
      return isLast(request) ? 'lose-answer' : undefined;
    }),
    lab.zendesk.onRequest((request, proceed) => {
      if (isDead(request)) return { status: 200, destroy: 'before-headers' };
      if (!isLast(request)) return undefined;
      proceed();
      return { status: 200, destroy: 'before-headers' };
    }),
  ];
  return {
    reached: () => effects >= effect,
    fix: () => {
      for (const stop of stops) stop();
    },
  };
}

const overtaken = [
  ['before it announces its write', 'GET', 1],
  ['before it announces its write, for another comment', 'GET', 2],
  ['in the middle of its write', 'POST', 1],
  ['in the middle of its write, for another comment', 'POST', 2],
] as const;

test.each(someOf(overtaken, 3))(
  'a revert by two runs is written once, where one is overtaken %s',
  async (_when, method, comments) => {
    const lab = await openTeam();
    lab.zendesk.account.as(jane).remove('automation', closeSolved);
    await trackLater(lab);
    const issue = openIssues(lab).find(({ title }) => title.includes('deleted'))?.number ?? 0;
    const said = Array.from({ length: comments }, () => say(lab, 'bob-gh', '/revert', issue));
    const other: Promise<unknown>[] = [];
    lab.zendesk.onRequest((request, proceed) => {
      if (other.length > 0 || request.method !== method || !request.path.includes('automations')) return undefined;
      other.push(triageIn(lab, { mayWrite: true, inputs: { repository: lab.freshClone() } }));
      return { ...proceed(), delay: 1500 };
    });
    await triageIn(lab, { mayWrite: true });
    await Promise.all(other);
    expect(other).toHaveLength(1);
    expect(writes(lab)).toHaveLength(1);
    expect((await decided(lab)).filter((one) => one === 'reverted')).toHaveLength(1);
    later(lab, 900);
    await triageIn(lab, { mayWrite: true });
    expect(writes(lab)).toHaveLength(1);
    expect(said.map((comment) => answersTo(lab, comment).length)[0]).toBe(1);
  },
);

test('a run that finds a revert under way leaves it, and takes it up once its run must be dead', async () => {
  const lab = await openDrift();
  const comment = say(lab, 'bob-gh', '/revert');
  const cut = cutOff(lab, 2, 'before');
  await triageIn(lab, { mayWrite: true }).catch(() => {});
  cut.fix();
  expect(await decided(lab)).toEqual(['reverting']);
  later(lab);
  const { json } = await triageIn(lab, { mayWrite: true });
  expect(json.commands).toEqual([
    expect.objectContaining({ outcome: 'left', why: expect.stringContaining('another run') }),
  ]);
  // The one that was cut off.
  expect(writes(lab)).toHaveLength(1);
  later(lab, 900);
  await triageIn(lab, { mayWrite: true });
  expect(answersTo(lab, comment)).toHaveLength(1);
  expect(lab.state()?.reverts.filter(({ until }) => until === null)).toEqual([]);
});

test.each(someOf([-1200, 1200], 2))(
  'whether a revert may be under way is reported by Zendesk, on a machine %i s off',
  async (skew) => {
    const lab = await openDrift();
    say(lab, 'bob-gh', '/revert');
    const cut = cutOff(lab, 2, 'before');
    const runs = ['4711', '4712'].map((run) => ({ GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: '1' }));
    await triageIn(lab, { mayWrite: true, environment: runs[0] ?? {} }).catch(() => {});
    cut.fix();
    later(lab, 600);
    const outcome = async () => {
      const { json } = await triageIn(lab, { mayWrite: true, environment: runs[1] ?? {}, skew });
      return json.commands.map((command) => command.outcome);
    };
    expect(await outcome()).toEqual(['left']);
    later(lab, 400);
    expect(await outcome()).toEqual(['decided']);
  },
);

test.each([
  ['the job that was cut off is run again', '4711', '2', 'decided'],
  ['it is another job, which may be at work at the same time', '4712', '1', 'left'],
])('in Actions a revert is taken up at once where %s', async (_, run, attempt, outcome) => {
  const lab = await openDrift();
  say(lab, 'bob-gh', '/revert');
  const cut = cutOff(lab, 2, 'before');
  const environment = { GITHUB_RUN_ID: '4711', GITHUB_RUN_ATTEMPT: '1' };
  await triageIn(lab, { mayWrite: true, environment }).catch(() => {});
  cut.fix();
  lab.git('update-ref', '-d', 'refs/zendrift/acme');
  const again = { GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt };
  const { json } = await triageIn(lab, { mayWrite: true, environment: again });
  expect(json.commands).toEqual([expect.objectContaining({ outcome })]);
});

describe('cut off at any effect', () => {
  test.each(['before', 'after'] as const)(
    '%s it, a revert is never written twice, and never unrecorded',
    async (when) => {
      // The suite cuts off before every fourth effect, and after those next to them.
      const step = isSoak ? 1 : 4;
      let effect = isSoak || when === 'before' ? 1 - step : 2 - step;
      for (let reached = true; reached; ) {
        effect += step;
        const lab = await openDrift();
        const comment = say(lab, 'bob-gh', '/revert');
        const cut = cutOff(lab, effect, when);
        await triageIn(lab, { mayWrite: true }).catch(() => {});
        reached = cut.reached();
        cut.fix();
        await trackLater(lab);
        later(lab, 900);
        await triageIn(lab, { mayWrite: true });
        await trackLater(lab);
        expect({
          effect,
          title: titleIn(lab),
          decided: [...new Set(await decided(lab))],
          answers: answersTo(lab, comment).length,
          open: openIssues(lab).length,
          // Each write of ours is one entry of the log, and one commit says so.
          writes: (await lab.changes()).filter(({ reason }) => reason === 'revert').length,
        }).toEqual({
          effect,
          title: 'Notify requester',
          decided: ['reverting', 'reverted'],
          answers: 1,
          open: 0,
          writes: 1,
        });
        await lab.close();
      }
      expect(effect).toBeGreaterThan(5);
    },
    300_000,
  );

  test.each(
    someOf(
      [
        ['/revert', 'closed'],
        ['/approve fine', 'closed'],
        ['/reject not fine', 'open'],
      ] as const,
      2,
    ),
  )(
    'after its answer to %s, the next triage gives the reaction and brings the issue up to date',
    async (command, state) => {
      const step = isSoak ? 1 : 4;
      let effect = 1 - step;
      for (let reached = true; reached; ) {
        effect += step;
        const lab = await openDrift();
        const comment = say(lab, 'bob-gh', command);
        const cut = cutOff(lab, effect, 'before');
        await triageIn(lab, { mayWrite: true }).catch(() => {});
        reached = cut.reached();
        cut.fix();
        later(lab, 900);
        await triageIn(lab, { mayWrite: true });
        const { reactions = [] } =
          hubOf(lab)
            .model.comments(comment.issue)
            .find(({ id }) => id === comment.id) ?? {};
        const issue = hubOf(lab).model.issue(comment.issue);
        expect({
          effect,
          state: issue?.state,
          rejected: issue?.labels.includes('rejected'),
          answers: answersTo(lab, comment).length,
          reactions: reactions.map(({ content }) => content).filter((content) => content !== 'eyes'),
        }).toEqual({ effect, state, rejected: state === 'open', answers: 1, reactions: ['+1'] });
        await lab.close();
      }
      expect(effect).toBeGreaterThan(3);
    },
    300_000,
  );
});
