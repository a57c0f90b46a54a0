/** What the Action hands to later steps of a workflow; each is text. */
export const outputs = {
  result: 'What became of the run: done, unfinished, failed, integrity or drift.',
  commits: 'Number of commits that were pushed.',
  changes: 'Number of changes that were recorded.',
  unapproved: 'Number of recorded changes that no rule approves.',
  'issues-opened': 'Number of issues that were opened.',
  'issues-updated': 'Number of issues that were updated or closed.',
  'head-sha': 'Commit that the branch stands at after the run.',
  'gap-seconds': 'Seconds between the newest time that is fully in history and the end of the run.',
} as const satisfies Record<string, string>;

export type OutputName = keyof typeof outputs;

export type Outputs = { readonly [Name in OutputName]?: string };

/** The `result` output of each exit code (CONTRACT section 1). */
export const results = { 0: 'done', 1: 'unfinished', 2: 'failed', 3: 'integrity', 4: 'drift' } as const;
