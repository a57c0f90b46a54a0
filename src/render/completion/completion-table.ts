/** What can be typed, for every shell alike. All of it is ours. */
export interface CompletionTable {
  readonly commands: readonly CompletedCommand[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** Words that may follow the command itself. */
  readonly words: readonly string[];
}

export interface CompletedOption {
  /** `--format` */
  readonly flag: string;
  /** `-v` */
  readonly short: string | null;
  readonly description: string;
  readonly value: CompletedValue;
}

export type CompletedValue =
  | { readonly type: 'none' }
  /** Anything, also nothing where the option may stand alone. */
  | { readonly type: 'any'; readonly optional: boolean }
  | { readonly type: 'file' }
  | { readonly type: 'directory' }
  | { readonly type: 'one-of'; readonly values: readonly string[] };

/** Words of ours inside single quotes of a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
