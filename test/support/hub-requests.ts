import type { Lab } from './lab.ts';
import { hubOf } from './triage-lab.ts';

/** What some work asked GitHub for, one line a request. */
export async function hubRequests(lab: Lab, work: () => Promise<unknown>): Promise<readonly string[]> {
  const { requests } = hubOf(lab);
  const first = requests.length;
  await work();
  return requests.slice(first).map(({ method, path }) => `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+/, '')}`);
}
