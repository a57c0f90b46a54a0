import { parseDigestMarker, parseMarker } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { State } from '#core/state/state.ts';
import type { ListedIssue } from '#ports.ts';
import { accountLabel, hasLabel } from '#render/issue/labels.ts';
import { findBodyChange } from './shows-change.ts';

/** The open issues of one account, by what their first line claims. */
export interface MatchedIssues {
  /** Lowest number first: it stays, the others are duplicates. */
  readonly byObject: ReadonlyMap<ObjectKey, readonly ListedIssue[]>;
  /** Their episode has ended, and another one of the same object is open: that one gets an issue of its own. */
  readonly former: readonly { readonly issue: ListedIssue; readonly object: ObjectKey }[];
  readonly digests: readonly { readonly issue: ListedIssue; readonly objects: ReadonlySet<ObjectKey> }[];
  /** Someone edited them, and nothing shows which change they were about. */
  readonly unclear: readonly ListedIssue[];
}

/**
 * A marker counts only in an issue by one of `authors`, because anybody can type one (docs/format.md, Markers). What an
 * issue is about comes from the state, not from its marker, which people can edit. If the state does not know the issue,
 * the marker must fit the rest of the body. `isEdited` = the text is known not to be what we wrote.
 */
export function matchIssues(
  issues: readonly ListedIssue[],
  authors: ReadonlySet<string>,
  { account, episodes, ended }: Pick<State, 'account' | 'episodes' | 'ended'>,
  isEdited: (issue: ListedIssue) => boolean = () => false,
): MatchedIssues {
  const known = objectsByNumber({ episodes, ended });
  const byObject = new Map<ObjectKey, readonly ListedIssue[]>();
  const digests: MatchedIssues['digests'][number][] = [];
  const former: MatchedIssues['former'][number][] = [];
  const unclear: ListedIssue[] = [];
  for (const issue of [...issues].sort((a, b) => a.number - b.number)) {
    if (!authors.has(issue.author)) continue;
    const marker = parseMarker(issue.body);
    const remembered = known.get(issue.number) ?? [];
    const claimed = marker?.account === account ? marker.object : undefined;
    const object = remembered.length === 1 ? remembered[0] : claimed;
    const isKnown = remembered.length > 0 && isEdited(issue);
    const isMarked = !isKnown && parseDigestMarker(issue.body)?.account === account;
    if (remembered.length > 1 || isMarked) {
      // Lines that someone added to it bring nothing into it.
      const named = isKnown ? [] : digestObjects(issue.body, account);
      const objects = [...remembered, ...named].filter((one) => !isFormer({ episodes, ended }, one, issue.number));
      digests.push({ issue, objects: new Set(objects) });
      continue;
    }
    if (object === undefined) continue;
    if (isFormer({ episodes, ended }, object, issue.number)) {
      former.push({ issue, object });
      continue;
    }
    const episode = remembered.length === 0 ? episodes.get(object) : undefined;
    if (episode && !concerns(issue, account)) continue;
    if (episode && findBodyChange(issue.body, episode) === null) unclear.push(issue);
    else byObject.set(object, [...(byObject.get(object) ?? []), issue]);
  }
  return { byObject, former, digests, unclear };
}

/**
 * Whether an issue showed an episode that has ended, while another one of the same object is open: an issue never becomes
 * another question.
 */
export const isFormer = (
  { episodes, ended }: Pick<State, 'episodes' | 'ended'>,
  object: ObjectKey,
  number: number,
): boolean => {
  const episode = episodes.get(object);
  return episode !== undefined && episode.issue !== number && ended.get(object)?.issue === number;
};

/** What the state knows issues to be about. Several objects of one issue make a digest. */
export function objectsByNumber({
  episodes,
  ended,
}: Pick<State, 'episodes' | 'ended'>): ReadonlyMap<number, readonly ObjectKey[]> {
  const objects = new Map<number, readonly ObjectKey[]>();
  for (const { object, issue } of [...ended.values(), ...episodes.values()])
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

/** Several accounts may share a repository: a label says which one is meant, none means any. */
export function concerns({ labels }: Pick<ListedIssue, 'labels'>, account: string): boolean {
  const named = labels.filter((label) => /^account:/i.test(label));
  return named.length === 0 || hasLabel(named, accountLabel(account));
}
