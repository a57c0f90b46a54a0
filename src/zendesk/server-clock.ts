import { ZendriftError } from '#errors.ts';

export interface ServerClock {
  /** Takes note of an answer's `Date` header; `now` is the local time in milliseconds at which it came. */
  observe(headers: Headers, now: number): void;
  /** UTC whole seconds. Throws before the first answer with a usable `Date`. */
  serverTime(): string;
  /** Server minus local clock, whole seconds. */
  clockSkew(): number;
}

export function openServerClock(): ServerClock {
  let newest: { readonly server: number; readonly local: number } | null = null;
  const known = () => {
    if (newest === null)
      throw new ZendriftError('zendesk-nonsense', { request: 'the first request', reason: 'no usable Date header' });
    return newest;
  };
  return {
    observe(headers, now) {
      const server = Date.parse(headers.get('date') ?? '');
      if (!Number.isNaN(server)) newest = { server, local: now };
    },
    serverTime: () => `${new Date(known().server).toISOString().slice(0, 19)}Z`,
    clockSkew: () => Math.round((known().server - known().local) / 1000),
  };
}
