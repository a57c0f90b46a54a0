import type { LogPeriod } from '#ports/audit-log.ts';
import type { Clock, Progress } from '#ports.ts';

const interval = 5_000;

/** Says how far the reading is, at most every five seconds: `count` entries so far, the last one of `time`. */
export function openProgressLine(
  { clock, progress }: { readonly clock: Clock; readonly progress: Progress },
  { from, to }: LogPeriod,
): (count: number, time: string) => void {
  const started = clock.now();
  let said = started;
  let first = from;
  progress.stage(`Reading the audit log from ${from ?? 'its first entry'} to ${to}`);
  return (count, time) => {
    first ??= time;
    const now = clock.now();
    if (now - said < interval) return;
    said = now;
    const seconds = (now - started) / 1000;
    const rate = Math.round(count / seconds);
    progress.stage(
      `Read ${count} audit entries up to ${time}, ${rate} per second${leftWords({ first, time, to }, seconds)}`,
    );
  };
}

/** A log does not say how long it is: the share of the period that is read stands for the share of the work. */
function leftWords(
  at: { readonly first: string; readonly time: string; readonly to: string },
  seconds: number,
): string {
  const [first, time, to] = [Date.parse(at.first), Date.parse(at.time), Date.parse(at.to)];
  const share = to > first ? (time - first) / (to - first) : 1;
  if (share < 0.01) return '';
  const left = Math.max(0, Math.round((seconds / share) * (1 - share)));
  return left < 90 ? `, about ${left} s left` : `, about ${Math.round(left / 60)} min left`;
}
