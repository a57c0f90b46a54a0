import type { DecisionKind } from '#core/commit/commit-facts.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { LoadedLedger } from '#ledger/load-ledger.ts';

/** What became of one command. `lines` = its answer; `loaded` = the ledger as it is now. */
export type Handled = { readonly loaded: LoadedLedger } & (
  | {
      readonly type: 'decided';
      readonly decision: DecisionKind | 'accepted' | 'split';
      readonly objects: readonly ObjectKey[];
      readonly lines: readonly string[];
    }
  | { readonly type: 'refused'; readonly why: string; readonly lines: readonly string[] }
  | { readonly type: 'helped'; readonly lines: readonly string[] }
  /** Not this run's, or not to an end: it stays unanswered and a later run takes it up. */
  | {
      readonly type: 'left';
      readonly why: string;
      readonly failed: boolean;
      /** What a person must fix first; said once where the command stands. */
      readonly fix?: readonly string[];
    }
);
