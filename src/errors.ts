import type { Entry, Text } from './errors/entry.ts';
import { gitErrors } from './errors/git.ts';
import { githubErrors } from './errors/github.ts';
import { recordErrors } from './errors/record.ts';
import { runErrors } from './errors/run.ts';
import { settingsErrors } from './errors/settings.ts';
import { zendeskErrors } from './errors/zendesk.ts';

/**
 * Every error a person can meet, in one catalogue: what failed with which values, what to do about it, and the exit
 * code (1 a later run will finish it, 2 a person must act, 3 integrity: docs/format.md, Exit codes).
 */
const catalogue = {
  ...settingsErrors,
  ...zendeskErrors,
  ...githubErrors,
  ...gitErrors,
  ...recordErrors,
  ...runErrors,
} as const;

export type ErrorCode = keyof typeof catalogue;

/** What an error of this code names; of several codes, what all of them name. */
type Both<Union> = (Union extends unknown ? (given: Union) => void : never) extends (given: infer All) => void
  ? All
  : never;
type ValuesOf<Code extends ErrorCode> = Both<
  Code extends ErrorCode ? ((typeof catalogue)[Code] extends Entry<infer Given> ? Given : never) : never
>;

type AnyValues = Readonly<Record<string, Text>>;

/** An error for people: `message` says what failed with which values, `hint` what to do. */
export class ZendriftError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'ZendriftError';
  readonly code: Code;
  readonly values: AnyValues;
  readonly hint: string;
  readonly exitCode: 1 | 2 | 3;

  constructor(code: Code, values: ValuesOf<Code> & AnyValues, cause?: unknown) {
    const { exit, message, hint }: Entry<AnyValues> = catalogue[code];
    super(message(values), cause === undefined ? {} : { cause });
    this.code = code;
    this.values = values;
    this.exitCode = exit;
    this.hint = hint(values);
  }
}

/** The first line of whatever was thrown, for use inside a catalogue message. */
export const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)[0] ?? '';

/** GitHub is down, out of budget, or refuses: it is asked again by a later run, and nothing else waits for it. */
export const isGitHubFailure = (error: unknown): error is ZendriftError =>
  error instanceof ZendriftError &&
  (error.code.startsWith('github-') || (error.code === 'rate-limited' && error.values['service'] === 'GitHub'));
