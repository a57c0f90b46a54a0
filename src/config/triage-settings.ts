import type { Refuse } from './problem.ts';

/** Which commands of reviewers a run of `triage` carries out: all, all but `/revert`, or `/revert` alone. */
export type TriageCommands = 'all' | 'decide' | 'revert';

const known: readonly TriageCommands[] = ['all', 'decide', 'revert'];

export function parseTriageCommands(text: string, refuse: Refuse): TriageCommands {
  const found = known.find((one) => one === text);
  if (found === undefined) refuse('commands', `one of ${known.join(', ')}`);
  return found ?? 'all';
}
