import type { Config } from '#config/config.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { Redaction } from '#core/snapshot/redact.ts';
import { listApprovedStates } from '#core/state/approved-files.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { foldEvents, forget, type RecordedEvent } from '#core/state/fold.ts';
import type { State } from '#core/state/state.ts';
import { printState } from '#core/state/state-text.ts';
import { earlier, later, toUtcTime, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { Clock, ConfigSource, FileChange, Issues, PlannedCommit, Progress, Repository, Tip } from '#ports.ts';
import { warning } from '#warning.ts';
import type { ConfigVersions } from './config-versions.ts';
import type { ConfirmCommits } from './confirm-commits.ts';
import type { ConfirmDecisions } from './confirm-decisions.ts';
import { hasOwnCommits, ownershipOf } from './own-commits.ts';
import { listOwnFiles, logFilesOf } from './own-files.ts';
import { toNamesCommit } from './plan-names.ts';
import type { RecordedFiles } from './recorded-files.ts';
import { todaysText } from './todays-text.ts';

/** Tries against other writers before a run gives up (docs/semantics.md, Pushing). */
export const mostTries = 10;

/** Jitter between two tries, milliseconds at most. */
const longestPause = 1500;

/** One commit to be, whatever it is about, before its push decides what else its message says. */
export interface PushItem {
  readonly files: readonly FileChange[];
  /** `watermark` = it is the last commit of its push. */
  readonly toCommit: (watermark: UtcTime | null) => PlannedCommit;
  /** What the state learns from it, once it has an id. */
  readonly toEvents: (id: string) => readonly RecordedEvent[];
}

export interface PushPlan {
  readonly items: readonly PushItem[];
  /** Entries that are in no history yet after this push. */
  readonly left: readonly AuditEntry[];
  /** What else the state learns: untracked ids, sweep time … Applied after the items. */
  readonly finish: (state: State) => State;
  /** Every entry before it was read. */
  readonly windowEnd: UtcTime;
  /** The files for people after these items; what changes in them gets a commit of its own, the last of the push. */
  readonly describe: (files: RecordedFiles) => Promise<readonly FileChange[]>;
}

/** What a push needs of a run, whichever command makes it. */
export interface PublishRun {
  readonly config: Config;
  readonly repository: Repository;
  /** The configuration that this run works under, and where it was read. */
  readonly configSource: ConfigSource;
  /** The configurations that its branch ever had. */
  readonly readVersions: () => Promise<ConfigVersions>;
  /** Reads the text of another configuration; null where it can no longer be read. */
  readonly parseConfig: (text: string) => Config | null;
  /** GitHub, to look accounts up; null where there is none. */
  readonly issues: Issues | null;
  readonly confirm: ConfirmDecisions;
  /** Null = without Zendesk. */
  readonly confirmCommits: ConfirmCommits | null;
  readonly clock: Clock;
  /** 0 inclusive to 1 exclusive, for jitter. */
  readonly random: () => number;
  readonly redaction: Redaction;
  readonly progress?: Progress;
  /** What a run has learned beside the commits, and whichever push comes next takes along. */
  readonly learn?: (state: State) => State;
}

/** Blob id of the configuration: what verdicts and decisions name. Without a file, that of an empty text. */
export const configBlob = ({ repository, configSource }: Pick<PublishRun, 'repository' | 'configSource'>): string =>
  repository.blobId(configSource.text);

/** What is recorded, between two pushes: the tips, the state and the files. */
export interface Ledger {
  readonly tip: Tip;
  /** What is there now, where that is not what the commits follow: a branch that the record is moved to. */
  readonly replaces?: Tip;
  readonly state: State;
  readonly files: RecordedFiles;
}

/** The server's push protection refuses the secrets in these files. */
export interface Withheld {
  readonly type: 'withheld';
  readonly paths: readonly string[];
  readonly reason: string;
}

export type Pushed =
  | { readonly type: 'pushed'; readonly ledger: Ledger; readonly ids: readonly string[] }
  /** Another run of this account was faster, or our files were edited: everything has to be read again. */
  | { readonly type: 'overtaken' };

/** As `tryPublish`, for what cannot be pushed in part: secrets throw `push-refused`. */
export async function publish(run: PublishRun, ledger: Ledger, plan: PushPlan): Promise<Pushed> {
  const pushed = await tryPublish(run, ledger, plan);
  if (pushed.type !== 'withheld') return pushed;
  throw toProtected(pushed);
}

/** Secrets in what cannot be left out. */
export const toProtected = ({ paths, reason }: Withheld): ZendriftError =>
  new ZendriftError('push-protected', { paths: paths.join(', ') || 'a commit', reason });

/**
 * Writes the commits and the state, and pushes both at once: the only commit point. While only other people's commits or
 * other accounts' were in the way, the same plan gets a new parent.
 */
export async function tryPublish(run: PublishRun, ledger: Ledger, plan: PushPlan): Promise<Pushed | Withheld> {
  const { repository, config } = run;
  const own = `snapshots/${config.account}`;
  // An order is in its approved state by relative order, not by bytes: the fold needs the texts.
  await ledger.files.loadBlobs(approvedStatesOf(ledger.state));
  const changed = ledger.files.with(plan.items.flatMap(({ files }) => files));
  const described = await differing(plan, changed);
  const watermark = watermarkOf(ledger.state, plan);
  let tip = ledger.tip;
  let expected = ledger.replaces ?? tip;
  const refused = new Set<string>();
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const more = described.filter(({ path }) => !refused.has(path));
    const files = changed.with(more);
    const commits = toCommits(run, plan, { more, changed, watermark });
    const written = commits.length === 0 ? null : await repository.writeCommits(tip.branch, commits, own);
    const tree = written === null ? ledger.state.tree : written.tree;
    const ids = written?.ids ?? [];
    const folded = ids.at(-1) ?? tip.branch;
    const learned = nextState(run, ledger.state, plan, { ids, watermark, tree, files, folded });
    const state = refused.has('state.json') ? withoutWords(learned) : learned;
    const head = ids.at(-1) ?? null;
    const stateTree = await stateFiles(state, files, ledger.files, refused);
    const stateCommit = await repository.writeStateCommit(tip.state, stateMessage(run, head), stateTree);
    const pushed = await repository.push(head, stateCommit, expected);
    if (pushed.type === 'pushed') {
      const branch = head ?? tip.branch;
      return { type: 'pushed', ids, ledger: { tip: { branch, state: stateCommit }, state, files } };
    }
    if (pushed.type === 'withheld') {
      const items = plan.items.flatMap((item) => item.files);
      const paths = [...new Set([...pushed.paths, ...pathsOf(run, pushed.blobs, [...items, ...more], stateTree)])];
      const withheld = { type: 'withheld', paths, reason: pushed.reason } as const;
      // Without that object its title leaves the index as well, and its words leave the state.
      if (paths.some((path) => items.some((file) => file.path === path))) return withheld;
      const optional = paths.filter((path) => isStatePath(path) || more.some((file) => file.path === path));
      if (optional.every((path) => refused.has(path))) return withheld;
      for (const path of optional) refused.add(path);
      const kept = more.filter(({ path }) => refused.has(path));
      warnKept(
        run,
        kept.map(({ path }) => path),
      );
      continue;
    }
    await run.clock.sleep(run.random() * longestPause);
    const present = await repository.fetchTip();
    if (present.state !== tip.state || !(await isUntouched(run, present, tip, ledger))) return { type: 'overtaken' };
    tip = present;
    expected = present;
  }
  throw new ZendriftError('race-lost', { branch: repository.branch, tries: mostTries });
}

const isStatePath = (path: string): boolean => path === 'state.json' || path.startsWith('approved-states/');

/** Paths of contents that were offered in this push; where GitHub names a content alone. */
function pathsOf(
  { repository }: PublishRun,
  blobs: readonly string[],
  files: readonly FileChange[],
  stateTree: ReadonlyMap<string, string>,
): readonly string[] {
  if (blobs.length === 0) return [];
  const all = [...files.map(({ path, text }) => [path, text] as const), ...stateTree];
  return all.flatMap(([path, text]) => (text !== null && blobs.includes(repository.blobId(text)) ? [path] : []));
}

/** Says which files for people push protection refuses: nothing else waits for them. */
export function warnKept({ progress }: Pick<PublishRun, 'progress'>, paths: readonly string[]): void {
  if (paths.length === 0) return;
  const files = paths.join(', ');
  progress?.warn(
    warning(
      'secret-in-name',
      `GitHub found a secret in a name of the account: ${files} keeps its last recorded content.`,
    ),
  );
}

/**
 * What people wrote, and their names, are kept in the state for issues alone: a state that is rebuilt from history has no words of
 * the log either, and the names are in the commits.
 */
function withoutWords(state: State): State {
  const bare = (entries: readonly AuditEntry[]) =>
    entries.map((entry) => ({ ...entry, actorName: '[redacted]', sourceLabel: '', description: '' }));
  const each = (changes: readonly EpisodeChange[]) =>
    changes.map((change) => ({ ...change, entries: bare(change.entries) }));
  return {
    ...state,
    pending: bare(state.pending),
    decisions: state.decisions.map((decision) => ({ ...decision, reason: '' })),
    recent: new Map([...state.recent].map(([object, changes]) => [object, each(changes)])),
    timed: new Map([...state.timed].map(([object, one]) => [object, { ...one, changes: each(one.changes) }])),
    episodes: new Map(
      [...state.episodes].map(([object, episode]) => [object, { ...episode, changes: each(episode.changes) }]),
    ),
  };
}

/** Whether a new tip brings nothing that this plan should know: our folder is the same, and no commit between looks like ours. */
async function isUntouched(run: PublishRun, now: Tip, before: Tip, { files }: Ledger): Promise<boolean> {
  const { repository, config } = run;
  const present =
    now.branch === null ? new Map<string, string>() : await listOwnFiles(repository, now.branch, config.account);
  const isSame =
    present.size === files.blobs.size && [...present].every(([path, blob]) => files.blobs.get(path) === blob);
  return isSame && !(await isFollowed(run, now, before));
}

async function isFollowed({ repository, config }: PublishRun, now: Tip, before: Tip): Promise<boolean> {
  if (now.branch === null || before.branch === null || now.branch === before.branch) return false;
  if (!(await repository.isAncestor(before.branch, now.branch))) return true;
  return hasOwnCommits(repository, ownershipOf(config), now.branch, before.branch);
}

/** The last commit of a push says how far history goes: that of the files for people, where any of them changes. */
function toCommits(
  run: PublishRun,
  { items }: PushPlan,
  push: { readonly more: readonly FileChange[]; readonly changed: RecordedFiles; readonly watermark: UtcTime },
): readonly PlannedCommit[] {
  const { more, changed, watermark } = push;
  const last = more.length > 0 ? null : items.at(-1);
  const commits = items.map((item) => item.toCommit(item === last ? watermark : null));
  return more.length > 0 ? [...commits, toNamesCommit(run, more, changed, watermark)] : commits;
}

async function differing(plan: PushPlan, files: RecordedFiles): Promise<readonly FileChange[]> {
  const described = await plan.describe(files);
  await files.load(described.map(({ path }) => path));
  return described.filter(({ path, text }) => files.textOf(path) !== text);
}

/** Never past the oldest entry that is not in history yet, and never back. */
function watermarkOf(state: State, plan: PushPlan): UtcTime {
  const end = plan.left.reduce((time, entry) => earlier(time, entry.time), plan.windowEnd);
  return later(state.watermark, end);
}

interface Written {
  readonly ids: readonly string[];
  readonly watermark: UtcTime;
  readonly tree: string | null;
  readonly files: RecordedFiles;
  /** Commit up to which history is in the state. */
  readonly folded: string | null;
}

function nextState(run: PublishRun, state: State, plan: PushPlan, written: Written): State {
  const events = plan.items.flatMap(({ toEvents }, index) => toEvents(written.ids[index] ?? ''));
  const folded = foldEvents(state, events, todaysText(run.redaction, written.files.textOfBlob));
  const { watermark, tree } = written;
  const log = logFilesOf(written.files.blobs, run.config.account);
  const place = { branch: run.repository.branch, folded: written.folded };
  const learned = run.learn?.(folded) ?? folded;
  const finished = plan.finish({ ...learned, ...place, watermark, pending: plan.left, tree, log });
  return forget(finished, plan.windowEnd, run.config.sweep.auditWindow / 1000);
}

const stateMessage = (run: PublishRun, head: string | null) => {
  const who = { ...run.config.committer, time: toUtcTime(run.clock.now()) };
  const subject = head === null ? 'State after a run without commits' : `State after ${head}`;
  return { author: who, committer: who, message: `${subject}\n\nZendesk-Account: ${run.config.account}\n` };
};

const approvedStatesOf = (state: State): readonly string[] =>
  [...listApprovedStates(state).values()].flatMap((blob) => blob ?? []);

/**
 * The state commit's tree: `state.json`, and the approved states that a shallow clone would not have. It can do
 * without one that is `refused`: that has to be fetched then.
 */
async function stateFiles(
  state: State,
  files: RecordedFiles,
  before: RecordedFiles,
  refused: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const tree = new Map([['state.json', printState(state)]]);
  await before.loadBlobs(approvedStatesOf(state));
  for (const [path, approvedState] of listApprovedStates(state)) {
    const text = approvedState === null ? null : files.textOfBlob(approvedState);
    if (text !== null && !refused.has(path)) tree.set(path, text);
  }
  return tree;
}
