import type { Warning } from '#warning.ts';

/** What `init` proposes, did and left, as `--json` prints it. */
export interface InitResult {
  readonly version: 1;
  readonly account: string;
  /** Null where neither settings nor the remote name one. */
  readonly repository: string | null;
  /** Data branch; null = the default branch. */
  readonly branch: string | null;
  readonly timezone: string;
  readonly dryRun: boolean;
  readonly identities: readonly ProposedIdentity[];
  readonly files: readonly ShownFile[];
  readonly labels: { readonly created: readonly string[] };
  readonly minutes: ActionsMinutes;
  readonly pullRequest: { readonly number: number; readonly url: string } | null;
  /** What `init` could not do; empty = exit code 0. */
  readonly left: readonly Step[];
  /** What people do next. */
  readonly steps: readonly Step[];
  readonly warnings: readonly Warning[];
}

/** A person of Zendesk who seems to be one of GitHub. */
export interface ProposedIdentity {
  readonly zendesk: string;
  readonly name: string;
  readonly github: string;
  readonly githubId: string;
  /** Equal names are only a guess, which a person must confirm. */
  readonly by: 'email' | 'name';
}

export interface ShownFile {
  readonly path: string;
  /** `left` = it has another text and was not touched. */
  readonly status: 'created' | 'updated' | 'unchanged' | 'left';
  readonly text: string;
}

/** GitHub counts each job as whole minutes. */
export interface ActionsMinutes {
  readonly track: number;
  readonly verify: number;
  readonly report: number;
  readonly total: number;
  /** What GitHub Free includes for private repositories, a month. */
  readonly free: number;
  /** Minutes between two runs of track, in working hours and outside them. */
  readonly every: number;
  readonly otherwise: number;
}

export interface Step {
  readonly title: string;
  /** Commands or pages, a line each. */
  readonly lines: readonly string[];
}
