const millisecondsOf = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;
const durationPattern = /^(?=\d)(?:(\d{1,5})d)?(?:(\d{1,6})h)?(?:(\d{1,7})m)?(?:(\d{1,9})s)?$/;

/** Milliseconds of `20s`, `45m`, `24h`, `7d` or a row of these from large to small (`1h30m`); null for anything else. */
export function parseDuration(text: string): number | null {
  const match = durationPattern.exec(text.trim());
  if (match === null) return null;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  return (
    Number(days) * millisecondsOf.d +
    Number(hours) * millisecondsOf.h +
    Number(minutes) * millisecondsOf.m +
    Number(seconds) * millisecondsOf.s
  );
}
