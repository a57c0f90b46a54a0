import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environment, gitWithInput } from '../../git/support.ts';
import { backfillIn, notifyRequester, openPastLab } from '../../support/backfill-lab.ts';
import type { Lab } from '../../support/lab.ts';
import { verifyAt } from '../verify/support.ts';

const workRef = 'refs/zendrift/acme+backfill';

/** The past as far as it does not depend on when it was committed. */
const pastOf = (lab: Lab): string =>
  lab.git('log', '--reverse', '--format=%an %ae %at %T%n%B', 'main^2', '--not', 'main^1');

const requestsOf = (lab: Lab, part: string): readonly string[] =>
  lab.zendesk.requests.filter(({ path }) => path.includes(part)).map(({ path, query }) => `${path}?${query ?? ''}`);

test('what was read before a failure is not read again, weeks later and in another clone', async () => {
  const plain = await openPastLab({ zendesk: { revisionPageMax: 2 } });
  await backfillIn(plain);

  const lab = await openPastLab({ zendesk: { revisionPageMax: 2 } });
  let pages = 0;
  const release = lab.zendesk.onRequest(({ path }) => {
    if (!path.includes('/revisions')) return undefined;
    pages += 1;
    return pages > 4 ? { status: 500, body: '' } : undefined;
  });
  await expect(backfillIn(lab)).rejects.toMatchObject({ code: 'zendesk-unavailable' });
  expect(lab.git('for-each-ref', '--format=%(refname)')).toContain(workRef);
  release();
  const read = requestsOf(lab, '/revisions').slice(0, 4);
  lab.zendesk.forgetRequests();
  lab.wait(21 * 86_400);
  const done = await backfillIn(lab, { checkout: lab.freshClone(1) });
  expect(done.details[0]).toMatch(/^Continuing with \d+ saved files/);
  for (const one of read) expect(requestsOf(lab, '/revisions')).not.toContain(one);
  expect(pastOf(lab)).toBe(pastOf(plain));
  expect(lab.git('for-each-ref', '--format=%(refname)')).not.toContain(workRef);
  expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
});

test('the deadline ends a run at a page, and runs with little time each get there together', async () => {
  const lab = await openPastLab({ zendesk: { revisionPageMax: 1 } });
  let runs = 0;
  for (let joined = false; !joined && runs < 30; runs += 1) {
    // Each look at the clock takes two seconds: some pages, then the time is over.
    const done = await backfillIn(lab, { tick: 2000, inputs: { deadline: '150s' } }).catch((error: unknown) => error);
    joined = !(done instanceof Error);
    if (!joined) expect(done).toMatchObject({ code: expect.stringMatching(/^(?:deadline|zendesk-unavailable)$/) });
  }
  expect(runs).toBeGreaterThan(1);
  const plain = await openPastLab();
  await backfillIn(plain);
  expect(pastOf(lab)).toBe(pastOf(plain));
});

test('a data branch that moves meanwhile keeps its commits, and the merge goes on top of them', async () => {
  const lab = await openPastLab();
  let moved = false;
  lab.zendesk.onRequest(({ path }) => {
    if (!path.includes('/audit_logs') || moved) return undefined;
    moved = true;
    lab.commitElsewhere({ 'notes.md': 'Meanwhile\n' });
    return undefined;
  });
  const done = await backfillIn(lab);
  expect(lab.git('log', '--format=%s', '--first-parent', '-2', 'main')).toBe(
    'Join the history from before the baseline\nSomeone else',
  );
  expect(lab.git('rev-parse', 'main^2^{tree}')).toBe(lab.git('rev-parse', `${done.result.baseline}^{tree}`));
  expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
});

test('a run of track that is faster keeps its change, and the merge goes on top of it', async () => {
  const lab = await openPastLab();
  const jane = lab.zendesk.account.as(1001);
  let moved = false;
  lab.zendesk.onRequest(async ({ path }) => {
    if (!path.includes('/revisions') || moved) return undefined;
    moved = true;
    jane.update('trigger', notifyRequester, { title: 'Meanwhile' });
    lab.wait(600);
    await lab.run({ checkout: lab.freshClone() });
    return undefined;
  });
  await backfillIn(lab);
  expect(lab.git('log', '--format=%s', '--first-parent', 'main')).toContain('Rename trigger "Meanwhile"');
  expect(lab.state()?.episodes.size).toBe(1);
  expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
});

test('what somebody else has put among the saved pages is not believed, and another question begins anew', async () => {
  const lab = await openPastLab();
  const fail = async () => {
    const release = lab.zendesk.onRequest(({ path }) =>
      path.includes('/audit_logs') ? { status: 500, body: '' } : undefined,
    );
    await expect(backfillIn(lab)).rejects.toMatchObject({ code: 'zendesk-unavailable' });
    release();
  };
  await fail();
  const text = JSON.stringify({ ...lab.zendesk.account.revisions.list(notifyRequester)[0]?.snapshot, title: 'Forged' });
  putFile(lab, workRef, `revisions/${notifyRequester}/001775034000-99-1002.json`, text);
  const done = await backfillIn(lab);
  expect(done.details.some((one) => one.startsWith('Continuing'))).toBe(false);
  expect(lab.git('log', '--format=%s', 'main')).not.toContain('Forged');

  const other = await openPastLab();
  await expect(backfillIn(other, { tick: 2000, inputs: { deadline: '60s' } })).rejects.toMatchObject({ exitCode: 1 });
  const asked = await backfillIn(other, { inputs: { entries: 'true' } });
  expect(asked.details.some((one) => one.startsWith('Continuing'))).toBe(false);
  expect(asked.result.entries).toBe(21);
});

/** Adds a file to the tree of a ref, under the name of our committer. */
function putFile(lab: Lab, ref: string, path: string, text: string): void {
  const env = { ...environment, GIT_INDEX_FILE: join(lab.remote, 'forged-index') };
  const run = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: lab.remote, env, stdio: 'pipe' }).toString().trim();
  const blob = gitWithInput(lab.remote, text, 'hash-object', '-w', '--stdin');
  run('read-tree', ref);
  run('update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
  const who = ['-c', 'user.name=zendrift[bot]', '-c', 'user.email=zendrift@users.noreply.github.com'];
  const commit = run(...who, 'commit-tree', run('write-tree'), '-p', ref, '-m', 'Collected so far for a backfill');
  run('update-ref', ref, commit);
}
