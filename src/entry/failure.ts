import { reasonOf, ZendriftError } from '#errors.ts';

/** What is reported of something thrown: one line what failed, one line what to do. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: 1 | 2 | 3;
  /** With its causes, for `--verbose` alone. */
  readonly stack: string;
}

export function toFailure(thrown: unknown): Failure {
  const error =
    thrown instanceof ZendriftError ? thrown : new ZendriftError('unexpected', { reason: reasonOf(thrown) }, thrown);
  const { code, message, hint, exitCode } = error;
  return { code, message, hint, exitCode, stack: toStack(thrown) };
}

function toStack(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const own = thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  // A cause may be its own cause.
  return thrown.cause === undefined || depth === 5 ? own : `${own}\nCaused by: ${toStack(thrown.cause, depth + 1)}`;
}
