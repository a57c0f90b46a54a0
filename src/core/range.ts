import { addSeconds, earlier, type UtcTime } from './time.ts';

/** Both ends inclusive. */
export interface Range {
  readonly from: UtcTime;
  readonly to: UtcTime;
}

/** What was asked for: a time, or that many seconds before the end; no end is now. */
export interface WantedRange {
  readonly from:
    | { readonly type: 'time'; readonly time: string }
    | { readonly type: 'before'; readonly seconds: number };
  readonly to: string | null;
}

/** The future holds nothing, so a range ends now at the latest. */
export function toRange({ from, to }: WantedRange, now: UtcTime): Range {
  const end = to === null ? now : earlier(to, now);
  return { from: from.type === 'time' ? from.time : addSeconds(end, -from.seconds), to: end };
}
