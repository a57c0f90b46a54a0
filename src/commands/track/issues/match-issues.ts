import { parseDigestMarker, parseMarker } from '#drift/marker.ts';
import type { ObjectKey } from '#drift/object-key.ts';
import type { ListedIssue } from '#ports.ts';

/** The open issues of one account, by what their first line claims. */
export interface MatchedIssues {
  /** Lowest number first: it stays, the others are duplicates. */
  readonly byObject: ReadonlyMap<ObjectKey, readonly ListedIssue[]>;
  readonly digests: readonly { readonly issue: ListedIssue; readonly objects: ReadonlySet<ObjectKey> }[];
}

/** A marker counts only in an issue by one of `authors` (CONTRACT section 6): anybody can type one. */
export function matchIssues(
  issues: readonly ListedIssue[],
  account: string,
  authors: ReadonlySet<string>,
): MatchedIssues {
  const byObject = new Map<ObjectKey, readonly ListedIssue[]>();
  const digests: MatchedIssues['digests'][number][] = [];
  for (const issue of [...issues].sort((a, b) => a.number - b.number)) {
    if (!authors.has(issue.author)) continue;
    const marker = parseMarker(issue.body);
    if (marker?.account === account) byObject.set(marker.object, [...(byObject.get(marker.object) ?? []), issue]);
    if (parseDigestMarker(issue.body)?.account === account)
      digests.push({ issue, objects: digestObjects(issue.body, account) });
  }
  return { byObject, digests };
}

/** Objects that the marker lines of a digest's body name. */
export const digestObjects = (body: string, account: string): ReadonlySet<ObjectKey> =>
  new Set(
    body.split('\n').flatMap((line) => {
      const marker = parseMarker(line);
      return marker?.account === account ? [marker.object] : [];
    }),
  );
