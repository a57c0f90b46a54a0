import { foldEvents } from '#drift/fold.ts';
import { kindOf, type ObjectKey } from '#drift/object-key.ts';
import { emptyState, type State } from '#drift/state.ts';
import { parseState, stateFormat } from '#drift/state-text.ts';
import { addSeconds, earlier } from '#drift/time.ts';
import { compareCommits, compareEpisodes } from './compare-recent.ts';
import { type Finding, fault, shortId, warning } from './finding.ts';
import type { VerifyRun } from './run.ts';
import type { Walk } from './walk.ts';

export interface CheckedState {
  readonly findings: readonly Finding[];
  /** As the ref has it; null where there is none that can be read. */
  readonly state: State | null;
  /** As history gives it. */
  readonly rebuilt: State;
}

/**
 * The state ref is a cache of history: what it says must be what history gives. Left alone is what is not a fold: words
 * of the log, issue numbers, ids of untracked objects, how the last run went.
 */
export async function checkState(
  run: VerifyRun,
  walk: Walk,
  orders: ReadonlyMap<string, string>,
  tip: { readonly branch: string; readonly state: string | null },
): Promise<CheckedState> {
  const rebuilt = foldEvents(emptyState(run.account), walk.events, (blob) => orders.get(blob) ?? null);
  if (tip.state === null) {
    const message = 'there is no state ref; the next run builds it from history';
    return { findings: walk.steps.length === 0 ? [] : [warning('state', message)], state: null, rebuilt };
  }
  const where = { commit: tip.state, path: 'state.json' };
  const text = await run.repository.readFile(tip.state, 'state.json');
  const state = text === null ? null : parseState(text, run.account);
  if (state === null) return { findings: [unreadable(text, where)], state, rebuilt };
  const differences = [
    ...compareTree(walk, state, await recordedTree(run, walk)),
    ...compareStates(state, rebuilt),
    ...compareCommits(state, rebuilt),
  ].map((message) => fault('state', message, where));
  const unsure = unsureObjects(walk);
  const episodes = compareEpisodes(state, rebuilt).map(({ object, message }) =>
    unsure(object) ? warning('state', message, where) : fault('state', message, where),
  );
  const grounds = await checkGrounds(run, state, tip.state);
  return { findings: [...differences, ...episodes, ...grounds], state, rebuilt };
}

/** Another version of this tool writes another format, which the next run rebuilds; anything else is damage. */
function unreadable(text: string | null, where: { readonly commit: string; readonly path: string }): Finding {
  if (text === null) return fault('state', 'the state ref has no state.json', where);
  const format = /^ {2}"format": (\d{1,9}),?$/m.exec(text)?.[1];
  if (format === undefined || Number(format) === stateFormat || !text.endsWith('\n}\n')) {
    return fault('state', 'state.json is not a whole state of this account', where);
  }
  return warning('state', `state.json has the format ${format} of another version; the next run builds it anew`, where);
}

/**
 * Objects whose episodes history alone does not give for sure: a state written back counts as approved only as long as the
 * write is remembered, and states under other redaction rules are compared as they would be masked at that time.
 */
function unsureObjects({ steps }: Walk): (object: ObjectKey) => boolean {
  const rules = new Set(steps.flatMap(({ facts }) => (facts.type === 'baseline' ? [facts.redaction ?? ''] : [])));
  const kinds = new Set(
    steps.flatMap(({ facts }) =>
      facts.type === 'decision' && facts.writer !== undefined ? [kindOf(facts.object)] : [],
    ),
  );
  return (object) => rules.size > 1 || kinds.has(kindOf(object));
}

/** Tree id of our folder at the newest commit of ours: other people's later edits are not in the state. */
async function recordedTree({ repository, account }: VerifyRun, { steps }: Walk): Promise<string | null> {
  const last = steps.at(-1);
  return last ? repository.readTreeId(last.commit, `snapshots/${account}`) : null;
}

const compareTree = ({ steps }: Walk, { tree }: State, recorded: string | null): readonly string[] =>
  steps.length === 0 || tree === recorded
    ? []
    : [`its tree is ${tree ?? 'none'}, but that of our newest commit is ${recorded ?? 'none'}`];

function compareStates(state: State, rebuilt: State): readonly string[] {
  const differences: string[] = [];
  const compare = (what: string, found: unknown, expected: unknown) => {
    const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
    if (a !== b) differences.push(`its ${what} is ${a}, but history gives ${b}`);
  };
  // An idle run moves the state's watermark on without a commit, but never beyond the run itself.
  if (state.watermark < rebuilt.watermark || state.watermark > (state.lastRun ?? rebuilt.watermark)) {
    const { watermark, lastRun } = state;
    differences.push(
      `its watermark ${watermark} is not between history's ${rebuilt.watermark} and its last run, ${lastRun}`,
    );
  }
  compare('list of baselines', sorted(state.baselines), sorted(rebuilt.baselines));
  compare('redaction', state.redaction, rebuilt.redaction);
  if (rebuilt.baselines.size > 0) compare('snapshot format', state.snapshotFormat, rebuilt.snapshotFormat);
  const odd = state.pending.find(({ id }) => rebuilt.seen.has(id));
  if (odd) differences.push(`audit entry ${odd.id} waits in it, but is in history`);
  const early = state.pending.find(({ time }) => time < state.watermark);
  if (early) differences.push(`audit entry ${early.id} waits in it, but is older than its watermark`);
  return [...differences, ...compareSeen(state, rebuilt)];
}

const sorted = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** Ids are forgotten after a while, so only those that must still be known count; one too few would be recorded again. */
function compareSeen(state: State, rebuilt: State): readonly string[] {
  const oldest = [...state.seen.values()].reduce(earlier, '9');
  const recent = state.lastRun === null ? oldest : addSeconds(state.lastRun, -leastMemorySeconds);
  const horizon = earlier(oldest, recent);
  const lost = [...rebuilt.seen].find(([id, time]) => time >= horizon && !state.seen.has(id));
  const moved = [...state.seen].find(([id, time]) => (rebuilt.seen.get(id) ?? time) !== time);
  return [
    ...(lost ? [`audit entry ${lost[0]} is in history, but the state does not know it`] : []),
    ...(moved ? [`audit entry ${moved[0]} has another time in it than in history`] : []),
  ];
}

/** Whatever the configuration says, ids are kept for an hour longer than its window (SEMANTICS section 1). */
const leastMemorySeconds = 3600;

/** The ground of each open episode stands beside the state, and nothing else does. */
async function checkGrounds({ repository }: VerifyRun, state: State, commit: string): Promise<readonly Finding[]> {
  const files = await repository.listTree(commit, '');
  const expected = new Map<string, string>();
  for (const { object, ground } of state.episodes.values()) {
    if (ground !== null) expected.set(`grounds/${object}.json`, ground);
  }
  const paths = new Set([...files.keys(), ...expected.keys()]);
  paths.delete('state.json');
  return [...paths].sort().flatMap((path) => {
    const [found, ground] = [files.get(path), expected.get(path)];
    if (found === ground) return [];
    const message =
      ground === undefined
        ? 'stands in the state, but no open episode has it as its ground'
        : found === undefined
          ? `the ground ${shortId(ground)} of an open episode is missing`
          : `is not the ground ${shortId(ground)} of its episode`;
    return [fault('state', message, { commit, path })];
  });
}
