/**
 * Words for people, not yet written into any sink: plain strings are ours, `value` is text from Zendesk and hostile.
 * A commit message quotes a value, Markdown puts it into a code span, each with its own escaping.
 */
export type Words = readonly (string | { readonly value: string })[];

/** One thing that changed, as an admin would say it. */
export interface DescribedLine {
  readonly words: Words;
  /** Changed lines of a long text, shown under the words: taken away, then put in. Hostile. */
  readonly removed?: readonly string[];
  readonly added?: readonly string[];
  /** Which pieces of these lines changed, line by line; a line without any is new or gone as a whole. */
  readonly marks?: { readonly removed: readonly Marks[]; readonly added: readonly Marks[] };
}

/** Pieces of a line, each from a first UTF-16 unit up to the one behind it, in order. */
export type Marks = readonly (readonly [number, number])[];

/** The verbs of commit subjects (docs/format.md, Commits). */
export type Verb = 'Create' | 'Update' | 'Rename' | 'Activate' | 'Deactivate' | 'Delete' | 'Reorder' | 'Record';

export interface Description {
  readonly verb: Verb;
  /** Title to show: the newer one, or the last known of a deleted object. Hostile. Empty for an order. */
  readonly title: string;
  /** For an order: `"Close spam" above "Auto-reply to customer"`. */
  readonly headline?: Words;
  readonly lines: readonly DescribedLine[];
}

export type RiskLevel = 'low' | 'medium' | 'high';

export interface Risk {
  readonly level: RiskLevel;
  /** Closed codes with their words, most severe first: `webhook-added` · "sends tickets to a new webhook". */
  readonly reasons: readonly { readonly code: string; readonly level: RiskLevel; readonly words: string }[];
}
