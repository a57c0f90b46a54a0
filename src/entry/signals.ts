/**
 * Ctrl-C and the runner's cancel stop a run at its next safe point. The runner sends SIGINT, and SIGTERM 7.5 s later:
 * that is still the same request. A second Ctrl-C is a person who does not want to wait.
 */
export function openSignals(exit: (code: number) => void): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted && name === 'SIGINT') exit(1);
      controller.abort(name);
    });
  }
  return controller.signal;
}
