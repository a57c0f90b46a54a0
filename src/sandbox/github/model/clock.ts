/** The sandbox's own time. Runs with the machine until `set` stops it; `advance` moves it either way. */
export type Clock = {
  readonly now: () => Date;
  /** Whole seconds, UTC, as GitHub prints times: `2026-11-22T22:45:04Z`. */
  readonly iso: () => string;
  /** Stops the clock at a time; throws `RangeError` on text that is no time. */
  readonly set: (time: string | Date) => void;
  readonly advance: (milliseconds: number) => void;
};

/** @param start ISO 8601 time at which the clock stands still; without it, it follows the machine. */
export function openClock(start?: string): Clock {
  let stopped: number | undefined = start === undefined ? undefined : parseTime(start);
  let offset = 0;
  const now = (): Date => new Date((stopped ?? Date.now()) + offset);
  return {
    now,
    iso: () => toIso(now()),
    set: (time) => {
      stopped = parseTime(time);
      offset = 0;
    },
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}

/** UTC without fractions. */
export function toIso(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

function parseTime(time: string | Date): number {
  const milliseconds = new Date(time).getTime();
  if (Number.isNaN(milliseconds)) throw new RangeError(`Not a time: ${String(time)}`);
  return milliseconds;
}
