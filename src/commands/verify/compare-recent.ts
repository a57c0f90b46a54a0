import type { Episode, EpisodeChange } from '#drift/episode.ts';
import type { ObjectKey } from '#drift/object-key.ts';
import type { State } from '#drift/state.ts';
import { shortId } from './finding.ts';

/** Where an open episode of the state is not the one that history gives. */
export interface EpisodeDifference {
  readonly object: ObjectKey;
  readonly message: string;
}

export function compareEpisodes(state: State, rebuilt: State): readonly EpisodeDifference[] {
  const objects = [...new Set([...state.episodes.keys(), ...rebuilt.episodes.keys()])].sort();
  return objects.flatMap((object) =>
    differencesOf(state.episodes.get(object), rebuilt.episodes.get(object)).map((what) => ({
      object,
      message: `the open episode of ${object} ${what}`,
    })),
  );
}

function differencesOf(found: Episode | undefined, expected: Episode | undefined): readonly string[] {
  if (!found) return ['is missing in it'];
  if (!expected) return ['is in it, but not in history'];
  return [
    ...(found.ground === expected.ground ? [] : ['has another ground than in history']),
    ...(print(found.changes) === print(expected.changes) ? [] : ['has other changes than in history']),
    ...(found.rejected?.comment === expected.rejected?.comment ? [] : ['has another rejection than in history']),
  ];
}

/** Whatever it remembers of an object, history has; how long it remembers is its own affair. */
export function compareCommits(state: State, rebuilt: State): readonly string[] {
  const differences: string[] = [];
  for (const [object, changes] of state.recent) {
    const known = new Map((rebuilt.recent.get(object) ?? []).map((change) => [change.commit, change]));
    for (const change of changes) {
      const expected = known.get(change.commit);
      if (!expected) differences.push(notThere(object, change));
      else if (print([change]) !== print([expected])) {
        differences.push(`what it remembers of commit ${shortId(change.commit)} differs from history`);
      }
    }
  }
  return differences;
}

const notThere = (object: ObjectKey, { commit }: EpisodeChange): string =>
  `it remembers commit ${shortId(commit)} of ${object}, which is not in history`;

/** What a commit's block keeps. The log's words, why rules failed and which ids moved are not in it. */
const print = (changes: readonly EpisodeChange[]): string =>
  JSON.stringify(
    changes.map(({ commit, type, before, after, entries, attribution, observed, transient, verdict, risk }) => [
      [commit, type, before, after, attribution, observed, transient, risk],
      [verdict.decision, verdict.reason, verdict.rule ?? '', verdict.policy],
      entries.map(({ id, time, actorId }) => [id, time, actorId]),
    ]),
  );
