import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a few workers need at a time, many times over. */
const enough = 2 ** 30;

/**
 * Where tests keep their repositories: in memory where there is room, because a disk takes longer to remove a folder than
 * git takes to fill it. `TMPDIR` decides where it is set.
 */
function quickFolder(): string {
  const { TMPDIR } = process.env;
  if (TMPDIR !== undefined && TMPDIR !== '') return TMPDIR;
  return canHold('/dev/shm') ? '/dev/shm' : tmpdir();
}

function canHold(folder: string): boolean {
  try {
    const [, , type, flags = ''] =
      readFileSync('/proc/mounts', 'utf8')
        .split('\n')
        .map((line) => line.split(' '))
        .find(([, place]) => place === folder) ?? [];
    const { bavail, bsize } = statfsSync(folder);
    // Tests run scripts from there.
    return type === 'tmpfs' && /^rw(,|$)/.test(flags) && !/\bnoexec\b/.test(flags) && bavail * bsize > enough;
  } catch {
    return false;
  }
}

/** One folder for everything that a run of the tests makes, which goes away with it. Workers inherit the variable. */
export default function openQuickFolder(): () => void {
  const folder = mkdtempSync(join(quickFolder(), 'zendrift-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
