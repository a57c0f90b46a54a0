import { expect } from 'vitest';
import { configPaths } from '#config/file.ts';
import { parseDigestMarker, parseMarker } from '#core/commit/marker.ts';
import { isOrder } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import { pathOf } from '#core/state/history.ts';
import type { State } from '#core/state/state.ts';
import { parseState } from '#core/state/state-text.ts';
import { openRepository } from '#git/repository.ts';
import { kinds } from '#kinds/registry.ts';
import { openConfigVersions } from '#ledger/config-versions.ts';
import { readLedger } from '#ledger/read-ledger.ts';
import type { Issue } from '#sandbox/github/model/entities.ts';
import { environment, gitWithInput } from '../git/support.ts';
import type { LoggedCommit } from '../support/lab-log.ts';
import { toChanges } from '../support/lab-log.ts';
import { driftIssues, type World } from './world.ts';

/** What must hold whatever happened. Each says what it found wrong, a line each. */
type Invariant = (seen: Seen) => readonly string[] | Promise<readonly string[]>;

interface Seen {
  readonly world: World;
  readonly log: readonly LoggedCommit[];
  readonly state: State;
}

/** True after any run, finished or not. */
export const always: Readonly<Record<string, Invariant>> = {
  'no entry is recorded twice': recordedOnce,
  'nobody is named for what another person made': ownContent,
  'history folds to what the state ref says': foldsToState,
  'the watermark never goes back': watermarkGrows,
  'git finds nothing wrong with the repository': soundRepository,
  'no comment is posted twice': commentsOnce,
  'every verdict is by rules of the default branch': judgedByReviewedRules,
  'every decision that counts was said by someone': decidedByPeople,
};

/** True once a run ended well and nothing waits. */
export const settled: Readonly<Record<string, Invariant>> = {
  'every listed entry is recorded': allRecorded,
  'the tree is the account as it stands': treeIsRemote,
  'each open episode has one open issue, and no other issue is open': oneIssueEach,
};

/** Fails with the names of the invariants that do not hold. */
export async function check(
  world: World,
  ...invariants: readonly Readonly<Record<string, Invariant>>[]
): Promise<void> {
  const state = world.lab.state();
  const log = await world.lab.log();
  if (state === null) {
    expect(log, 'history without a state ref').toEqual([]);
    return;
  }
  const broken: Record<string, readonly string[]> = {};
  for (const [name, invariant] of invariants.flatMap((group) => Object.entries(group))) {
    const found = await invariant({ world, log, state });
    if (found.length > 0) broken[name] = found;
  }
  expect(broken).toEqual({});
}

/** The second of two runs does nothing. */
export async function checkSilence(world: World, checkout?: string): Promise<void> {
  const before = { ...world.lab.tips(), writes: world.githubWrites() };
  const { exitCode } = await world.run(checkout === undefined ? {} : { checkout });
  expect({ exitCode, ...world.lab.tips(), writes: world.githubWrites() }).toEqual({ exitCode: 0, ...before });
}

const recordedIds = (log: readonly LoggedCommit[]): readonly string[] => toChanges(log).flatMap(({ audit }) => audit);

function recordedOnce({ log }: Seen): readonly string[] {
  const ids = recordedIds(log);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

/** Entries of rules that the log shows now, since the baseline. */
function allRecorded({ world, log }: Seen): readonly string[] {
  const { account, clock } = world.lab.zendesk;
  const baseline = log.flatMap(({ facts }) => (facts?.type === 'baseline' ? [facts.time] : []))[0] ?? '';
  const sources = kinds.flatMap(({ auditSources }) => auditSources);
  const listed = account.audit
    .visible(clock.now())
    .filter(({ source_type, created_at }) => sources.includes(source_type) && created_at >= baseline);
  const recorded = new Set(recordedIds(log));
  return listed
    .filter(({ id }) => !recorded.has(String(id)))
    .map(({ id, action, source_id, created_at }) => `${id} (${action} of ${source_id}, ${created_at})`);
}

function ownContent({ world, log }: Seen): readonly string[] {
  const { makers, lab } = world;
  const named = log.flatMap(({ id, facts, record }) => {
    if (facts?.type !== 'change' || facts.attribution !== 'exact' || facts.change === 'none') return [];
    const path = pathOf(lab.account, facts.object);
    const after = record.paths.find((change) => change.path === path)?.after ?? null;
    if (path === null || isOrder(facts.object)) return [];
    return [{ id, path, after, actor: facts.entries[0]?.actorId ?? '', what: `${facts.object} ${facts.change}` }];
  });
  return named.flatMap(({ id, path, after, actor, what }) => {
    const versions = makers.versionsOf(path);
    const made = versions.some(({ blob, actor: maker }) => blob === after && maker === actor);
    return made ? [] : [`${id.slice(0, 8)} ${what} names ${actor}`];
  });
}

function treeIsRemote({ world }: Seen): readonly string[] {
  const [tree, remote] = [world.lab.tree(), world.lab.canonicalRemote()];
  return [...new Set([...tree.keys(), ...remote.keys()])].filter((path) => tree.get(path) !== remote.get(path));
}

async function foldsToState({ world, state }: Seen): Promise<readonly string[]> {
  const { account, remote } = world.lab;
  const repository = await openRepository({
    directory: remote,
    branch: 'main',
    stateRef: 'refs/zendrift/nobody',
    dryRun: true,
    environment,
    clock: { now: () => 0, sleep: async () => {} },
    random: () => 0.5,
    warn: () => {},
  });
  const committers = [{ name: 'zendrift[bot]', email: 'zendrift@users.noreply.github.com' }];
  const now = world.lab.zendesk.clock.iso();
  const refused = new Set([...world.forged, ...state.unconfirmed.map(({ commit }) => commit)]);
  const { state: folded } = await readLedger({
    ...{ repository, account, committers, now, auditWindowSeconds: 172800 },
    confirm: async (claims) =>
      new Map(claims.map(({ commit }) => [commit, refused.has(commit) ? 'nobody has said it' : null])),
    confirmCommits: null,
    readVersions: openConfigVersions({
      repository,
      configSource: { branch: 'main', commit: null, path: '.github/zendrift.yml', text: '' },
      configPaths: configPaths(account),
    }),
    prove: () => false,
  });
  await repository.close();
  const lost = [...folded.seen.keys()].filter((id) => !state.seen.has(id)).map((id) => `${id} is not in the state`);
  const [a, b] = [comparable(folded), comparable(state)].map((one) => JSON.stringify(one, null, 1));
  return [
    ...lost,
    ...firstDifference(a ?? '', b ?? ''),
    ...(folded.watermark > state.watermark ? [`${folded.watermark} is newer than ${state.watermark}`] : []),
  ];
}

function firstDifference(a: string, b: string): readonly string[] {
  if (a === b) return [];
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  const around = (lines: readonly string[]) => lines.slice(Math.max(0, at - 6), at + 3).join(' ');
  return [`from history: ${around(left)}`, `in the state: ${around(right)}`];
}

const comparable = ({ baselines, episodes, known, redaction, snapshotFormat }: State) => ({
  baselines: [...baselines].sort(),
  known: [...known].sort(),
  redaction,
  snapshotFormat,
  episodes: [...episodes.values()].map(comparableEpisode).sort((a, b) => (a.object < b.object ? -1 : 1)),
});

const comparableEpisode = ({ object, approvedState, changes, rejected }: Episode) => ({
  object,
  approvedState,
  rejected,
  changes: changes.map((change) => ({
    commit: change.commit,
    type: change.type,
    states: [change.before, change.after],
    entries: change.entries.map(({ id }) => id),
    attribution: change.attribution,
    observed: change.observed,
    transient: change.transient,
    verdict: `${change.verdict.decision} ${change.verdict.reason}`,
    risk: [change.risk, ...change.riskCodes],
    moved: [...change.moved].sort(),
  })),
});

async function watermarkGrows({ world }: Seen): Promise<readonly string[]> {
  const { lab } = world;
  const states = lab.git('log', '--reverse', '--format=%H', `refs/zendrift/${lab.account}`).split('\n');
  const names = states.map((commit) => `${commit}:state.json\n`).join('');
  const texts = gitWithInput(lab.remote, names, 'cat-file', '--batch=%(objecttype)').split(/\n?^blob$\n|^.* missing$/m);
  // A state that was damaged is rebuilt from history, which knows nothing of idle runs: the count begins anew.
  const inStates = texts.map((text) => parseState(`${text.trimEnd()}\n`, lab.account)?.watermark ?? '');
  const inCommits = (await lab.wholeLog()).flatMap(({ facts }) => facts?.watermark ?? []);
  return [inStates, inCommits].flatMap((times) =>
    times.flatMap((time, index) =>
      time !== '' && time < (times[index - 1] ?? '') ? [`${times[index - 1]} then ${time}`] : [],
    ),
  );
}

/** The policy of a repository without a configuration. */
const emptyBlob = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

function judgedByReviewedRules({ world, log }: Seen): readonly string[] {
  const path = '.github/zendrift.yml';
  const commits = world.lab.git('log', '--format=%H', 'main', '--', path).split('\n').filter(Boolean);
  const blobs = gitWithInput(
    world.lab.remote,
    commits.map((id) => `${id}:${path}\n`).join(''),
    'cat-file',
    '--batch-check',
  );
  const reviewed = new Set([emptyBlob, ...blobs.split('\n').map((line) => line.split(' ')[0])]);
  return log.flatMap(({ id, facts }) =>
    facts?.type === 'change' && !reviewed.has(facts.verdict.policy)
      ? [`${id.slice(0, 8)} is judged by ${facts.verdict.policy}`]
      : [],
  );
}

function decidedByPeople({ world, state }: Seen): readonly string[] {
  const counted = [...state.decisions, ...[...state.ended.values()].flatMap(({ decision }) => decision ?? [])];
  return counted.filter(({ commit }) => world.forged.has(commit)).map(({ object, commit }) => `${object}: ${commit}`);
}

function soundRepository({ world }: Seen): readonly string[] {
  try {
    world.lab.git('fsck', '--full', '--strict', '--no-dangling');
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** A comment of ours is known by its first line; issues of one repository count apart. */
function commentsOnce({ world }: Seen): readonly string[] {
  const { model } = world.github;
  return model.issues().flatMap(({ number }) => {
    const marks = model
      .comments(number)
      .filter(({ login, body }) => login === 'github-actions[bot]' && !parseDigestMarker(body))
      .map(({ body }) => body.split('\n', 1)[0] ?? '')
      .filter((line) => line.startsWith('<!--'));
    return marks.filter((mark, index) => marks.indexOf(mark) !== index).map((mark) => `#${number}: ${mark}`);
  });
}

function oneIssueEach({ world, state }: Seen): readonly string[] {
  const open = driftIssues(world.github).filter(
    ({ state: is, labels }) =>
      is === 'open' && labels.includes('config-drift') && labels.includes(`account:${state.account}`),
  );
  const objects = open.flatMap((issue) => objectsOf(world, issue).map((object) => ({ object, number: issue.number })));
  const episodes = [...state.episodes.keys()];
  const missing = episodes.filter((object) => !objects.some((one) => one.object === object));
  const given = missing.filter((object) => !isLeftClosed(world, object));
  return [
    ...given.map((object) => `no open issue for ${object}`),
    ...objects
      .filter(({ object }, index) => objects.findIndex((other) => other.object === object) !== index)
      .map(({ object, number }) => `#${number} is a second one for ${object}`),
    ...open
      .filter((issue) => !objectsOf(world, issue).some((object) => episodes.includes(object)))
      .map(({ number, title }) => `#${number} is open without an episode: ${title}`),
  ];
}

/** What the marker, or for a digest the marker lines, name. */
function objectsOf({ lab, github }: World, { number, body }: Issue): readonly `${string}/${string}`[] {
  const own = parseMarker(body ?? '');
  if (own) return own.account === lab.account ? [own.object] : [];
  const texts = [body ?? '', ...github.model.comments(number).map((comment) => comment.body)];
  return texts.flatMap((text) =>
    text.split('\n').flatMap((line) => {
      const marker = parseMarker(line);
      return marker?.account === lab.account ? [marker.object] : [];
    }),
  );
}

/** Closed by a person once more after it was opened again: that is respected and warned about. */
const isLeftClosed = ({ github }: World, object: string): boolean =>
  driftIssues(github).some(
    ({ number, state, closedBy }) =>
      state === 'closed' &&
      closedBy !== 'github-actions[bot]' &&
      github.model.comments(number).some(({ body }) => body.startsWith(`<!-- zendrift:1 reopened=${object} `)),
  );
