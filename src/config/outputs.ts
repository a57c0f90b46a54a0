/** What the Action hands to later steps of a workflow; each is text. */
export const outputs = {
  commits: 'Number of commits that were pushed.',
  changes: 'Number of changes that were recorded.',
  unapproved: 'Number of recorded changes that no rule approves.',
  'issues-opened': 'Number of issues that were opened.',
  'issues-updated': 'Number of issues that were updated or closed.',
  'head-sha': 'Commit that the branch stands at after the run.',
  'gap-seconds': 'Seconds between the newest time that is fully in history and the end of the run.',
  result: 'The whole result as JSON, with its "version"; the longest lists are cut where it would not fit.',
} as const satisfies Record<string, string>;

export type OutputName = keyof typeof outputs;

export type Outputs = { readonly [Name in OutputName]?: string };
