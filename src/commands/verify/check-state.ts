import { shortId } from '#core/commit/marker.ts';
import { listApprovedStates } from '#core/state/approved-files.ts';
import type { RecordedEvent } from '#core/state/fold.ts';
import { emptyState, type State } from '#core/state/state.ts';
import { parseState, stateFormat } from '#core/state/state-text.ts';
import { later, type UtcTime } from '#core/time.ts';
import { compareEpisodes, compareStates, type WholeFold } from '#ledger/compare-states.ts';
import { type DecisionClaim, foldClaims } from '#ledger/confirm-decisions.ts';
import { listUnsure } from '#ledger/list-unsure.ts';
import { counted as countedWords, type Finding, toFault, toFindingWarning } from '#render/verify/finding.ts';
import type { StateChain } from './check-tips.ts';
import type { Step } from './step.ts';
import type { VerifyRun } from './verify-run.ts';
import type { Walk } from './walk.ts';

export interface CheckedState {
  readonly findings: readonly Finding[];
  /** As the ref has it; null where there is none that can be read. */
  readonly state: State | null;
  /** As history gives it. */
  readonly rebuilt: State;
  /** Every decision of history in its place, also one that does not count. `isCounted` = the state ref counts it. */
  readonly claims: readonly DecisionClaim[];
}

/** What the state ref holds. */
export interface StoredState {
  /** Null where there is no state ref. */
  readonly commit: string | null;
  /** Null where it is none that this version can use; `findings` say why. */
  readonly state: State | null;
  readonly findings: readonly Finding[];
}

/** Texts of the recorded orders by blob. */
type Orders = ReadonlyMap<string, string>;

export async function readStoredState(run: VerifyRun, commit: string | null): Promise<StoredState> {
  if (commit === null) return { commit, state: null, findings: [] };
  const text = await run.repository.readFile(commit, 'state.json');
  const state = text === null ? null : parseState(text, run.account);
  return { commit, state, findings: state === null ? [unreadable(text, whereIn(commit))] : [] };
}

const whereIn = (commit: string) => ({ commit, path: 'state.json' });

/**
 * The state ref is a cache of history: what it says must be what history gives. Left alone is what is not a fold: words
 * of the log, issue numbers, ids of untracked objects, how the last run went. Decisions that it does not count because GitHub
 * did not bear them out are left out of history as well, and named.
 */
export async function checkState(
  run: VerifyRun,
  walk: Walk,
  orders: Orders,
  read: StoredState,
  ahead: ReadonlySet<string>,
): Promise<CheckedState> {
  const { commit, state } = read;
  const unconfirmed = new Set(state?.unconfirmed.map((one) => one.commit));
  const folded = stepsUntil(walk, state?.folded ?? null);
  const { state: rebuilt, claims: all } = fold(run, walk.steps, orders, unconfirmed);
  const counted = new Set(
    state === null ? [] : folded.flatMap((step) => (unconfirmed.has(step.commit) ? [] : step.commit)),
  );
  const claims = all.map((claim) => ({ ...claim, isCounted: counted.has(claim.commit) }));
  if (commit === null && walk.steps.length > 0) {
    const message = 'there is no state ref; the next run builds it from history';
    return { findings: [toFindingWarning('state', message)], state, rebuilt, claims };
  }
  if (commit === null || state === null) return { findings: read.findings, state, rebuilt, claims };
  const whole = {
    state: folded.length === walk.steps.length ? rebuilt : fold(run, folded, orders, unconfirmed).state,
    unsure: listUnsure(eventsOf(folded).filter((event) => !isUnconfirmed(event, unconfirmed))),
  };
  const where = whereIn(commit);
  const findings = [
    ...checkFolded(walk, state, where),
    ...[
      ...compareTree(folded, state, await recordedTree(run, folded)),
      ...compareWatermark(state, folded, ahead),
      ...compareStates(state, whole),
    ].map((message) => toFault('state', message, where)),
    ...compareUnsure(state, whole).map((message) => toFindingWarning('state', message, where)),
    ...checkUnconfirmed(walk, state, where),
    ...state.doubted.map(({ commit: named, what, reason }) =>
      toFault('forged', `forged, and does not count (${what}): ${reason}`, { commit: named }),
    ),
    ...(await checkApprovedStates(run, state, commit)),
  ];
  return { findings, state, rebuilt, claims };
}

const eventsOf = (steps: readonly Step[]): readonly RecordedEvent[] => steps.flatMap(({ events }) => events);

const isUnconfirmed = (event: RecordedEvent, unconfirmed: ReadonlySet<string>): boolean =>
  event.type === 'decision' && unconfirmed.has(event.commit);

function fold({ account }: VerifyRun, steps: readonly Step[], orders: Orders, unconfirmed: ReadonlySet<string>) {
  const textOf = (blob: string) => orders.get(blob) ?? null;
  // No decision is too old to be compared with its comment.
  return foldClaims(emptyState(account), eventsOf(steps), textOf, (commit) => unconfirmed.has(commit), '');
}

/** Another version of this tool writes another format, which the next run rebuilds; anything else is damage. */
function unreadable(text: string | null, where: { readonly commit: string; readonly path: string }): Finding {
  if (text === null) return toFault('state', 'the state ref has no state.json', where);
  const format = /^ {2}"format": (\d{1,9}),?$/m.exec(text)?.[1];
  if (format === undefined || Number(format) === stateFormat || !text.endsWith('\n}\n')) {
    return toFault('state', 'state.json is not a complete state of this account', where);
  }
  return toFindingWarning(
    'state',
    `state.json has the format ${format} of another version; the next run builds it anew`,
    where,
  );
}

const compareUnsure = (state: State, { state: whole, unsure }: WholeFold): readonly string[] =>
  compareEpisodes(state, whole).flatMap(({ object, message }) => (unsure.has(object) ? [message] : []));

/** The commits of ours that the state has taken in. */
function stepsUntil({ ids, steps }: Walk, folded: string | null): readonly Step[] {
  const end = folded === null ? -1 : ids.indexOf(folded);
  return end < 0 ? steps : steps.filter(({ place }) => place <= end);
}

/** Every run pushes its commits and the state in one step: what came without it is nobody's run, and counts only if confirmed. */
function checkFolded(
  { ids, steps }: Walk,
  { folded }: State,
  where: { readonly commit: string; readonly path: string },
): readonly Finding[] {
  if (folded === null) return [toFault('state', 'it does not say up to which commit it goes', where)];
  const end = ids.indexOf(folded);
  if (end < 0) return [toFault('state', `it goes up to ${shortId(folded)}, which is not in the branch`, where)];
  const [first, ...more] = steps.filter(({ place }) => place > end);
  if (!first) return [];
  const others = more.length === 0 ? '' : ` (and ${countedWords(more.length, 'commit')} after it)`;
  const message = `was pushed without the state ref${others}, which no run does; the next run looks at it`;
  return [toFault('state', message, { commit: first.commit })];
}

/** Tree id of our folder at the newest commit of ours: other people's later edits are not in the state. */
async function recordedTree({ repository, account }: VerifyRun, steps: readonly Step[]): Promise<string | null> {
  const last = steps.at(-1);
  return last ? repository.readTreeId(last.commit, `snapshots/${account}`) : null;
}

const compareTree = (steps: readonly Step[], { tree }: State, recorded: string | null): readonly string[] =>
  steps.length === 0 || tree === recorded
    ? []
    : [`its tree is ${tree ?? 'none'}, but that of our newest commit is ${recorded ?? 'none'}`];

/** An idle run moves the state's watermark on without a commit, but never beyond the run itself. */
function compareWatermark(
  { watermark, lastRun, pending }: State,
  steps: readonly Step[],
  ahead: ReadonlySet<string>,
): readonly string[] {
  const early = pending.find(({ time }) => time < watermark);
  const believed = steps.flatMap(({ commit, facts }) => (ahead.has(commit) ? [] : (facts.watermark ?? [])));
  const highest = believed.reduce<UtcTime>(later, '');
  const isNamed = steps.some(({ facts }) => facts.watermark === watermark);
  const isBetween = watermark >= highest && (isNamed || watermark <= (lastRun ?? highest));
  return [
    ...(isBetween
      ? []
      : [`its watermark ${watermark} is not between history's ${highest} and its last run, ${lastRun}`]),
    ...(early ? [`audit entry ${early.id} waits in it, but is older than its watermark`] : []),
  ];
}

/**
 * Commits with a watermark later than the last run, which ended no push of a run. A run that was cut off between two pushes
 * leaves one that did.
 */
export function listAhead({ steps }: Walk, { state }: StoredState, { pushes }: StateChain): ReadonlySet<string> {
  const { lastRun = null } = state ?? {};
  if (lastRun === null) return new Set();
  const heads = new Set(pushes.map(({ place }) => place));
  return new Set(
    steps.flatMap(({ commit, facts }, place) =>
      facts.watermark !== undefined && facts.watermark > lastRun && !heads.has(place) ? [commit] : [],
    ),
  );
}

/** Decisions of history that count for nothing, since GitHub did not bear them out when a run met them. */
function checkUnconfirmed(
  { steps }: Walk,
  { unconfirmed }: State,
  where: { readonly commit: string; readonly path: string },
): readonly Finding[] {
  const decisions = new Set(steps.flatMap(({ commit, facts }) => (facts.type === 'decision' ? [commit] : [])));
  return unconfirmed.map(({ commit, object, by, reason }) =>
    decisions.has(commit)
      ? toFindingWarning('decision-unconfirmed', `the decision of @${by} about ${object} does not count: ${reason}`, {
          commit,
        })
      : toFault('state', `it names ${shortId(commit)} as a decision, which history does not have`, where),
  );
}

/** The approved state of each open episode stands beside the state, and nothing else does. */
async function checkApprovedStates(
  { repository }: VerifyRun,
  state: State,
  commit: string,
): Promise<readonly Finding[]> {
  const files = await repository.listTree(commit, '');
  const expected = new Map<string, string>();
  for (const [path, approvedState] of listApprovedStates(state)) {
    if (approvedState !== null) expected.set(path, approvedState);
  }
  const paths = new Set([...files.keys(), ...expected.keys()]);
  paths.delete('state.json');
  return [...paths].sort().flatMap((path) => {
    const [found, approvedState] = [files.get(path), expected.get(path)];
    if (found === approvedState) return [];
    const message =
      approvedState === undefined
        ? 'stands in the state, but no open episode or approval with an end date has it as its approved state'
        : found === undefined
          ? `the approved state ${shortId(approvedState)} of an open episode is missing`
          : `is not the approved state ${shortId(approvedState)} of its episode`;
    return [toFault('state', message, { commit, path })];
  });
}
