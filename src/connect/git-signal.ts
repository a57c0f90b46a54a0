import { ZendriftError } from '#errors.ts';

/** What `setTimeout` can wait for. */
const longest = 2 ** 31 - 1;

/** How long a command of git that is at work may outlast the deadline: a tenth of it, one second to thirty. */
const graceOf = (deadline: number): number => Math.min(30_000, Math.max(1_000, deadline / 10));

/**
 * Stops git with the run, and soon after its deadline (milliseconds): a server that neither answers nor hangs up must not
 * hold a run for ever. Whatever becomes of a push that is cut off, the next run finds out.
 */
export function gitSignal(
  signal: AbortSignal,
  { deadline, deadlineText }: { readonly deadline: number; readonly deadlineText: string },
): AbortSignal {
  const late = new AbortController();
  const giveUp = () => {
    const during = 'while git waited for the remote';
    late.abort(new ZendriftError('deadline', { deadline: deadlineText, during }));
  };
  setTimeout(giveUp, Math.min(longest, deadline + graceOf(deadline))).unref();
  return AbortSignal.any([signal, late.signal]);
}
