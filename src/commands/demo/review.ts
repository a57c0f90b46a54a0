import { parseMarker, shortState } from '#core/commit/marker.ts';
import type { Issue } from '#sandbox/github/model/entities.ts';
import type { GitHubModel } from '#sandbox/github/model/model.ts';
import type { DemoStep } from './step.ts';

/** A reviewer answers the newest issue about an object. `say` gets the state that its body shows, and the one before. */
export const review = (
  at: string,
  text: string,
  login: string,
  object: string,
  say: (shown: string, before: string) => string,
): DemoStep => ({
  type: 'github',
  at,
  text,
  act: (github) =>
    findIssue(github, `acme/${object}`, ({ number, body }) => {
      const marker = parseMarker(body ?? '');
      github.as(login).comment(number, say(shortState(marker?.after ?? null), shortState(marker?.before ?? null)));
    }),
});

const form = `### Objects

trigger/28835714731111

### Who

1001

### From

2026-11-18T15:00+01:00

### To

2026-11-18T16:00+01:00

### Plan

One more tag, so that the monthly report can count what was closed as spam.

### Expected snapshot

_No response_
`;

/** Someone fills in the form of a change request: one trigger, one person, one hour. */
export function askForChange(github: GitHubModel, login: string, title: string): void {
  github.as(login).openIssue({ title, body: form, labels: ['change-request'] });
}

/** Acts on the newest issue about an object, e.g. `acme/trigger/360000000041`. A story goes on where there is none. */
function findIssue(github: GitHubModel, object: string, act: (issue: Issue) => unknown): void {
  const found = github.issues().findLast(({ body }) => {
    const marker = parseMarker(body ?? '');
    return marker !== null && `${marker.account}/${marker.object}` === object;
  });
  if (found !== undefined) act(found);
}
