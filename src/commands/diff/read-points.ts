import type { CommitFacts } from '#core/commit/commit-facts.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { applyPaths, type OwnCommit } from '#core/state/history.ts';
import { later, toUtcTime, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { type Ownership, readOwnCommits } from '#ledger/own-commits.ts';
import { inspectRecord } from '#ledger/record-branch.ts';
import { readRemembered } from '#ledger/remembered.ts';
import type { DiffRun } from './diff-run.ts';
import type { WantedPoint } from './parse-point.ts';

/** What happened to one object between the two points. */
export interface Between {
  changes: number;
  /** Actor id → newest name, in the order in which they came. */
  readonly actors: Map<string, string>;
  last: UtcTime;
  /** Names of settings outside the snapshot that changed. */
  readonly otherFields: Set<string>;
}

export interface ReadPoints {
  /** Path → blob of what is recorded at each point. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  readonly between: ReadonlyMap<ObjectKey, Between>;
  /** Paths that a baseline in between brought. */
  readonly baselined: ReadonlySet<string>;
  /** When the record begins, if that is after the start that was asked for. */
  readonly begins: UtcTime | null;
  /** Full ids, null for a time. */
  readonly fromCommit: string | null;
  readonly toCommit: string | null;
}

const unusable = (problems: string, hint?: string): ZendriftError =>
  new ZendriftError('settings-invalid', hint === undefined ? { problems } : { problems, hint });

const listing = '"zendrift show KIND/ID" and "git log" list the commits.';

const olderThanBaseline = (name: string, text: string): ZendriftError =>
  unusable(`${name} ${text} is older than the baseline, so nothing was recorded yet`, listing);

/** When something was done, as far as known: else when it was seen, or written. */
export const timeOf = ({ facts, record }: OwnCommit): UtcTime => {
  if (facts.type === 'change') return facts.entries.at(-1)?.time ?? facts.observed;
  return facts.type === 'baseline' ? facts.time : toUtcTime(record.authorTime * 1000);
};

/** The states of both points and what lies between them, in one pass over history for times, in up to three for commits. */
export async function readPoints(given: DiffRun, from: WantedPoint, to: WantedPoint): Promise<ReadPoints> {
  const { account, progress, repository } = given;
  const tip = await inspectRecord(given);
  const { branch } = tip;
  const run = { ...given, dropped: (await readRemembered(given, tip)).dropped };
  progress.stage('Reading history');
  const [fromCommit, toCommit] = await findCommits(run, branch, [from, to]);
  const known = fromCommit === null ? null : await readStart(run, fromCommit);
  const end = to.type === 'time' ? to.time : null;
  const start = from.type === 'time' ? from.time : null;
  if (known !== null && end !== null && known.newest > end)
    throw unusable(`FROM ${textOf(from)} is after TO ${textOf(to)}`);
  const before = new Map(known?.recorded);
  const after = new Map<string, string>();
  const between = new Map<ObjectKey, Between>();
  const baselined = new Set<string>();
  let begins: UtcTime | null = null;
  let met = 0;
  for await (const own of readOwnCommits(repository, run, toCommit ?? branch)) {
    const time = timeOf(own);
    const isBaseline = own.facts.type === 'baseline';
    // Whoever asks for more than the record has gets all of it.
    const isFirst = isBaseline && begins === null;
    if (isFirst) begins = time;
    const isBefore = known === null ? start !== null && (isFirst || time <= start) : known.ids.has(own.record.id);
    if (isBefore) met += 1;
    if (known === null && isBefore) applyPaths(before, own.record);
    if (end !== null && time > end) continue;
    applyPaths(after, own.record);
    if (isBefore) continue;
    if (isBaseline) for (const { path } of own.record.paths) baselined.add(path);
    noteBetween(between, own.facts, time);
  }
  if (begins === null) throw new ZendriftError('nothing-recorded', { account });
  if (end !== null && end < begins) throw olderThanBaseline('TO', textOf(to));
  if (known !== null && met < known.ids.size) throw unusable(`FROM ${textOf(from)} is after TO ${textOf(to)}`);
  return {
    ...{ before, after, between, baselined, fromCommit, toCommit },
    begins: start !== null && start < begins ? begins : null,
  };
}

const textOf = (point: WantedPoint): string => (point.type === 'tip' ? 'now' : point.text);

interface Start {
  readonly recorded: ReadonlyMap<string, string>;
  readonly ids: ReadonlySet<string>;
  readonly newest: UtcTime;
}

/** A commit's own history: of a merge, not everything that is older belongs to it. */
async function readStart(run: DiffRun & Ownership, commit: string): Promise<Start> {
  const recorded = new Map<string, string>();
  const ids = new Set<string>();
  let [newest, based] = ['', false];
  for await (const own of readOwnCommits(run.repository, run, commit)) {
    ids.add(own.record.id);
    applyPaths(recorded, own.record);
    based ||= own.facts.type === 'baseline';
    if (own.facts.type === 'change') newest = later(newest, timeOf(own));
  }
  if (!based) throw olderThanBaseline('FROM', commit.slice(0, 12));
  return { recorded, ids, newest };
}

/** The full ids of the commits that were named; history is read for them only where one was. */
async function findCommits(
  { repository }: DiffRun,
  branch: string,
  [from, to]: readonly [WantedPoint, WantedPoint],
): Promise<readonly [string | null, string | null]> {
  const found = new Map<WantedPoint, string[]>(
    [from, to].flatMap((point) => (point.type === 'commit' ? [[point, []]] : [])),
  );
  if (found.size === 0) return [null, null];
  for await (const { id } of repository.readHistory(branch))
    for (const [point, ids] of found) if (point.type === 'commit' && id.startsWith(point.digits)) ids.push(id);
  const one = (name: string, point: WantedPoint): string | null => {
    if (point.type !== 'commit') return null;
    const [id, ...others] = found.get(point) ?? [];
    if (id === undefined)
      throw unusable(`${name} ${point.text} is not a commit of branch ${repository.branch}`, listing);
    if (others.length > 0)
      throw unusable(`${name} ${point.text} matches more than one commit`, 'Give more digits of the commit id.');
    return id;
  };
  return [one('FROM', from), one('TO', to)];
}

/** A late entry says who made a change that lies in between, or before it. */
function noteBetween(between: Map<ObjectKey, Between>, facts: CommitFacts, time: UtcTime): void {
  if (facts.type !== 'change') return;
  const known = between.get(facts.object);
  if (facts.explains !== undefined && known === undefined) return;
  const one = known ?? { changes: 0, actors: new Map(), last: time, otherFields: new Set() };
  between.set(facts.object, one);
  if (facts.explains === undefined) one.changes += 1;
  one.last = later(one.last, time);
  for (const { actorId, actorName } of facts.entries) one.actors.set(actorId, actorName);
  for (const name of facts.otherFields ?? []) one.otherFields.add(name);
}
