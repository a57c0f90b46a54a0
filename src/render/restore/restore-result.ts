import type { DescribedLine } from '#core/words.ts';
import type { Json } from '#json.ts';
import type { Warning } from '#warning.ts';

/** What `restore` did, or would do, for people and programs. */
export interface RestoreResult {
  readonly version: 1;
  readonly account: string;
  /** Full id of the commit whose states are brought back. */
  readonly to: string;
  readonly applied: boolean;
  readonly objects: readonly RestoredObject[];
  readonly warnings: readonly Warning[];
  readonly requests: { readonly zendesk: number };
}

export interface RestoredObject {
  /** `trigger/360000000041`; hostile nowhere, unlike the title. */
  readonly object: string;
  readonly title: string;
  /** The state that is brought back was recorded as unapproved, and nobody has approved it since. */
  readonly unapproved: boolean;
  /**
   * `planned` in a dry run · `restored` · `nothing` = it is so already · `refused` = not possible, see the lines ·
   * `failed` = the account turned it away or made something else of it · `unfinished` = run again.
   */
  readonly outcome: 'planned' | 'restored' | 'nothing' | 'refused' | 'failed' | 'unfinished';
  readonly action: 'update' | 'deactivate' | 'create' | 'delete' | 'reorder' | null;
  /** What changes, or why it cannot. Hostile values inside. */
  readonly lines: readonly DescribedLine[];
  /** What is sent, inside the kind's envelope; null where nothing is. */
  readonly body: Json;
  /** Object that was created in place of a deleted one. */
  readonly createdAs: string | null;
  /** Recorded objects that name the deleted one by its old id. */
  readonly references: readonly string[];
}
