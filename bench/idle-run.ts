import { median, openWorld, row } from './support/world.ts';

/** What a run costs in which nothing has changed, the usual one: requests, time, and that GitHub is left alone. */
const rounds = 7;
const mostRequests = 5;

export async function run(): Promise<readonly string[]> {
  const world = await openWorld();
  try {
    await world.track();
    const times: number[] = [];
    const requests: number[] = [];
    let writes = 0;
    for (let round = 0; round < rounds; round += 1) {
      world.zendesk.clock.advance(600);
      const { milliseconds, zendesk, githubWrites } = await world.track();
      times.push(milliseconds);
      // The token is asked of another part of Zendesk and counts against another limit.
      requests.push(zendesk.filter((request) => request !== 'POST /oauth/tokens').length);
      writes += githubWrites.length;
    }
    return [
      row('requests to Zendesk, most of all runs', String(Math.max(...requests)), {
        words: `at most ${mostRequests}`,
        holds: Math.max(...requests) <= mostRequests,
      }),
      row('writes to GitHub, all runs', String(writes), { words: 'none', holds: writes === 0 }),
      row('one idle run, median', `${median(times).toFixed(0)} ms`),
    ];
  } finally {
    await world.close();
  }
}
