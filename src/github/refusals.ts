import type { IssueRefusal } from '#ports.ts';

/** Answers to a write that concern one issue alone. A wrong token, a rate limit and a server error are none of them. */
export const refusals: readonly number[] = [301, 403, 404, 410, 422];

export const toRefusal = (status: number, reason: string): IssueRefusal =>
  status === 403 || status === 422 ? { type: 'refused', reason } : { type: 'gone' };
