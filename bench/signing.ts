import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Signing } from '#git/sign-commits.ts';
import { inNewRepository, own, planCommits, timed } from './support/repository.ts';
import { median, row } from './support/world.ts';

/** What signatures cost a push of this many commits: unsigned, the last alone, every one. Rounds that take turns. */
const commitCount = 500;
const rounds = 5;
const sides = ['unsigned', 'last', 'every'] as const;
const commits = planCommits(commitCount);

function makeKey(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const path = join(folder, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
  const key = readFileSync(path, 'utf8');
  rmSync(folder, { recursive: true });
  return key;
}

const write = (signing: Signing | null): Promise<number> =>
  inNewRepository((repository) => timed(() => repository.writeCommits(null, commits, own)), signing);

export async function run(): Promise<readonly string[]> {
  const key = makeKey();
  const times = { unsigned: [] as number[], last: [] as number[], every: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of sides) times[side].push(await write(side === 'unsigned' ? null : { key, which: side }));
  }
  const base = times.unsigned;
  return sides.map((side) => {
    const ratio = median(times[side].map((time, index) => time / (base[index] ?? time)));
    return row(`${commitCount} commits, ${side}`, `${median(times[side]).toFixed(0)} ms, ${ratio.toFixed(2)}x`);
  });
}
