import { describe, expect, test } from 'vitest';
import type { RequestHook } from '#sandbox/zendesk/open-zendesk.ts';
import { escalateVip, jane, notificationTriggers } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { isWrite, restoreIn } from '../../support/restore-lab.ts';

/** What Jane does, what undoes it, and how often the account may see that write carried out. */
interface Story {
  readonly name: string;
  readonly object: string;
  readonly drift: (lab: Lab) => void;
}

const as = (lab: Lab) => lab.zendesk.account.as(jane);

const stories: readonly Story[] = [
  {
    name: 'an update',
    object: `trigger/${escalateVip}`,
    drift: (lab) => as(lab).update('trigger', escalateVip, { active: false }),
  },
  {
    name: 'a deletion',
    object: `trigger/${escalateVip}`,
    drift: (lab) => as(lab).remove('trigger', escalateVip),
  },
  {
    name: 'a creation',
    object: 'trigger/777',
    drift: (lab) =>
      as(lab).create(
        'trigger',
        { title: 'New', conditions: { all: [], any: [] }, actions: [{ field: 'status', value: 'open' }] },
        { id: 777 },
      ),
  },
  {
    name: 'an order',
    object: 'trigger/order',
    drift: (lab) => as(lab).reorder('trigger', [...notificationTriggers].reverse()),
  },
];

async function drifted({
  drift,
}: Story): Promise<{ readonly lab: Lab; readonly base: string; readonly wanted: ReadonlyMap<string, string> }> {
  const lab = await openLab();
  await lab.run();
  const base = lab.tips().branch;
  const wanted = lab.canonicalRemote();
  lab.wait(60);
  drift(lab);
  lab.wait(60);
  await lab.run();
  expect(lab.state()?.episodes.size).toBe(1);
  lab.wait(60);
  return { lab, base, wanted };
}

/** Counts writes that the account carried out, and does `fault` to the request of a number, counted from 1. */
function watch(lab: Lab, number: number, fault: (proceed: () => unknown) => ReturnType<RequestHook>) {
  let seen = 0;
  let carriedOut = 0;
  const stop = lab.zendesk.onRequest((request, proceed) => {
    if (request.path === '/oauth/tokens') return undefined;
    seen += 1;
    const counted = () => {
      const answer = proceed();
      if (isWrite(request) && answer.status < 300) carriedOut += 1;
      return answer;
    };
    if (seen === number) return fault(counted);
    return counted();
  });
  return { stop, seen: () => seen, carriedOut: () => carriedOut };
}

const faults: ReadonlyArray<{
  readonly name: string;
  readonly fault: (kill: () => void) => (proceed: () => unknown) => ReturnType<RequestHook>;
}> = [
  {
    name: 'the answer is lost',
    fault: () => (proceed) => {
      proceed();
      return { status: 200, destroy: 'before-headers' };
    },
  },
  { name: 'the request is lost', fault: () => () => ({ status: 200, destroy: 'before-headers' }) },
  {
    name: 'the process is killed after it',
    fault: (kill) => (proceed) => {
      proceed();
      kill();
      return { status: 200, destroy: 'before-headers' };
    },
  },
  {
    name: 'the server breaks after it',
    fault: () => (proceed) => {
      proceed();
      return { status: 502, body: 'Bad gateway' };
    },
  },
];

describe.each(stories)('$name that is undone', (story) => {
  test.each(faults)(
    'is written once and recorded, wherever $name',
    async ({ fault }) => {
      // From the first request of the writer to the last; the plan's own reads come before.
      for (let number = 1; number < 40; number += 1) {
        const { lab, base, wanted } = await drifted(story);
        const kill = new AbortController();
        const watched = watch(
          lab,
          number,
          fault(() => kill.abort('SIGKILL')),
        );
        const inputs = { objects: story.object, to: base, apply: 'true' };
        await restoreIn(lab, inputs, { signal: kill.signal }).catch(() => null);
        const reached = watched.seen() >= number;
        lab.wait(60);
        for (let again = 0; again < 3; again += 1) {
          await restoreIn(lab, inputs);
          lab.wait(60);
        }
        await lab.run();
        expect(watched.carriedOut(), `carried out after request ${number}`).toBe(1);
        expect(
          lab.state()?.reverts.map(({ until }) => until),
          `request ${number}`,
        ).not.toContain(null);
        expect(lab.state()?.episodes.size, `request ${number}`).toBe(0);
        const decisions = (await lab.log()).flatMap(({ facts }) =>
          facts?.type === 'decision' ? [facts.decision] : [],
        );
        expect(decisions).toEqual(['reverting', 'reverted']);
        if (story.name === 'an update' || story.name === 'an order') expect(lab.canonicalRemote()).toEqual(wanted);
        await lab.close();
        if (!reached) return;
      }
    },
    300_000,
  );
});
