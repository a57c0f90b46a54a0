import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHook } from '#sandbox/github/server/faults.ts';
import { git, makeFolder } from '../git/support.ts';

/** Where a run is killed: right before, or right after, its n-th effect on anything outside its own memory. */
export interface KillPoint {
  readonly effect: number;
  readonly when: 'before' | 'after';
  /** What hits it; `KILL` if not given. */
  readonly signal?: 'KILL' | 'TERM' | 'INT';
}

/**
 * Sees every side effect of a run, in their order: writes to GitHub at the embedded server, git commands that change
 * something through a `git` of its own, put first on PATH. So nothing in the product knows about it.
 */
export interface KillSwitch {
  /** To be put in front of PATH. */
  readonly path: string;
  /** For the embedded GitHub. */
  readonly hook: RequestHook;
  arm(point: KillPoint | null): void;
  /** The process that dies. */
  watch(pid: number): void;
  /** Names of the effects since the switch was armed, the deadly one included. */
  effects(): readonly string[];
}

/** `fetch` and `init` are among them: a half-fetched repository is something that a later run finds. */
const effectful = ['fetch', 'fast-import', 'push', 'update-ref', 'update-index', 'read-tree', 'restore', 'rm', 'init'];

const wrapper = (folder: string, real: string): string => `#!/bin/sh
skip=
command=
for word; do
  if [ -n "$skip" ]; then skip=; continue; fi
  case $word in -c|-C) skip=1 ;; -*) ;; *) command=$word; break ;; esac
done
case $command in ${effectful.join('|')}) ;; *) exec ${real} "$@" ;; esac
echo "git $command" >> ${folder}/effects
read -r at when signal < ${folder}/point
count=$(wc -l < ${folder}/effects)
if [ $count -ne $at ]; then exec ${real} "$@"; fi
if [ $when = after ]; then ${real} "$@"; fi
kill -$signal $PPID
if [ $signal = KILL ]; then exit 137; fi
if [ $when = before ]; then exec ${real} "$@"; fi
`;

export function openKillSwitch(): KillSwitch {
  const folder = makeFolder();
  const real = join(git(folder, '--exec-path'), 'git');
  writeFileSync(join(folder, 'git'), wrapper(folder, real), { mode: 0o755 });
  const log = join(folder, 'effects');
  let armed: KillPoint | null = null;
  let target = 0;
  const effects = () => readFileSync(log, 'utf8').split('\n').slice(0, -1);
  const arm = (point: KillPoint | null) => {
    armed = point;
    writeFileSync(log, '');
    writeFileSync(
      join(folder, 'point'),
      `${point?.effect ?? 0} ${point?.when ?? 'before'} ${point?.signal ?? 'KILL'}\n`,
    );
  };
  arm(null);
  return {
    path: folder,
    arm,
    effects,
    watch: (pid) => {
      target = pid;
    },
    hook: ({ method, path }) => {
      if (method === 'GET') return undefined;
      appendFileSync(log, `${method} ${path}\n`);
      if (armed === null || effects().length !== armed.effect) return undefined;
      process.kill(target, `SIG${armed.signal ?? 'KILL'}`);
      if (armed.signal !== undefined) return undefined;
      return armed.when === 'before' ? { destroy: 'before-headers' } : 'lose-answer';
    },
  };
}
