import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { gitEnvironment } from '#git/environment.ts';
import { renderImport } from '#git/fast-import.ts';
import { inNewRepository, own, planCommits, timed } from './support/repository.ts';
import { median } from './support/world.ts';

/** What `writeCommits` costs beside `git fast-import` fed with the same bytes: runs that alternate, each in a new repository. */
const rounds = 9;
const commitCount = 2_000;
const parent = null;
// The same stream byte for byte, the same words and environment: fast-import's heap settles otherwise, and that alone
// makes it up to half as fast again or as slow.
const ref = 'refs/zendrift-run/800000000000';
const commits = planCommits(commitCount);

const stream = [...renderImport({ ref, parent, nullId: '0'.repeat(40), commits, tree: 'changed' })].join('');

const runRaw = () =>
  inNewRepository(({ directory }) =>
    timed(async () => {
      const args = ['-c', 'core.ignoreCase=false', 'fast-import', '--quiet', '--done', '--date-format=raw'];
      const child = spawn('git', args, { cwd: directory, env: gitEnvironment(process.env), detached: true });
      child.stdout.resume();
      child.stdin.end(stream);
      await once(child, 'close');
    }),
  );

const runOurs = () => inNewRepository((repository) => timed(() => repository.writeCommits(parent, commits, own)));

/** Rows for people: medians, commits a second, and the median of the paired ratios. */
export async function run(): Promise<readonly string[]> {
  const pairs: { readonly raw: number; readonly ours: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Who goes first takes turns, so that a warm cache favours neither.
    const first = round % 2 === 0 ? await runRaw() : await runOurs();
    const second = round % 2 === 0 ? await runOurs() : await runRaw();
    pairs.push(round % 2 === 0 ? { raw: first, ours: second } : { raw: second, ours: first });
  }
  const row = (name: string, milliseconds: number) =>
    `${name.padEnd(20)} ${milliseconds.toFixed(0).padStart(7)} ms  ${((commitCount / milliseconds) * 1000).toFixed(0)} commits/s`;
  return [
    row('git fast-import', median(pairs.map(({ raw }) => raw))),
    row('writeCommits', median(pairs.map(({ ours }) => ours))),
    `ratio, paired median  ${median(pairs.map(({ raw, ours }) => ours / raw)).toFixed(2)}x over ${rounds} pairs`,
  ];
}
