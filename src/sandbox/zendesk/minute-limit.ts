import type { Answer } from './answer.ts';
import type { SandboxClock } from './clock.ts';

/** An endpoint that takes one request a minute and account, beside the limit of all requests. */
export type MinuteLimit = { readonly take: () => Answer };

/** 202 without a body, or 429 in the words of the documentation; by the account's own clock. */
export function openMinuteLimit(clock: SandboxClock, name: string, title: string): MinuteLimit {
  let last = Number.NEGATIVE_INFINITY;
  return {
    take: () => {
      const passed = Math.floor((clock.now() - last) / 1000);
      const isFree = passed >= 60;
      if (isFree) last = clock.now();
      const resets = isFree ? 60 : 60 - passed;
      const headers = { [`zendesk-ratelimit-${name}`]: `total=1; remaining=0; resets=${resets}` };
      if (isFree) return { status: 202, headers, body: '' };
      const body = `Rate limit for ${title} exceeded. Please wait 1 minute and try again.`;
      return { status: 429, headers: { ...headers, 'retry-after': String(resets) }, body };
    },
  };
}
