import { shortId } from '#core/commit/marker.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { type EarlierDecision, type Episode, type EpisodeChange, rejectionsOf } from '#core/state/episode.ts';
import type { State } from '#core/state/state.ts';
import { addSeconds, earlier, type UtcTime } from '#core/time.ts';

/** What all of history gives, against which a state is checked. */
export interface WholeFold {
  /** With nothing forgotten. */
  readonly state: State;
  /** Objects whose episodes the commits alone do not decide: see `listUnsure`. */
  readonly unsure: ReadonlySet<ObjectKey>;
}

/**
 * Where a state says something else than the commits it was folded from, in words. Left alone is what is no fold: issue
 * numbers, entries that wait, words of the log, how the last run went, and how long something is remembered.
 */
export function compareStates(state: State, { state: whole, unsure }: WholeFold): readonly string[] {
  const sure = ([object]: readonly [ObjectKey, unknown]) => !unsure.has(object);
  return [
    ...compareValues(state, whole),
    ...compareEpisodes(state, whole)
      .filter(({ object }) => !unsure.has(object))
      .map(({ message }) => message),
    ...compareRemembered(
      'the end of the episode of',
      new Map([...state.ended].filter(sure)),
      whole.ended,
      ({ how, commit }) => [how, commit],
    ),
    ...compareTimed(state, whole)
      .filter(({ object }) => !unsure.has(object))
      .map(({ message }) => message),
    ...compareRemembered('change request', state.requests, whole.requests, ({ expected, ...request }) => [
      sorted(new Map(Object.entries(request))),
      sorted(expected),
    ]),
    ...compareRemembered('the release of', state.accepted, whole.accepted, ({ ids, at }) => [ids, at]),
    ...compareRemembered('decision', byCommit(state.decisions), byCommit(whole.decisions), ({ by, decision }) => [
      by,
      decision,
    ]),
    ...compareRemembered('earlier decision', allDecided(state), allDecided(whole), ({ by, decision, at, issue }) => [
      by,
      decision,
      at,
      issue,
    ]),
    ...compareRemembered('write', byCommit(state.reverts), byCommit(whole.reverts), (write) =>
      sorted(new Map(Object.entries(write))),
    ),
    ...compareCommits(state, whole),
    ...compareEntries(state, whole),
  ];
}

function compareValues(state: State, whole: State): readonly string[] {
  const values: readonly (readonly [what: string, found: unknown, expected: unknown])[] = [
    ['branch', state.branch, whole.branch ?? state.branch],
    ['configuration', state.config, whole.config],
    ['list of accounts', sorted(state.accounts), sorted(whole.accounts)],
    ['list of baselines', sorted(state.baselines), sorted(whole.baselines)],
    ['list of alerts', sorted(state.alerts), sorted(whole.alerts)],
    ['redaction', state.redaction, whole.redaction],
    ['snapshot format', state.snapshotFormat, whole.snapshotFormat],
  ];
  return values.flatMap(([what, found, expected]) => {
    const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
    return a === b ? [] : [`its ${what} is ${a}, but history gives ${b}`];
  });
}

const sorted = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

const byCommit = <T extends { readonly commit: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((one) => [one.commit, one]));

const allDecided = ({ decided }: State): ReadonlyMap<string, EarlierDecision> => byCommit([...decided.values()].flat());

/** Whatever the state remembers, history has; how long it remembers is its own affair. */
function compareRemembered<Key extends string, T>(
  what: string,
  found: ReadonlyMap<Key, T>,
  expected: ReadonlyMap<Key, T>,
  print: (one: T) => unknown,
): readonly string[] {
  return [...found].flatMap(([key, one]) => {
    const known = expected.get(key);
    if (known === undefined) return [`${what} ${key} is in it, but not in history`];
    return JSON.stringify(print(one)) === JSON.stringify(print(known)) ? [] : [`${what} ${key} differs from history`];
  });
}

/** Where an open episode of the state is not the one that history gives. */
export interface EpisodeDifference {
  readonly object: ObjectKey;
  readonly message: string;
}

export function compareEpisodes(state: State, whole: State): readonly EpisodeDifference[] {
  const objects = [...new Set([...state.episodes.keys(), ...whole.episodes.keys()])].sort();
  return objects.flatMap((object) =>
    differencesOf(state.episodes.get(object), whole.episodes.get(object)).map((what) => ({
      object,
      message: `the open episode of ${object} ${what}`,
    })),
  );
}

function differencesOf(found: Episode | undefined, expected: Episode | undefined): readonly string[] {
  if (!found) return ['is missing in it'];
  if (!expected) return ['is in it, but not in history'];
  return [
    ...(found.approvedState === expected.approvedState ? [] : ['has another approved state than in history']),
    ...(print(found.changes) === print(expected.changes) ? [] : ['has other changes than in history']),
    ...(printRejections(found) === printRejections(expected) ? [] : ['has another rejection than in history']),
    ...(printApprovals(found) === printApprovals(expected) ? [] : ['has other approvals than in history']),
  ];
}

const printRejections = (episode: Episode): string =>
  JSON.stringify([episode.rejected?.comment, rejectionsOf(episode).map(({ byId }) => byId)]);

const printApprovals = ({ approvals = [] }: Episode): string =>
  JSON.stringify(approvals.map(({ byId, commit }) => [byId, commit]));

/** Without one of these, an approval that should have ended would hold for good. */
function compareTimed(state: State, whole: State): readonly EpisodeDifference[] {
  const objects = [...new Set([...state.timed.keys(), ...whole.timed.keys()])].sort();
  return objects.flatMap((object) => {
    const [found, expected] = [state.timed.get(object), whole.timed.get(object)];
    const isSame = found?.until === expected?.until && found?.commit === expected?.commit;
    const isSameChange = found?.approvedState === expected?.approvedState;
    return isSame && isSameChange
      ? []
      : [{ object, message: `the end date of the approval of ${object} differs from history` }];
  });
}

export function compareCommits(state: State, whole: State): readonly string[] {
  const differences: string[] = [];
  for (const [object, changes] of state.recent) {
    const known = new Map((whole.recent.get(object) ?? []).map((change) => [change.commit, change]));
    for (const change of changes) {
      const expected = known.get(change.commit);
      if (!expected)
        differences.push(`it remembers commit ${shortId(change.commit)} of ${object}, which is not in history`);
      else if (print([change]) !== print([expected])) {
        differences.push(`what it remembers of commit ${shortId(change.commit)} differs from history`);
      }
    }
  }
  return differences;
}

/** What a commit's block keeps. The log's words, why rules failed and which ids moved are not in it. */
const print = (changes: readonly EpisodeChange[]): string =>
  JSON.stringify(
    changes.map(({ commit, type, before, after, entries, attribution, observed, verdict, risk, ...change }) => [
      [commit, type, before, after, attribution, observed, change.transient, risk, change.otherFields ?? []],
      [verdict.decision, verdict.reason, verdict.rule ?? '', verdict.policy],
      entries.map(({ id, time, actorId }) => [id, time, actorId]),
    ]),
  );

/** Whatever the configuration says, ids are kept for an hour longer than its window. */
export const leastMemorySeconds = 3600;

/** Entries of the log: one too few in it would be recorded again, one that waits and is recorded would be, too. */
function compareEntries(state: State, whole: State): readonly string[] {
  const oldest = [...state.seen.values()].reduce<UtcTime>(earlier, '9');
  const recent = state.lastRun === null ? oldest : addSeconds(state.lastRun, -leastMemorySeconds);
  const horizon = earlier(oldest, recent);
  const lost = [...whole.seen].find(([id, time]) => time > horizon && !state.seen.has(id));
  const moved = [...state.seen].find(([id, time]) => (whole.seen.get(id) ?? time) !== time);
  const waiting = state.pending.find(({ id }) => whole.seen.has(id));
  return [
    ...(lost ? [`audit entry ${lost[0]} is in history, but the state does not know it`] : []),
    ...(moved ? [`audit entry ${moved[0]} has another time in it than in history`] : []),
    ...(waiting ? [`audit entry ${waiting.id} waits in it, but is in history`] : []),
  ];
}
