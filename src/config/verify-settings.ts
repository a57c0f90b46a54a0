import type { Refuse } from './problem.ts';

/** How much of the account is compared, and which part of it. */
export interface RemoteSample {
  /** Above 0, at most 1. */
  readonly part: number;
  /** Of the random choice; null = another one each time. */
  readonly seed: number | null;
}

const pattern = /^(\d{1,3}(?:\.\d{1,6})?)\s*%(?::(\d{1,9}))?$/;

/** `true`, `5%`, or `5%:42` to repeat the sample that an earlier run printed; null where nothing is to be compared. */
export function parseRemoteSample(text: string | null, refuse: Refuse): RemoteSample | null {
  if (text === null || text.toLowerCase() === 'false') return null;
  if (text.toLowerCase() === 'true') return { part: 1, seed: null };
  const [, percent = '', seed] = pattern.exec(text) ?? [];
  const part = Number(percent) / 100;
  if (part > 0 && part <= 1) return { part, seed: seed === undefined ? null : Number(seed) };
  refuse('remote', 'true, false or a percentage such as 5%');
  return null;
}

/** A commit id, or at least 7 digits of one. */
export function parseExpected(text: string | null, refuse: Refuse): string | null {
  if (text === null || /^[0-9a-f]{7,64}$/i.test(text)) return text?.toLowerCase() ?? null;
  refuse('expect', 'a commit id, or at least its first 7 digits');
  return null;
}
