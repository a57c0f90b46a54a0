import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Starter } from '#ledger/plan-decision.ts';
import type { Runner } from '#write-back/carry-out.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * This run, as `actions-<run>-<attempt>` in GitHub Actions, else as `<hash of the host's name>-<process id>`: the announcement
 * of a write names it, so that a later run knows whether it still may be at work.
 */
export function openRunner(environment: Environment): Runner {
  const { GITHUB_RUN_ID: run = '', GITHUB_RUN_ATTEMPT: attempt = '' } = environment;
  return isNumber(run) && isNumber(attempt) ? inActions(run, Number(attempt)) : onThisHost();
}

/** The same for what a person may also do at a terminal: null there, where nothing but that person stands for it. */
export function openActionsRunner(environment: Environment): Runner | null {
  const runner = openRunner(environment);
  return runner.id.startsWith('actions-') ? runner : null;
}

/** Who started this workflow run, as found: the witness of what has no comment. Null outside Actions. */
export function readStarter(environment: Environment): Starter | null {
  const { GITHUB_ACTOR: login = '', GITHUB_ACTOR_ID: id = '' } = environment;
  const runner = openActionsRunner(environment);
  return runner === null ? null : { login, id, run: runner.id };
}

const isNumber = (text: string): boolean => /^\d{1,15}$/.test(text);

/** A workflow run is attempted again only after it has ended. Of other runs nothing is known. */
function inActions(run: string, attempt: number): Runner {
  return {
    id: `actions-${run}-${attempt}`,
    isOver: (id) => {
      const [, theirs, before] = /^actions-(\d+)-(\d+)$/.exec(id) ?? [];
      return theirs === run && Number(before) < attempt;
    },
  };
}

function onThisHost(): Runner {
  // The name itself is nobody's business in a commit.
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 12);
  return {
    id: `${host}-${process.pid}`,
    isOver: (id) => {
      const [, theirs, pid] = /^([0-9a-f]{12})-(\d+)$/.exec(id) ?? [];
      return theirs === host && !isAlive(Number(pid));
    },
  };
}

/** Signal 0 asks without sending; a process of someone else is alive as well. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
