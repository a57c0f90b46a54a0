import { parseMarker } from '#core/commit/marker.ts';
import type { Issue } from '#sandbox/github/model/entities.ts';
import type { GitHubModel } from '#sandbox/github/model/model.ts';

/** Acts on the newest issue about an object, e.g. `acme/trigger/360000000041`. A story goes on where there is none. */
export function findIssue(github: GitHubModel, object: string, act: (issue: Issue) => unknown): void {
  const found = github.issues().findLast(({ body }) => {
    const marker = parseMarker(body ?? '');
    return marker !== null && `${marker.account}/${marker.object}` === object;
  });
  if (found !== undefined) act(found);
}
