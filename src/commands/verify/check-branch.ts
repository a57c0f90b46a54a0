import { type Finding, toFault } from '#render/verify/finding.ts';
import type { VerifyRun } from './verify-run.ts';
import type { Walk } from './walk.ts';

/** Whether the record says that it belongs to this branch: its baselines and moves, and the state ref. */
export function checkBranch(run: VerifyRun, { steps }: Walk, named: string | null): readonly Finding[] {
  const findings: Finding[] = [];
  let branch: string | null = null;
  let last: string | null = null;
  for (const { commit, facts } of steps) {
    if (facts.type === 'move') {
      if (branch !== null && facts.from !== branch) {
        const message = `moves the history from branch ${facts.from}, but it was on branch ${branch}`;
        findings.push(toFault('branch', message, { commit }));
      }
      branch = facts.to;
    } else if (facts.type === 'baseline') branch = facts.branch ?? branch;
    else continue;
    last = commit;
  }
  if (branch !== null && branch !== run.repository.branch) {
    findings.push(toFault('branch', elsewhere(run, branch), { commit: last }));
  } else if (named !== null && named !== run.repository.branch) {
    findings.push(toFault('branch', `${elsewhere(run, named)} (so says the state ref)`));
  }
  return findings;
}

const elsewhere = ({ account, repository: { branch } }: VerifyRun, other: string): string =>
  `the record of ${account} belongs to branch ${other}, not to ${branch}: verify it there, or carry it over with "zendrift move --to ${branch}"`;
