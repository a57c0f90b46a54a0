import type { Clock } from '#ports.ts';

/** Says how far something is, how fast it goes and how long it will take, by what this run has done of it. */
export function openRate(clock: Clock, start: number, unit: string) {
  const began = clock.now();
  return (done: number, total: number, more = ''): string => {
    const seconds = (clock.now() - began) / 1000;
    const rate = seconds > 0 ? (done - start) / seconds : 0;
    const left = rate > 0 ? `, ${rateText(rate)} ${unit}/s, about ${durationText((total - done) / rate)} left` : '';
    return `${count(done)} of ${count(total)} ${unit}${more}${left}`;
  };
}

const count = (value: number): string => Math.floor(value).toLocaleString('en-US');

const rateText = (rate: number): string => (rate < 10 ? rate.toFixed(1) : count(rate));

export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
