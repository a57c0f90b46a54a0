import type { ExportSettings } from '#config/export-settings.ts';
import { addSeconds, earlier, type UtcTime } from './time.ts';

/** Both ends inclusive. */
export interface Range {
  readonly from: UtcTime;
  readonly to: UtcTime;
}

/** The future holds nothing, so a range ends now at the latest. */
export function toRange({ from, to }: Pick<ExportSettings, 'from' | 'to'>, now: UtcTime): Range {
  const end = to === null ? now : earlier(to, now);
  return { from: from.type === 'time' ? from.time : addSeconds(end, -from.seconds), to: end };
}
