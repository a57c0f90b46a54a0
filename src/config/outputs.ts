/** What the Action hands to later steps of a workflow; each is text. */
export const outputs = {
  commits: 'Number of commits pushed.',
  changes: 'Number of changes recorded.',
  unapproved: 'Number of recorded changes that are unapproved.',
  'issues-opened': 'Number of issues opened.',
  'issues-updated': 'Number of issues updated or closed.',
  'head-sha': 'Commit at the tip of the branch after the run.',
  'gap-seconds': 'Seconds between the end of the run and the time up to which history is complete.',
  comment: 'Markdown for a comment in a pull request, from policy check and policy replay.',
  result: 'The result as JSON, with its "version". The longest lists are cut if it is too large.',
} as const satisfies Record<string, string>;

export type OutputName = keyof typeof outputs;

export type Outputs = { readonly [Name in OutputName]?: string };
