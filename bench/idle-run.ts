import { median, openWorld, row, type World } from './support/world.ts';

/** What a run costs in which nothing has changed, the usual one: requests, time, and that GitHub is left alone. */
const rounds = 7;
const mostRequests = 3;
const openObjects = 1_000;

/** `BENCH_AGAINST` = the bundle of another version, measured in turn with this one. */
const against = process.env['BENCH_AGAINST'];

export async function run(): Promise<readonly string[]> {
  const calm = await openWorld();
  const busy = await openWorld('issues: { max-open: 1000 }\n');
  const other = against === undefined ? null : await openWorld('', against);
  try {
    await openEpisodes(busy);
    for (const world of [calm, busy, ...(other === null ? [] : [other])]) await settle(world);
    const costs: Cost[] = [];
    const busyCosts: Cost[] = [];
    const otherCosts: Cost[] = [];
    for (let round = 0; round < rounds; round += 1) {
      costs.push(await idle(calm));
      if (other !== null) otherCosts.push(await idle(other));
      busyCosts.push(await idle(busy));
    }
    return [
      ...describe('nothing open', costs),
      ...(otherCosts.length === 0 ? [] : [comparison(costs, otherCosts)]),
      ...describe(`${openObjects} objects open`, busyCosts),
    ];
  } finally {
    for (const world of [calm, busy, other]) await world?.close();
  }
}

type Cost = Awaited<ReturnType<World['track']>>;

async function openEpisodes({ zendesk, track }: World): Promise<void> {
  const editor = zendesk.account.as(1001);
  const actions = [{ field: 'status', value: 'pending' }];
  const ids = Array.from(
    { length: openObjects },
    (_, n) => editor.create('macro', { title: `Macro ${n}`, actions, restriction: null }, { audit: false }).id,
  );
  await track();
  zendesk.clock.advance(600);
  for (const id of ids) editor.update('macro', id, { active: false });
}

/** Until nothing is left to record, and the entries are older than what each run reads again. */
async function settle(world: World): Promise<void> {
  for (let round = 0; round < 3; round += 1) await idle(world, 4000);
}

function idle({ zendesk, github, track }: World, seconds = 600): Promise<Cost> {
  zendesk.clock.advance(seconds);
  github.model.clock.set(zendesk.clock.iso());
  return track();
}

function describe(what: string, costs: readonly Cost[]): readonly string[] {
  // The token is asked of another part of Zendesk and counts against another limit.
  const zendesk = Math.max(...costs.map((cost) => cost.zendesk.filter((one) => one !== 'POST /oauth/tokens').length));
  const github = Math.max(...costs.map((cost) => cost.github.length));
  const writes = costs.reduce((sum, { githubWrites }) => sum + githubWrites.length, 0);
  const limit = (count: number) => ({ words: `at most ${mostRequests}`, holds: count <= mostRequests });
  return [
    row(`${what}: requests to Zendesk, most`, String(zendesk), limit(zendesk)),
    row(`${what}: requests to GitHub, most`, String(github), limit(github)),
    row(`${what}: writes to GitHub, all runs`, String(writes), { words: 'none', holds: writes === 0 }),
    row(`${what}: time, median`, `${median(costs.map(({ milliseconds }) => milliseconds)).toFixed(0)} ms`),
    row(`${what}: CPU with git, median`, `${median(costs.map(({ cpu }) => cpu)).toFixed(0)} ms`),
  ];
}

/** Median of the ratios of neighbours: both met the same machine. */
function comparison(costs: readonly Cost[], others: readonly Cost[]): string {
  const ratio = median(costs.map(({ cpu }, index) => cpu / (others[index]?.cpu ?? Number.NaN)));
  return row('CPU against the other version', `${ratio.toFixed(2)}x`, {
    words: 'at most 1.10x',
    holds: ratio <= 1.1,
  });
}
