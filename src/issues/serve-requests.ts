import type { KnownIssue } from '#core/state/hub-memory.ts';

/** Open requests by people whom nothing distinguishes from strangers that are read all the same, the oldest first. */
const strangersServed = 3;

/** Requests that one run reads back at most: each costs a few requests to GitHub. */
export const mostRequests = 20;

export interface OpenRequest {
  readonly number: number;
  readonly known: KnownIssue;
  /** It was approved or rejected: someone who may decide has looked at it. */
  readonly isDecided: boolean;
  /** It has to be looked at. */
  readonly isDue: boolean;
}

/**
 * Which change requests a run works on. Anybody who may read a repository can open a thousand of them, so those of strangers
 * wait for someone who may decide: a command there is answered with what the request was read as. Pure.
 */
export function planServed(requests: readonly OpenRequest[]): {
  readonly served: readonly OpenRequest[];
  /** They stay unread, and nothing more is done about them. */
  readonly unread: readonly OpenRequest[];
} {
  const sorted = [...requests].sort((a, b) => a.number - b.number);
  const isStranger = ({ known, isDecided }: OpenRequest) => !isDecided && known.request?.stranger === true;
  const first = new Set(sorted.filter(isStranger).slice(0, strangersServed));
  const isServed = (request: OpenRequest) => !isStranger(request) || first.has(request);
  const isLeft = (request: OpenRequest) =>
    request.isDue || (isServed(request) && request.known.request?.read === false);
  // Nobody has been asked yet who the authors of the others are.
  const open = sorted.filter(({ known, isDecided }) => isDecided || typeof known.request?.stranger === 'boolean');
  return {
    served: open.filter((request) => isServed(request) && isLeft(request)).slice(0, mostRequests),
    unread: open.filter((request) => !isServed(request) && request.isDue),
  };
}
