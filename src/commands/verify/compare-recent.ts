import type { EpisodeChange } from '#drift/episode.ts';
import type { ObjectKey } from '#drift/object-key.ts';
import type { State } from '#drift/state.ts';
import { shortId } from './finding.ts';

/** Differences between the state's open episodes and remembered commits and those that history gives, in words. */
export const compareRecent = (state: State, rebuilt: State): readonly string[] => [
  ...compareEpisodes(state, rebuilt),
  ...compareCommits(state, rebuilt),
];

function compareEpisodes(state: State, rebuilt: State): readonly string[] {
  const objects = [...new Set([...state.episodes.keys(), ...rebuilt.episodes.keys()])].sort();
  return objects.flatMap((object) => {
    const [found, expected] = [state.episodes.get(object), rebuilt.episodes.get(object)];
    if (!found || !expected) {
      return [
        found
          ? `it has an open episode of ${object} that history does not have`
          : `the open episode of ${object} is missing in it`,
      ];
    }
    const differences: string[] = [];
    if (found.ground !== expected.ground) differences.push('ground');
    if (print(found.changes) !== print(expected.changes)) differences.push('changes');
    if (found.rejected?.comment !== expected.rejected?.comment) differences.push('rejection');
    return differences.map((what) => `the ${what} of the open episode of ${object} differs from history`);
  });
}

/** Whatever it remembers of an object, history has; how long it remembers is its own affair. */
function compareCommits(state: State, rebuilt: State): readonly string[] {
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
