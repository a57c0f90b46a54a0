import type { CommitRecord } from '#core/commit/commit-record.ts';
import { shortId } from '#core/commit/marker.ts';
import { parseState } from '#core/state/state-text.ts';
import { later, toUtcTime, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { readOwnCommits } from '#ledger/own-commits.ts';
import type { Tip } from '#ports.ts';
import { type Finding, toFault, toFindingWarning } from '#render/verify/finding.ts';
import type { VerifyRun } from './verify-run.ts';
import type { Walk } from './walk.ts';

/** The state ref's own commits, oldest first: each names the commit that the branch stood at. */
export interface StateChain {
  readonly ids: readonly string[];
  /** Places among the steps that a push ended at, oldest push first, each with the time of its state. */
  readonly pushes: readonly { readonly place: number; readonly at: UtcTime }[];
  readonly findings: readonly Finding[];
}

const headNamed = /^State after ([0-9a-f]{40,64})$/;

/**
 * Reads how the state ref came to be. Each of its commits names the head of its push, so a branch that was rewritten
 * does not have them any more.
 */
export async function readStateChain(run: VerifyRun, walk: Walk, state: string | null): Promise<StateChain> {
  if (state === null) return { ids: [], pushes: [], findings: [] };
  const places = new Map(walk.steps.map(({ commit }, index) => [commit, index]));
  const ids: string[] = [];
  const pushes: { readonly place: number; readonly at: UtcTime }[] = [];
  const findings: Finding[] = [];
  const lost: Lost[] = [];
  let last = -1;
  try {
    for await (const record of run.repository.readHistory(state)) {
      ids.push(record.id);
      const head = headNamed.exec(record.message.split('\n', 1)[0] ?? '')?.[1];
      const place = head === undefined ? undefined : places.get(head);
      if (!isOurs(record, run)) {
        // Someone's commit that was built upon since did no harm: the run after it went by history.
        const report = record.id === state ? toFault : toFindingWarning;
        findings.push(report('state', 'a commit of the state ref that is not by our committer', { commit: record.id }));
      } else if (record.id === state && isDoubted(record)) {
        const message = 'the state ref is not signed by an allowed signer; the next run builds it from history';
        findings.push(toFault('signature', message, { commit: record.id }));
      } else if (head !== undefined && place === undefined && isDoubted(record)) {
        // No run built upon it: what it says of the branch is nobody's word.
        const message = 'an earlier commit of the state ref that is not signed by an allowed signer';
        findings.push(toFindingWarning('signature', message, { commit: record.id }));
      } else if (head !== undefined && place === undefined) {
        lost.push({ state: record.id, head, last });
      }
      findings.push(...checkHead(walk, place));
      if (place !== undefined && isOurs(record, run) && !isDoubted(record)) {
        // No later than the state that came after it, whatever a commit says of its own time.
        pushes.push({ place, at: later(toUtcTime(record.committerTime * 1000), pushes.at(-1)?.at ?? '') });
      }
      last = Math.max(last, place ?? -1);
    }
  } catch (error) {
    if (!(error instanceof ZendriftError) || error.exitCode === 1) throw error;
    findings.push(toFindingWarning('state', `the earlier commits of the state ref cannot be read: ${error.message}`));
  }
  return { ids, pushes, findings: [...findings, ...(await checkLost(run, walk, lost, state))] };
}

/** A head that the branch does not have; `last` = place of the newest one before it that it has. */
interface Lost {
  readonly state: string;
  readonly head: string;
  readonly last: number;
}

/**
 * The first head that is gone says where history was rewritten. A record that was started on another branch by accident, and
 * given up since, is none of this one: its state names that branch, and the newest state is about this one again.
 */
async function checkLost(run: VerifyRun, walk: Walk, lost: readonly Lost[], tip: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { state, head, last } of lost) {
    const other = state === tip ? null : await branchOf(run, state);
    if (other === null) return [...findings, rewritten(walk, state, head, last)];
    const message = `an earlier state of the state ref is about branch ${other}, on which a record was started and abandoned`;
    findings.push(toFindingWarning('branch', message, { commit: state }));
  }
  return findings;
}

/** The other branch that a state is about; null where it is about this one, or does not say. */
async function branchOf({ repository, account }: VerifyRun, state: string): Promise<string | null> {
  const text = await repository.readFile(state, 'state.json');
  const branch = text === null ? null : (parseState(text, account)?.branch ?? null);
  return branch === repository.branch ? null : branch;
}

const isDoubted = ({ trust }: CommitRecord): boolean => trust === 'unsigned' || trust === 'invalid';

const isOurs = ({ committerName, committerEmail }: CommitRecord, { committers }: VerifyRun): boolean =>
  committers.some(({ name, email }) => name === committerName && email === committerEmail);

/** The first commit that is not as it was is the one behind the last head that is still there. */
function rewritten({ steps }: Walk, state: string, head: string, last: number): Finding {
  const first = steps[last + 1]?.commit ?? null;
  const message =
    `history was rewritten: the state ref (${shortId(state)}) recorded ${head}, ` +
    (first === null ? 'which is not in the branch' : 'which is not in the branch; from this commit on it differs');
  return toFault('rewritten', message, { commit: first ?? head });
}

/** The head of a push says up to when history is whole; one of decisions alone may do without. */
function checkHead({ steps }: Walk, place: number | undefined): readonly Finding[] {
  const step = place === undefined ? undefined : steps[place];
  if (!step || step.facts.type === 'decision' || step.facts.watermark !== undefined) return [];
  return [toFault('watermark', 'the last commit of a push has no watermark', { commit: step.commit })];
}

/** `--expect`: the commit that an earlier run printed is still there. */
export function checkExpected(expect: string | null, walk: Walk, chain: StateChain): readonly Finding[] {
  if (expect === null || [...walk.ids, ...chain.ids].some((id) => id.startsWith(expect))) return [];
  const message = `history was rewritten: ${expect} is neither in the branch nor in the state ref`;
  return [toFault('rewritten', message, { commit: expect })];
}

/** What this clone knew before: commits of ours that the remote has lost mean that it was rewritten. */
export async function checkKnown(
  run: VerifyRun,
  walk: Walk,
  chain: StateChain,
  known: Tip,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const ids = new Set(walk.ids);
  if (known.branch !== null && !ids.has(known.branch)) {
    const lost = await findLost(run, ids, known.branch);
    const mine = `the local branch ${run.repository.branch} has commits that the remote does not have; it was not checked`;
    findings.push(lost ?? toFindingWarning('rewritten', mine, { commit: known.branch }));
  }
  if (known.state !== null && chain.ids.length > 0 && !chain.ids.includes(known.state)) {
    const message = 'the state ref does not continue from the one that this clone knew: it was rebuilt or replaced';
    findings.push(toFindingWarning('state', message, { commit: known.state }));
  }
  return findings;
}

async function findLost(run: VerifyRun, ids: ReadonlySet<string>, branch: string): Promise<Finding | null> {
  for await (const { record } of readOwnCommits(run.repository, run, branch)) {
    if (ids.has(record.id)) continue;
    const message = 'history was rewritten: the remote no longer has this commit of ours, which this clone has';
    return toFault('rewritten', message, { commit: record.id });
  }
  return null;
}
