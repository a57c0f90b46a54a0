import type { Episode } from '#drift/episode.ts';
import { parseDigestMarker, parseMarker } from '#drift/marker.ts';
import type { ObjectKey } from '#drift/object-key.ts';
import type { ListedIssue } from '#ports.ts';

/** The open issues of one account, by what their first line claims. */
export interface MatchedIssues {
  /** Lowest number first: it stays, the others are duplicates. */
  readonly byObject: ReadonlyMap<ObjectKey, readonly ListedIssue[]>;
  readonly digests: readonly { readonly issue: ListedIssue; readonly objects: ReadonlySet<ObjectKey> }[];
}

/**
 * A marker counts only in an issue by one of `authors` (CONTRACT section 6): anybody can type one. What the state knows an
 * issue to be about counts more than its marker, which people can edit.
 */
export function matchIssues(
  issues: readonly ListedIssue[],
  account: string,
  authors: ReadonlySet<string>,
  episodes: Iterable<Pick<Episode, 'object' | 'issue'>> = [],
): MatchedIssues {
  const known = objectsByNumber(episodes);
  const byObject = new Map<ObjectKey, readonly ListedIssue[]>();
  const digests: MatchedIssues['digests'][number][] = [];
  for (const issue of [...issues].sort((a, b) => a.number - b.number)) {
    if (!authors.has(issue.author)) continue;
    const marker = parseMarker(issue.body);
    const remembered = known.get(issue.number) ?? [];
    const claimed = marker?.account === account ? marker.object : undefined;
    const object = remembered.length === 1 ? remembered[0] : claimed;
    if (remembered.length > 1 || parseDigestMarker(issue.body)?.account === account) {
      digests.push({ issue, objects: new Set([...remembered, ...digestObjects(issue.body, account)]) });
    } else if (object !== undefined) byObject.set(object, [...(byObject.get(object) ?? []), issue]);
  }
  return { byObject, digests };
}

/** Several objects of one issue make a digest. */
function objectsByNumber(
  episodes: Iterable<Pick<Episode, 'object' | 'issue'>>,
): ReadonlyMap<number, readonly ObjectKey[]> {
  const objects = new Map<number, readonly ObjectKey[]>();
  for (const { object, issue } of episodes)
    if (issue !== null) objects.set(issue, [...new Set([...(objects.get(issue) ?? []), object])]);
  return objects;
}

/** Objects that the marker lines of a digest's body name. */
export const digestObjects = (body: string, account: string): ReadonlySet<ObjectKey> =>
  new Set(
    body.split('\n').flatMap((line) => {
      const marker = parseMarker(line);
      return marker?.account === account ? [marker.object] : [];
    }),
  );
