import { execFileSync } from 'node:child_process';
import { openWorld, row } from './support/world.ts';

/** A bulk edit: every object of a large account changed between two runs. One process, everything of the real thing. */
const objectCount = 2_000;
const memoryLimit = 200;

const memoryRow = (bytes: number): string =>
  row('  memory', `${(bytes / 1024 ** 2).toFixed(0)} MB`, {
    words: `at most ${memoryLimit} MB`,
    holds: bytes <= memoryLimit * 1024 ** 2,
  });

const actions = (version: number) => [
  { field: 'comment_value', value: `Hello {{ticket.requester.first_name}},\n\nanswer ${version}.\n`.repeat(20) },
  { field: 'status', value: version === 0 ? 'pending' : 'hold' },
];

function emptyMemory(): number {
  const script = 'process.stdout.write(String(process.resourceUsage().maxRSS))';
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })) * 1024;
}

export async function run(): Promise<readonly string[]> {
  const world = await openWorld();
  const { account, clock } = world.zendesk;
  try {
    const editor = account.as(1001);
    const ids = Array.from({ length: objectCount }, (_, n) => {
      const title = `Answers::Area ${n % 40}::Number ${n}`;
      return editor.create('macro', { title, actions: actions(0), restriction: null }, { audit: false }).id;
    });
    const baseline = await world.track();
    clock.advance(600);
    for (const id of ids) editor.update('macro', id, { actions: actions(1) });
    clock.advance(600);
    const bulk = await world.track();
    const count = execFileSync('git', ['-C', world.clone, 'rev-list', '--count', 'main'], { encoding: 'utf8' });
    const commits = Number(count) - 1;
    if (commits < objectCount) throw new Error(`${commits} commits for ${objectCount} changed objects`);
    clock.advance(600);
    const idle = await world.track();
    return [
      row('baseline of 2,000 objects', `${(baseline.milliseconds / 1000).toFixed(1)} s`),
      memoryRow(baseline.memory),
      row(`run over ${objectCount} changed objects`, `${(bulk.milliseconds / 1000).toFixed(1)} s`),
      row('  commits a second, everything included', (commits / (bulk.milliseconds / 1000)).toFixed(0)),
      row('  requests to Zendesk', String(bulk.zendesk.length)),
      row('  writes to GitHub', String(bulk.githubWrites.length)),
      memoryRow(bulk.memory),
      row('  memory against an empty script', `${(bulk.memory / emptyMemory()).toFixed(1)}x`),
      row('idle run after it', `${(idle.milliseconds / 1000).toFixed(1)} s`),
      memoryRow(idle.memory),
    ];
  } finally {
    await world.close();
  }
}
