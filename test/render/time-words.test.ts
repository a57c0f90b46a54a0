import { describe, expect, it } from 'vitest';
import { durationWords, fullTime } from '#render/time-words.ts';

describe('times for people', () => {
  it('stand in the zone of the account and in UTC', () => {
    expect(fullTime('2026-11-22T22:41:13Z', 'Europe/Berlin')).toBe(
      'Sunday 22 November 2026, 23:41:13 Europe/Berlin (22:41:13 UTC)',
    );
    expect(fullTime('2026-07-01T00:00:00Z', 'America/New_York')).toBe(
      'Tuesday 30 June 2026, 20:00:00 America/New_York (1 Jul 2026 00:00:00 UTC)',
    );
    expect(fullTime('2026-11-22T22:41:13Z', 'UTC')).toBe('Sunday 22 November 2026, 22:41:13 UTC');
  });

  it.each([
    [-5, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [7_200, '2 h'],
    [7_500, '2 h 5 min'],
    [172_800, '2 days'],
    [273_600, '3 days 4 h'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });
});
