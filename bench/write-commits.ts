import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitEnvironment } from '#git/environment.ts';
import { renderImport } from '#git/fast-import.ts';
import { openRepository } from '#git/repository.ts';
import type { PlannedCommit, Repository } from '#ports.ts';

/** What `writeCommits` costs beside `git fast-import` fed with the same bytes: runs that alternate, each in a new repository. */
const rounds = 9;
const commitCount = 2_000;
const objectCount = 500;
const own = 'snapshots/acme';
const parent = null;
// The same stream byte for byte, the same words and environment: fast-import's heap settles otherwise, and that alone
// makes it up to half as fast again or as slow.
const half = 0.5;
const ref = 'refs/zendrift-run/800000000000';

const person = { name: 'Jane Doe', email: 'zendesk-user-1001@acme.zendesk.invalid', time: '2026-11-22T10:12:13Z' };

const snapshotText = (id: number, version: number): string =>
  `${JSON.stringify({ actions: Array.from({ length: 12 }, (_, n) => ({ field: `custom_${n}`, value: `${id} ${n}` })), id, version }, null, 2)}\n`;

const commits: readonly PlannedCommit[] = Array.from({ length: commitCount }, (_, n) => ({
  author: person,
  committer: person,
  message: `Update trigger "Number ${n}" (${n % objectCount})\n\nZendesk-Account: acme\nZendesk-Object: trigger/${n}\n`,
  files: [{ path: `${own}/triggers/${n % objectCount}.json`, text: snapshotText(n % objectCount, n) }],
}));

/** Both sides start from the same: a repository that was just made and opened. */
async function inNewRepository(measure: (repository: Repository) => Promise<number>): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const clock = { now: Date.now, sleep: async () => {} };
  const base = { directory, stateRef: 'refs/zendrift/acme', dryRun: false, environment: process.env, clock };
  try {
    execFileSync('git', ['init', '-q', directory], { stdio: 'ignore' });
    return await measure(await openRepository({ ...base, random: () => half, warn: () => {} }));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function timed(work: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

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

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

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
