import { isLogFile } from '#core/commit/tool-files.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { forget, type RecordedEvent } from '#core/state/fold.ts';
import { toEvents } from '#core/state/history.ts';
import { type DoubtedCommit, emptyState, type State, type UnconfirmedDecision } from '#core/state/state.ts';
import { addSeconds, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { Repository, Tip } from '#ports.ts';
import { compareStates, type WholeFold } from './compare-states.ts';
import type { ConfigVersions } from './config-versions.ts';
import { type ConfirmCommits, needsConfirmation, unasked } from './confirm-commits.ts';
import { type ConfirmDecisions, foldConfirmed } from './confirm-decisions.ts';
import { foldHistory, isCredibleEvent } from './fold-history.ts';
import { type Ownership, readOwnCommits } from './own-commits.ts';
import { listOwnFiles, logFilesOf } from './own-files.ts';
import { readState } from './read-state.ts';
import { findRecordElsewhere, historyElsewhere, isRecordOn, withoutMoves } from './record-branch.ts';
import { openRecordedFiles } from './recorded-files.ts';
import { withShownRisk } from './shown-risk.ts';

/** What is recorded, whichever way it was learned. */
export interface LedgerReading {
  readonly tip: Tip;
  readonly state: State;
  /** Path → blob id of what was recorded last below `snapshots/<account>`. */
  readonly recorded: ReadonlyMap<string, string>;
  /** The same, of the branch's tip: different where other people edited our files. */
  readonly present: ReadonlyMap<string, string>;
  /** `state` = the state ref is fresh; `history` = rebuilt from the commits; `none` = nothing is recorded, or the run starts over. */
  readonly source: 'state' | 'history' | 'none';
  /** Commits that the state knows and the branch no longer has: someone rewrote it. */
  readonly lost: readonly string[];
  /** Whether the state was compared with the commits in this run, or built from them. */
  readonly proven: boolean;
  /** Where the state ref said something else than the commits; it was rebuilt from them. */
  readonly differences: readonly string[];
  /** Decisions that this reading met and that nothing confirms. */
  readonly unconfirmed: readonly UnconfirmedDecision[];
  /** Other commits that this reading met and that do not count. */
  readonly doubted: readonly DoubtedCommit[];
  /** All of history with nothing forgotten; null where this reading did not need it. */
  readonly whole: State | null;
}

/** A reading in which nothing was found wrong, unless the parts say so. */
export const toReading = (
  parts: Pick<LedgerReading, 'tip' | 'state' | 'recorded' | 'present' | 'source'> & Partial<LedgerReading>,
): LedgerReading => ({ lost: [], proven: true, differences: [], unconfirmed: [], doubted: [], whole: null, ...parts });

export interface LoadInput extends Ownership {
  readonly repository: Repository;
  readonly now: UtcTime;
  readonly auditWindowSeconds: number;
  readonly confirm: ConfirmDecisions;
  /** Null = Zendesk is not at hand, and what has to be compared with it waits (`commits-unchecked`). */
  readonly confirmCommits: ConfirmCommits | null;
  /** The configurations that the configuration branch ever had. */
  readonly readVersions: () => Promise<ConfigVersions>;
  /** Whether to compare a fresh state with the commits: before anything is decided, closed or said on its word. */
  readonly prove: (state: State) => boolean;
  /** The branch that the record belongs to by its own words, where it is not that of the repository. */
  readonly recordedAs?: string;
  /** Where no baseline is found, begin with a new one (`track --new-baseline`). */
  readonly startOver?: boolean;
}

/** Reads the state ref where it is fresh, else history. Writes nothing. */
export async function readLedger(input: LoadInput): Promise<LedgerReading> {
  const { repository, account } = input;
  const tip = await repository.fetchTip();
  const own = `snapshots/${account}`;
  const tree = tip.branch === null ? null : await repository.readTreeId(tip.branch, own);
  const present = tip.branch === null ? new Map<string, string>() : await listOwnFiles(repository, tip.branch, account);
  const state = await readState(input, tip);
  const place: Place = { tip, tree, present };
  const fresh = state === null ? null : await continueState(input, place, state);
  if (fresh !== null && !input.prove(fresh.state)) return fresh;
  if (present.size === 0 && tip.state === null) return nothingRecorded(input, place);
  const trust = fresh !== null ? trusting(input, fresh.state) : await trustingOutdated(input, tip, state);
  const { fold, ...rebuilt } = await rebuild(trust, place, state);
  if (fresh === null || rebuilt.source === 'none') return rebuilt;
  return settle(fresh, rebuilt, fold);
}

/**
 * What a state of ours counts was checked when it was written, or cannot be checked: `restore` leaves no comment. `later` =
 * commits that the state has not folded.
 */
function trusting(input: LoadInput, { unconfirmed }: State, later: readonly string[] = []): Trusting {
  const doubted = new Set([...unconfirmed.map(({ commit }) => commit), ...later]);
  return {
    ...input,
    confirm: (claims) => input.confirm(claims.map((claim) => ({ ...claim, isCounted: !doubted.has(claim.commit) }))),
    arrived: new Set(later),
  };
}

/** `arrived` = commits of ours that a state of ours, which is older, has not folded. Without a state nothing is known of that: null. */
type Trusting = LoadInput & { readonly arrived: ReadonlySet<string> | null };

/** The same for a state that other people's edits of our folder, made in between, keep from being continued. */
async function trustingOutdated(input: LoadInput, tip: Tip, state: State | null): Promise<Trusting> {
  const nothing = { ...input, arrived: null };
  if (state === null || tip.branch === null || state.folded === null) return nothing;
  if (!(await isOfHistory(input, tip, state))) return nothing;
  const later: string[] = [];
  for await (const { record } of readOwnCommits(input.repository, input, tip.branch, { after: state.folded })) {
    later.push(record.id);
  }
  return trusting(input, state, later);
}

/** Whether a state is of this branch, and what it has folded is behind the tip. */
const isOfHistory = async (input: LoadInput, tip: Tip, { branch, folded }: State): Promise<boolean> =>
  branch === homeOf(input) &&
  tip.branch !== null &&
  folded !== null &&
  (await input.repository.isAncestor(folded, tip.branch));

/** A decision that is confirmed now, or no longer is, is news of GitHub: no difference that someone made in the state. */
function settle(fresh: LedgerReading, rebuilt: LedgerReading, fold: WholeFold): LedgerReading {
  const differences = compareStates(fresh.state, fold);
  const known = new Set(fresh.state.doubted.map(({ commit }) => commit));
  const isNews = rebuilt.doubted.some(({ commit }) => !known.has(commit));
  // An id that no commit has is read again: someone may have put it there, so that an edit would never be seen.
  const { seen } = rebuilt.state;
  if (differences.length === 0 && !isNews)
    return { ...fresh, state: { ...fresh.state, seen }, proven: true, whole: rebuilt.whole };
  const commitsIn = ({ state }: Pick<LedgerReading, 'state'>) =>
    [...state.unconfirmed, ...state.doubted.filter(({ reason }) => reason.startsWith(unasked))]
      .map(({ commit }) => commit)
      .sort()
      .join();
  return commitsIn(fresh) === commitsIn(rebuilt) ? { ...rebuilt, differences } : rebuilt;
}

type Rebuilt = LedgerReading & { readonly fold: WholeFold };

interface Place {
  readonly tip: Tip;
  /** Tree id of our folder. */
  readonly tree: string | null;
  readonly present: ReadonlyMap<string, string>;
}

/** The state with what came after it folded on top; null where it is not of this branch, or not of this history. */
async function continueState(input: LoadInput, place: Place, state: State): Promise<LedgerReading | null> {
  const { repository } = input;
  const { tip, tree, present } = place;
  if (state.tree !== tree || !isSameLog(input, place, state) || tip.branch === null || state.folded === null)
    return null;
  if (!(await isOfHistory(input, tip, state))) return null;
  const arrived: RecordedEvent[] = [];
  let isBroken = false;
  const onBroken = () => {
    isBroken = true;
  };
  if (state.folded !== tip.branch) {
    for await (const commit of readOwnCommits(repository, input, tip.branch, { after: state.folded, onBroken })) {
      // What changes a verdict or who is who, and came without a state, is compared with what it speaks of.
      if (needsConfirmation(commit)) return null;
      arrived.push(...toEvents(commit, present).filter((event) => isCredibleEvent(event, input.now)));
    }
  }
  if (isBroken) return null;
  const { state: folded, unconfirmed } = await foldConfirmed(
    state,
    arrived,
    () => null,
    input.confirm,
    horizonOf(input),
  );
  return toReading({
    ...{ tip, present, recorded: present, source: 'state', proven: false, unconfirmed },
    state: { ...folded, folded: tip.branch, unconfirmed: [...state.unconfirmed, ...unconfirmed] },
  });
}

/** A commit of log entries that came without a state is looked at in history. */
const isSameLog = ({ account }: LoadInput, { present }: Place, { log }: State): boolean => {
  const files = logFilesOf(present, account);
  return files.size === log.size && [...files].every(([path, blob]) => log.get(path) === blob);
};

const homeOf = ({ recordedAs, repository }: LoadInput): string => recordedAs ?? repository.branch;

const horizonOf = ({ now, auditWindowSeconds }: LoadInput): UtcTime => addSeconds(now, -(auditWindowSeconds + 3600));

async function nothingRecorded(input: LoadInput, { tip, present }: Place): Promise<LedgerReading> {
  const [elsewhere] = await input.repository.findRecord(`snapshots/${input.account}`);
  if (elsewhere !== undefined) throw historyElsewhere(input, elsewhere);
  return startOver(input, { tip, present });
}

const startOver = (
  input: LoadInput,
  { tip, present }: Pick<Place, 'tip' | 'present'>,
  lost: readonly string[] = [],
): LedgerReading =>
  toReading({
    // What others keep under the names of our log files is no record.
    ...{ tip, present, recorded: withoutLog(input, present), source: 'none', lost },
    state: { ...emptyState(input.account), branch: input.repository.branch },
  });

const withoutLog = ({ account }: LoadInput, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
  const log = logFilesOf(files, account);
  return log.size === 0 ? files : new Map([...files].filter(([path]) => !log.has(path)));
};

/** `fold` = all of history, with nothing forgotten. */
async function rebuild(input: Trusting, place: Place, outdated: State | null): Promise<Rebuilt> {
  const { now, auditWindowSeconds } = input;
  const { tip, tree, present } = place;
  const named = outdated?.branch ?? null;
  const isStartOver = input.startOver === true;
  const home = homeOf(input);
  if (named !== null && named !== home && (await isRecordOn(input, named))) throw historyElsewhere(input, named);
  const { whole, last, recorded, missing, unsigned, hasBaseline, branches, moves } = await foldHistory(
    { ...input, doubted: outdated?.doubted ?? [] },
    tip,
    outdated === null ? [] : commitsOf(outdated),
  );
  if (!hasBaseline) {
    if (unsigned > 0) throw withoutSignatures(unsigned);
    refuseObstacle(input, place);
    if (!isStartOver) throw await withoutBaseline(input, named);
    return { ...startOver(input, place, missing), fold: whole };
  }
  const branch = whole.state.branch ?? home;
  // Anyone who may push can write that it moved away from here: it did if the other branch has it.
  if (branch !== home && (!branches.has(home) || (await isRecordOn(input, branch))))
    throw historyElsewhere(input, branch);
  const moved =
    outdated === null && !isStartOver ? await findRecordElsewhere(input, input.repository.branch, last) : null;
  if (moved !== null) throw historyElsewhere(input, moved);
  const fold = branch === home ? whole : withoutMoves(whole, moves, home);
  const state = withMemory(
    {
      ...forget(fold.state, now, auditWindowSeconds),
      branch: home,
      tree,
      log: logFilesOf(recorded, input.account),
      folded: tip.branch,
    },
    outdated,
  );
  const { unconfirmed, doubted } = state;
  const found = { source: 'history', whole: fold.state, lost: missing, unconfirmed, doubted } as const;
  const shown = await withShownRisk({ state, files: openRecordedFiles(input.repository, recorded) });
  return { ...toReading({ tip, present, recorded, state: shown, ...found }), fold };
}

/** What people keep where our folder belongs is not ours to replace, unless it took the place of what is recorded. */
function refuseObstacle({ account, repository: { directory, branch } }: LoadInput, { present }: Place): void {
  const path = [...present.keys()].find((one) => !one.startsWith(`snapshots/${account}/`) && !isLogFile(one, account));
  if (path === undefined) return;
  const reason = `${path} is not a folder on branch ${branch}, and the record goes into snapshots/${account}: rename or remove it`;
  throw new ZendriftError('repository-unusable', { directory, reason });
}

/** A new baseline would put aside a whole history for the want of one line in the configuration. */
const withoutSignatures = (unsigned: number): ZendriftError =>
  new ZendriftError('signing-unusable', {
    reason: `${unsigned} recorded commits are not signed, no baseline among the others; "signed-after" names the last that counts unsigned`,
  });

async function withoutBaseline(input: LoadInput, named: string | null): Promise<ZendriftError> {
  const { account, repository } = input;
  const [other] = await repository.findRecord(`snapshots/${account}`);
  const elsewhere = named !== null && named !== repository.branch ? named : other;
  return elsewhere === undefined
    ? new ZendriftError('baseline-missing', { account, branch: repository.branch })
    : historyElsewhere(input, elsewhere);
}

/** Commits that a state knows: those of the audit window, and of open episodes. */
const commitsOf = ({ recent, episodes }: State): readonly string[] => [
  ...new Set(
    [...recent.values(), ...[...episodes.values()].map(({ changes }) => changes)].flat().map(({ commit }) => commit),
  ),
];

/** Few issue numbers stand in commits: what an outdated state knew of them finds issues that lost marker and label. */
function withMemory(folded: State, outdated: State | null): State {
  if (outdated === null) return folded;
  const numberOf = (object: ObjectKey) => outdated.episodes.get(object)?.issue ?? null;
  const episodes = [...folded.episodes].map(
    ([object, episode]) => [object, { ...episode, issue: numberOf(object) ?? episode.issue }] as const,
  );
  const { written, login, repository } = outdated;
  return { ...folded, episodes: new Map(episodes), written, login, repository };
}
