import type { ActionsMinutes } from './init-result.ts';

/** What the schedule costs, with its sum. */
export function renderMinutes({ track, verify, report, total, free, every, otherwise }: ActionsMinutes): string {
  const often =
    every === otherwise ? `every ${every} minutes` : `every ${every} minutes in working hours, hourly otherwise`;
  return `About ${total} Actions minutes a month: track ${track} (${often}) + verify ${verify} + report ${report}, and 1 or 2 for each comment. GitHub Free includes ${free} for private repositories, public ones are free.`;
}
