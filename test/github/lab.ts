import { onTestFinished } from 'vitest';
import { type IssuesOptions, openIssues } from '#github/issues.ts';
import type { Clock, CommentResult, IssueDraft, Issues, ListedComment } from '#ports.ts';
import { type GitHubOptions, type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import type { RequestHook } from '#sandbox/github/server/faults.ts';

/** Sleeping moves it on at once; what was slept is kept. */
export interface FakeClock extends Clock {
  readonly slept: number[];
  time: number;
}

export function openFakeClock(time = '2026-11-22T10:00:00Z'): FakeClock {
  const clock: FakeClock = {
    time: Date.parse(time),
    slept: [],
    now: () => clock.time,
    sleep: (milliseconds) => {
      clock.slept.push(milliseconds);
      clock.time += milliseconds;
      return Promise.resolve();
    },
  };
  return clock;
}

export interface Lab {
  readonly github: GitHubSandbox;
  readonly issues: Issues;
  readonly clock: FakeClock;
  readonly warnings: string[];
}

/** The adapter in front of an embedded GitHub, with a clock of its own and an hour to go. */
export async function openLab(options: GitHubOptions = {}, changes: Partial<IssuesOptions> = {}): Promise<Lab> {
  const github = await openGitHub(options);
  onTestFinished(() => github.close());
  const clock = openFakeClock();
  const end = clock.time + 3_600_000;
  const warnings: string[] = [];
  const issues = openIssues({
    apiUrl: github.url,
    graphqlUrl: github.graphqlUrl,
    serverUrl: github.serverUrl,
    repository: github.repository,
    token: github.token,
    clock,
    deadline: () => end,
    warn: (text) => void warnings.push(text),
    ...changes,
  });
  return { github, issues, clock, warnings };
}

/** The comment that must have been posted. */
export async function posted(result: Promise<CommentResult>): Promise<ListedComment> {
  const said = await result;
  if (said.type === 'posted') return said.comment;
  throw new Error(`The comment was not posted: ${said.type}`);
}

export const marker = (id: string): string =>
  `<!-- zendrift:1 object=acme/trigger/${id} change=1 before=none after=none -->`;

export const draftOf = (id: string, change: Partial<IssueDraft> = {}): IssueDraft => ({
  title: `[acme] Jane Doe updated trigger "T" (${id})`,
  body: `${marker(id)}\nbody`,
  labels: ['config-drift', 'account:acme'],
  assignees: [],
  ...change,
});

/** Answers the first `times` matching requests with a fault. */
export function failing(
  method: string,
  path: RegExp,
  times: number,
  fault: Awaited<ReturnType<RequestHook>>,
): RequestHook {
  let left = times;
  return (request) => {
    if (left === 0 || request.method !== method || !path.test(request.path)) return undefined;
    left -= 1;
    return fault;
  };
}

export const countOf = (lab: Lab, method: string, path: RegExp): number =>
  lab.github.requests.filter((request) => request.method === method && path.test(request.path)).length;
