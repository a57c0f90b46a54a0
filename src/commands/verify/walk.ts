import { isOfThePast } from '#core/commit/backfill-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { isLogFile } from '#core/commit/tool-files.ts';
import { applyPaths, type OwnCommit, toEvents } from '#core/state/history.ts';
import { type Established, establish, objectToLaterBaseline } from '#ledger/later-baseline.ts';
import { type Finding, toFault, toFindingWarning } from '#render/verify/finding.ts';
import { checkCommit } from './check-commit.ts';
import { type Claimed, forgeriesOf } from './check-forgeries.ts';
import { openPastCheck } from './check-past.ts';
import { classify } from './classify.ts';
import type { Step } from './step.ts';
import type { VerifyRun } from './verify-run.ts';

/** The whole history, read once from its first commit to the tip. */
export interface Walk {
  /** All commits of the branch, whoever made them, oldest first. */
  readonly ids: readonly string[];
  readonly steps: readonly Step[];
  /** Path → blob id of what was recorded last below `snapshots/<account>`. */
  readonly recorded: ReadonlyMap<string, string>;
  /** Path → the last commit, whoever made it, that touched it. */
  readonly touched: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
  /** Commits from before the baseline, which are no steps. */
  readonly backfilled: number;
}

/**
 * Reads every commit, decides whose it is, and checks those that count one by one. `doubted` = commits that count for nothing:
 * a run has found them out, and what it recorded since starts from what was there before them.
 */
export async function walkHistory(run: VerifyRun, tip: string, doubted: ReadonlySet<string>): Promise<Walk> {
  const { account, committers, repository } = run;
  const walk = openWalk();
  const others = new Set<string>();
  const chain = openChain();
  const past = openPastCheck(repository, run.addresses);
  for await (const record of repository.readHistory(tip)) {
    const place = walk.ids.push(record.id) - 1;
    if (doubted.has(record.id)) {
      chain.next(record, false);
      for (const { path } of record.paths) walk.touched.set(path, record.id);
      continue;
    }
    const classified = classify(record, { account, committers, others });
    if (classified.type === 'own' && isOfThePast(classified.own.facts)) {
      chain.next(record, false);
      past.take(classified.own);
    } else if (classified.type === 'own') {
      if (classified.own.facts.type === 'backfill') await past.join(record, classified.own.facts);
      walk.findings.push(...chain.next(record, true));
      if (!(await isRefused(walk, classified.own, run))) takeOwn(walk, classified.own, place, run);
    } else {
      chain.next(record, false);
      if (classified.type === 'foreign') takeForeign(walk, record, classified.findings, account);
      else if (classified.type === 'claimed') takeClaimed(walk, classified);
      else if (classified.facts.type === 'baseline') others.add(classified.facts.account);
    }
    if (walk.ids.length % 5000 === 0) run.progress.detail(`${walk.ids.length} commits read`);
  }
  const findings = [...walk.findings, ...forgeriesOf(walk.claimed, walk.steps), ...past.end(walk.steps)];
  return { ...walk, findings, backfilled: past.count() };
}

interface OpenWalk extends Walk {
  readonly ids: string[];
  readonly steps: Step[];
  readonly recorded: Map<string, string>;
  readonly touched: Map<string, string>;
  readonly findings: Finding[];
  readonly claimed: Claimed[];
  established: Established | null;
}

const openWalk = (): OpenWalk => ({
  ids: [],
  steps: [],
  recorded: new Map(),
  touched: new Map(),
  findings: [],
  backfilled: 0,
  claimed: [],
  established: null,
});

/** A baseline that changes what is recorded does not count, and a later commit puts its files back. */
async function isRefused(walk: OpenWalk, { facts, record }: OwnCommit, { repository }: VerifyRun): Promise<boolean> {
  if (facts.type !== 'baseline') return false;
  const { id: commit, paths } = record;
  const reason = await objectToLaterBaseline(walk.established, { facts, paths }, walk.recorded, repository);
  if (reason === null) {
    walk.established = establish(walk.established, facts);
    return false;
  }
  walk.findings.push(toFault('forged', `forged, and does not count (baseline): ${reason}`, { commit }));
  for (const { path } of paths) walk.touched.set(path, commit);
  return true;
}

function takeOwn(walk: OpenWalk, own: OwnCommit, place: number, run: VerifyRun): void {
  const { record, facts } = own;
  const counted = countedPaths(walk, own);
  walk.findings.push(...checkCommit(own, walk.recorded, run));
  const events = toEvents(own, walk.recorded);
  const change = events.find((event) => event.type === 'change')?.change ?? null;
  const author = { name: record.authorName, email: record.authorEmail, time: record.authorTime };
  walk.steps.push({ commit: record.id, place, facts, paths: record.paths, author, events, change });
  for (const { path } of record.paths) walk.touched.set(path, record.id);
  applyPaths(walk.recorded, { ...record, paths: counted });
}

/** A repair records nothing: what it writes that never was there is its fault, and not that of what comes after it. */
function countedPaths({ recorded, steps }: OpenWalk, { record: { paths }, facts }: OwnCommit): CommitRecord['paths'] {
  if (facts.type !== 'repair') return paths;
  const wasThere = (path: string, blob: string | null): boolean =>
    steps.some((step) => step.paths.some((one) => one.path === path && one.after === blob));
  return paths.filter(({ path, after }) => (recorded.get(path) ?? null) === after || wasThere(path, after));
}

function takeClaimed(walk: OpenWalk, claimed: Claimed): void {
  walk.claimed.push(claimed);
  for (const { path } of claimed.paths) walk.touched.set(path, claimed.commit);
}

/** Someone else's edit below our folder is no damage: the next run puts back what was recorded. */
function takeForeign(walk: OpenWalk, record: CommitRecord, findings: readonly Finding[], account: string): void {
  walk.findings.push(...findings);
  const folder = `snapshots/${account}`;
  const edited = record.paths.filter(
    ({ path }) => path.startsWith(`${folder}/`) || isLogFile(path, account) || `${folder}/`.startsWith(`${path}/`),
  );
  for (const { path } of edited) walk.touched.set(path, record.id);
  const [first] = edited;
  if (!first || findings.length > 0) return;
  const more = edited.length === 1 ? '' : `, and ${edited.length - 1} more files`;
  const message = `someone else edited this file${more}; what was recorded counts`;
  walk.findings.push(toFindingWarning('foreign-edit', message, { commit: record.id, path: first.path }));
}

/** Follows, commit by commit, whether each commit of ours has the one before it among its ancestors. */
function openChain() {
  /** Commit → how many of our commits, in order, are behind it. */
  const depths = new Map<string, number>();
  let count = 0;
  let last: string | null = null;
  return {
    next({ id, parents }: CommitRecord, own: boolean): readonly Finding[] {
      const depth = parents.reduce((most, parent) => Math.max(most, depths.get(parent) ?? 0), 0);
      if (!own) {
        depths.set(id, depth);
        return [];
      }
      const before = last;
      const isWhole = depth === count;
      count += 1;
      last = id;
      depths.set(id, count);
      if (isWhole || before === null) return [];
      const message = `does not follow our commit ${before}: two histories were joined`;
      return [toFault('chain', message, { commit: id })];
    },
  };
}
