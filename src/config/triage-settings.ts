/** Which commands of reviewers a run of `triage` carries out: all, all but `/revert`, or `/revert` alone. */
export type TriageCommands = 'all' | 'decide' | 'revert';

const known: readonly TriageCommands[] = ['all', 'decide', 'revert'];

export function parseTriageCommands(text: string, problems: string[]): TriageCommands {
  const found = known.find((one) => one === text);
  if (found === undefined) problems.push(`--commands must be one of ${known.join(', ')}`);
  return found ?? 'all';
}
