import type { OutputName } from '#config/outputs.ts';
import type { Settings } from '#config/settings.ts';
import type { ZendriftError } from '#errors.ts';
import type { Clock, Progress } from '#ports.ts';

/** What an entry hands to a command: settings are read, the terminal and the signals stay with the entry. */
export interface CommandContext {
  readonly settings: Settings;
  /** Of the process: git needs to know how to reach its servers. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
  /**
   * Standard output for a document that is the result, whole lines at a time; left out where it is not wanted there. Settles
   * when there is room for more: a slow reader must not make a long document pile up in memory.
   */
  readonly print?: ((text: string) => void | Promise<void>) | undefined;
  /** Asks the person at the terminal; left out where there is none. An empty answer is the default. */
  readonly ask?: Ask | undefined;
  readonly clock: Clock;
  /** Aborts on SIGINT and SIGTERM: stop at the next safe point. */
  readonly signal: AbortSignal;
  /** 0 inclusive to 1 exclusive, for jitter. */
  readonly random: () => number;
}

export type Ask = (question: string, otherwise: string) => Promise<string>;

/** Done, a later run will finish it, a person must act, integrity, open drift: docs/format.md, Exit codes. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** A line on the run's page in Actions. Texts are plain; the entry escapes them for the log. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  /** What to do about it, on a line of its own. */
  readonly hint?: string;
  /** A line of a file of this repository. */
  readonly place?: { readonly file: string; readonly line: number };
}

/** What an entry shows of a command that ended by itself; errors are thrown (`ZendriftError`). */
export interface CommandOutcome {
  readonly exitCode: ExitCode;
  /** Exit 1 that nobody needs to hear of yet: a warning in Actions (`alert-after`). */
  readonly tolerated?: boolean;
  /** For people on a terminal, one line each, plain text. */
  readonly lines: readonly string[];
  /** What could not be done although there is a result: each is printed as an error with its hint. */
  readonly failures?: readonly ZendriftError[];
  /** The result that `--json` prints. */
  readonly json: unknown;
  /** The step summary of Actions: Markdown that is already escaped. */
  readonly summary: string;
  readonly outputs: Readonly<Partial<Record<OutputName, string>>>;
  /** Most important first; Actions shows ten of a level. */
  readonly annotations: readonly Annotation[];
}

export type Command = (context: CommandContext) => Promise<CommandOutcome>;

/** If several exit codes apply, the first of 3, 2, 1, 4 wins (docs/format.md, Exit codes). */
export const toExitCode = (codes: readonly ExitCode[]): ExitCode =>
  ([3, 2, 1, 4] as const).find((code) => codes.includes(code)) ?? 0;

/** A result with the first of the errors that kept it from being complete. */
export function withError(result: object, [first]: readonly ZendriftError[]): object {
  if (first === undefined) return result;
  const { code, message, hint } = first;
  return { ...result, error: { code, message, hint } };
}
