/** The account's own clock: every time it writes, and the `Date` header of every answer. */
export type SandboxClock = {
  /** Milliseconds since 1970, whole seconds: the API knows nothing finer. */
  readonly now: () => number;
  /** `2026-11-22T10:15:02Z`. */
  readonly iso: () => string;
  readonly set: (iso: string) => void;
  readonly advance: (seconds: number) => void;
};

export type ClockOptions = {
  readonly now?: string;
  /** Runs on in real time from `now`; otherwise it stands still until it is moved. */
  readonly running?: boolean;
};

export function openClock(options: ClockOptions = {}): SandboxClock {
  let base = parseTime(options.now ?? '2026-11-22T10:00:00Z');
  let since = Date.now();
  const exact = () => base + (options.running ? Date.now() - since : 0);
  const now = () => Math.floor(exact() / 1000) * 1000;
  const moveTo = (time: number) => {
    base = time;
    since = Date.now();
  };
  return {
    now,
    iso: () => printTime(now()),
    set: (iso) => moveTo(parseTime(iso)),
    advance: (seconds) => moveTo(exact() + seconds * 1000),
  };
}

/** Milliseconds of an ISO 8601 time; throws on anything else, since a test wrote it. */
export function parseTime(iso: string): number {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) throw new Error(`No time: ${iso}`);
  return time;
}

export function printTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
