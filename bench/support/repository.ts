import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '#git/repository.ts';
import type { Signing } from '#git/sign-commits.ts';
import type { PlannedCommit, Repository } from '#ports.ts';

export const own = 'snapshots/acme';
/** Files that the commits change in turns. */
const objectCount = 500;
// `random` of every repository: the name of its run ref, and with it the stream, is the same byte for byte.
const half = 0.5;

const person = { name: 'Jane Doe', email: 'zendesk-user-1001@acme.zendesk.invalid', time: '2026-11-22T10:12:13Z' };

const snapshotText = (id: number, version: number): string =>
  `${JSON.stringify({ actions: Array.from({ length: 12 }, (_, n) => ({ field: `custom_${n}`, value: `${id} ${n}` })), id, version }, null, 2)}\n`;

/** Commits of one changed snapshot each, as a bulk edit makes them. */
export const planCommits = (count: number): readonly PlannedCommit[] =>
  Array.from({ length: count }, (_, n) => ({
    author: person,
    committer: person,
    message: `Update trigger "Number ${n}" (${n % objectCount})\n\nZendesk-Account: acme\nZendesk-Object: trigger/${n}\n`,
    files: [{ path: `${own}/triggers/${n % objectCount}.json`, text: snapshotText(n % objectCount, n) }],
  }));

/** All sides start from the same: a repository that was just made and opened. */
export async function inNewRepository<Value>(
  measure: (repository: Repository) => Promise<Value>,
  signing: Signing | null = null,
): Promise<Value> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const clock = { now: Date.now, sleep: async () => {} };
  const base = { directory, stateRef: 'refs/zendrift/acme', dryRun: false, environment: process.env, clock, signing };
  execFileSync('git', ['init', '-q', directory], { stdio: 'ignore' });
  const repository = await openRepository({ ...base, random: () => half, warn: () => {} });
  try {
    return await measure(repository);
  } finally {
    await repository.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Milliseconds that some work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
