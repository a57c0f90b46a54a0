import { expect, test } from 'vitest';
import type { Reply } from '#sandbox/zendesk/http.ts';
import { escalateVip, jane, notificationTriggers } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { isWrite, restoreIn } from '../../support/restore-lab.ts';
import { isSoak, someOf } from '../../support/soak.ts';

/** What Jane does, which `restore` undoes. */
interface Story {
  readonly name: string;
  readonly object: string;
  readonly drift: (lab: Lab) => void;
}

const as = (lab: Lab) => lab.zendesk.account.as(jane);
const made = { title: 'New', conditions: { all: [], any: [] }, actions: [{ field: 'status', value: 'open' }] };

const update: Story = {
  name: 'an update',
  object: `trigger/${escalateVip}`,
  drift: (lab) => as(lab).update('trigger', escalateVip, { active: false }),
};
const deletion: Story = {
  name: 'a deletion',
  object: `trigger/${escalateVip}`,
  drift: (lab) => as(lab).remove('trigger', escalateVip),
};
const creation: Story = {
  name: 'a creation',
  object: 'trigger/777',
  drift: (lab) => as(lab).create('trigger', made, { id: 777 }),
};
const order: Story = {
  name: 'an order',
  object: 'trigger/order',
  drift: (lab) => as(lab).reorder('trigger', [...notificationTriggers].reverse()),
};

type Fault = (carryOut: () => void, kill: () => void) => Reply;

const killed: Fault = (carryOut, kill) => {
  carryOut();
  kill();
  return { status: 200, destroy: 'before-headers' };
};

/** The connection breaks: before the account sees the request, after it has carried it out, and with the process killed. */
const faults: ReadonlyArray<{ readonly fault: string; readonly inject: Fault }> = [
  { fault: 'the request is lost', inject: () => ({ status: 200, destroy: 'before-headers' }) },
  {
    fault: 'the answer is lost',
    inject: (carryOut) => {
      carryOut();
      return { status: 200, destroy: 'before-headers' };
    },
  },
  { fault: 'the process is killed behind it', inject: killed },
];

interface Watch {
  readonly carriedOut: () => number;
  readonly hit: () => boolean;
  /** The first `restore` is over. */
  readonly end: () => void;
}

/** Injects a fault into one request of the first `restore`, chosen by `at`, and counts the writes that were carried out. */
function watch(lab: Lab, at: (number: number, isWrite: boolean) => boolean, inject: Fault, kill: () => void): Watch {
  let writer = '';
  let running = true;
  let number = 0;
  let carriedOut = 0;
  let hit = false;
  lab.zendesk.onRequest((request, proceed) => {
    if (request.path === '/oauth/tokens') {
      const answer = proceed();
      const token = /"access_token":"([^"]+)"/.exec(JSON.stringify(answer.body))?.[1];
      if (request.body.includes('read write')) writer = `Bearer ${token}`;
      return answer;
    }
    if (!running && request.headers['authorization'] !== writer) return undefined;
    number += 1;
    const carryOut = () => {
      const answer = proceed();
      if (isWrite(request) && answer.status < 300) carriedOut += 1;
      return answer;
    };
    if (hit || !running || !at(number, isWrite(request))) return carryOut();
    hit = true;
    return inject(carryOut, kill);
  });
  const end = () => {
    running = false;
  };
  return { carriedOut: () => carriedOut, hit: () => hit, end };
}

/** One drift, one `restore` with a fault in it, and runs until nothing is left to do. False = the fault was never met. */
async function play(story: Story, at: Parameters<typeof watch>[1], inject: Fault): Promise<boolean> {
  const lab = await openLab({ hasBaseline: true });
  const inputs = { objects: story.object, to: lab.tips().branch, apply: 'true' };
  lab.wait(60);
  story.drift(lab);
  await lab.run();
  expect(lab.state()?.episodes.size).toBe(1);
  lab.wait(60);
  const process = new AbortController();
  const watched = watch(lab, at, inject, () => process.abort('SIGKILL'));
  await restoreIn(lab, inputs, { signal: process.signal }).catch(() => null);
  watched.end();
  lab.wait(60);
  // A track run in between may record the write before its decision is recorded.
  if (inject === killed) await lab.run();
  lab.wait(60);
  await restoreIn(lab, inputs);
  lab.wait(60);
  await lab.run();
  await restoreIn(lab, inputs);
  expect(watched.carriedOut()).toBe(1);
  expect(lab.state()?.reverts).toMatchObject([{ until: expect.any(String) }]);
  expect(lab.state()?.episodes.size).toBe(0);
  const facts = (await lab.log()).flatMap((commit) => commit.facts ?? []);
  expect(facts.flatMap((one) => (one.type === 'decision' ? one.decision : []))).toEqual(['reverting', 'reverted']);
  expect(facts.flatMap((one) => (one.type === 'change' ? one.verdict.reason : []))).toEqual([
    'no-rule-matches',
    'revert',
  ]);
  await lab.close();
  return watched.hit();
}

test.each(someOf([update, deletion], 2))(
  '$name that is undone is written once and recorded, at whichever request the process is killed',
  async (story) => {
    let number = 1;
    while (await play(story, (at) => at === number, killed)) number += isSoak ? 1 : 6;
    expect(number).toBeGreaterThan(4);
  },
  300_000,
);

/** Each write with each fault; the suite plays every write, and every fault, once. */
const played = [update, deletion, creation, order].flatMap((story, row) =>
  faults
    .filter((_, column) => isSoak || column === (row + 1) % faults.length)
    .map(({ fault, inject }) => ({ story, name: story.name, fault, inject })),
);

test.each(played)(
  '$name that is undone is written once and recorded, when at its write $fault',
  async ({ story, inject }) => {
    expect(await play(story, (_, isWrite) => isWrite, inject)).toBe(true);
  },
  60_000,
);
