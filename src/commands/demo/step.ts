import type { GitHubModel } from '#sandbox/github/model/model.ts';
import type { Account } from '#sandbox/zendesk/account.ts';
import type { Editor } from '#sandbox/zendesk/edit.ts';

/** Whoever edits in Zendesk during the week, each from an address of their own. */
export interface DemoPeople {
  readonly jane: Editor;
  readonly bob: Editor;
  readonly ann: Editor;
  readonly carl: Editor;
  readonly bot: Editor;
}

/** One thing that happens. `at` is the local time in Berlin, `text` describes it to the person who watches. */
export type DemoStep =
  /** Someone changes the configuration in Zendesk. */
  | {
      readonly type: 'zendesk';
      readonly at: string;
      readonly text: string;
      readonly edit: (people: DemoPeople, account: Account) => void;
    }
  /** Someone acts on GitHub. */
  | { readonly type: 'github'; readonly at: string; readonly text: string; readonly act: (github: GitHubModel) => void }
  /** The team commits a file and pushes it. */
  | {
      readonly type: 'commit';
      readonly at: string;
      readonly text: string;
      readonly path: string;
      readonly content: string;
      readonly message: string;
    }
  /** The scheduled workflow runs; of the hundred runs a day only those are played that have something to show. */
  | { readonly type: 'track'; readonly at: string }
  /** The workflow that a comment starts, with the credential that writes. */
  | { readonly type: 'triage'; readonly at: string }
  /** Someone adds the history from before the first run, once. */
  | { readonly type: 'backfill'; readonly at: string };

export interface Day {
  /** `2026-11-16`. */
  readonly date: string;
  readonly name: string;
  readonly steps: readonly DemoStep[];
}

// Berlin in November; the week does not touch a change of the clocks.
const offset = '+01:00';

/** UTC with whole seconds. */
export const toTime = (day: Day, { at }: DemoStep): string =>
  new Date(`${day.date}T${at}:00${offset}`).toISOString().replace('.000Z', 'Z');
