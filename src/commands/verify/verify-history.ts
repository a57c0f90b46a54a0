import { compareRemote } from '#commands/verify/remote/compare-remote.ts';
import type { RecordedHistory } from '#commands/verify/remote/compared.ts';
import { ZendriftError } from '#errors.ts';
import { listOwnFiles } from '#ledger/own-files.ts';
import { findHome, historyElsewhere } from '#ledger/record-branch.ts';
import type { Tip } from '#ports.ts';
import { type Finding, toFault, toFindingWarning } from '#render/verify/finding.ts';
import type { GitHubResult, RemoteResult, VerifyCounts, VerifyResult } from '#render/verify/verify-result.ts';
import { checkBranch } from './check-branch.ts';
import { checkConfigurations } from './check-configurations.ts';
import { checkFiles, checkOrders, checkTree, countObjects } from './check-files.ts';
import { checkOtherFields } from './check-other-fields.ts';
import { checkSequence } from './check-sequence.ts';
import { checkState, listAhead, readStoredState } from './check-state.ts';
import { checkExpected, checkKnown, readStateChain, type StateChain } from './check-tips.ts';
import { checkVerdicts } from './check-verdicts.ts';
import { checkWitnesses } from './check-witnesses.ts';
import { toPushTimes } from './push-times.ts';
import { readConfigs } from './read-configs.ts';
import type { VerifyRun } from './verify-run.ts';
import { type Walk, walkHistory } from './walk.ts';

/**
 * Reads everything and changes nothing. Faults are findings; what is thrown kept the check itself from being made. Throws
 * `history-elsewhere`.
 */
export async function verifyHistory(run: VerifyRun): Promise<VerifyResult> {
  const { repository, progress } = run;
  progress.stage('Checking the objects of the repository');
  const { tip, known } = await repository.inspectTip();
  const damage = (await repository.checkObjects()).map((line) => toFault('objects', `git fsck: ${line}`));
  const result = await readAll(run, tip, known, damage);
  // A record that is on another branch is not damaged. Any other fault is said first.
  const explained: readonly string[] = tip.branch === null ? ['rewritten'] : ['branch', 'remote'];
  const home = result.faults.every(({ code }) => explained.includes(code)) ? await findHome(run, tip) : null;
  if (home !== null) throw historyElsewhere(run, home);
  return result;
}

async function readAll(run: VerifyRun, tip: Tip, known: Tip, damage: readonly Finding[]): Promise<VerifyResult> {
  if (tip.branch === null) return toResult(run, tip, [...damage, ...withoutBranch(run, tip)], nothing);
  try {
    const { findings, checked } = await verifyBranch(run, { ...tip, branch: tip.branch }, known);
    return toResult(run, tip, [...damage, ...findings], checked);
  } catch (error) {
    // With broken objects the reading ends anywhere: what is known of the damage is the answer.
    if (damage.length === 0 || !(error instanceof ZendriftError)) throw error;
    return toResult(run, tip, [...damage, toFault('unreadable', error.message)], nothing);
  }
}

interface Checked {
  readonly counts: VerifyCounts;
  readonly notRechecked: ReadonlyMap<string, number>;
  readonly remote: RemoteResult | null;
  readonly github: GitHubResult | null;
}

const nothing: Checked = {
  counts: {
    ...{ commits: 0, own: 0, backfilled: 0, changes: 0, decisions: 0, configurations: 0, entries: 0, objects: 0 },
    ...{ versions: 0, verdicts: 0 },
  },
  notRechecked: new Map(),
  remote: null,
  github: null,
};

function withoutBranch(run: VerifyRun, { state }: Tip): readonly Finding[] {
  const findings: Finding[] = [];
  if (state !== null) {
    const message = `the branch ${run.repository.branch} does not exist, but the state ref records its history`;
    findings.push(toFault('rewritten', message, { commit: state }));
  }
  if (run.expect !== null) findings.push(toFault('rewritten', `history was rewritten: ${run.expect} is not there`));
  return findings;
}

async function verifyBranch(
  run: VerifyRun,
  tip: { readonly branch: string; readonly state: string | null },
  known: Tip,
): Promise<{ readonly findings: readonly Finding[]; readonly checked: Checked }> {
  const { progress, account } = run;
  progress.stage('Reading history');
  const read = await readStoredState(run, tip.state);
  // A state of another branch has nothing to say about this one.
  const named = read.state?.branch ?? null;
  const isElsewhere = named !== null && named !== run.repository.branch;
  const own = isElsewhere ? { ...read, state: null } : read;
  const walk = await walkHistory(run, tip.branch, new Set(own.state?.doubted.map(({ commit }) => commit)));
  progress.stage('Checking recorded files');
  const files = await checkFiles(run, walk);
  progress.stage('Judging every change again');
  const configs = await readConfigs(run, walk);
  const verdicts = checkVerdicts(run, walk, configs.configs, files.titles);
  progress.stage('Comparing the state with history');
  const branch = checkBranch(run, walk, named);
  const chain = isElsewhere ? noChain : await readStateChain(run, walk, tip.state);
  const ahead = listAhead(walk, own, chain);
  const state = await checkState(run, walk, files.orders, own, ahead);
  const lost = [...checkExpected(run.expect, walk, chain), ...(await checkKnown(run, walk, chain, known))];
  const local = [
    ...branch,
    ...lost,
    ...chain.findings,
    ...walk.findings,
    ...checkSequence(walk.steps, ahead),
    ...checkConfigurations(run, walk, configs),
    ...(await checkOtherFields(run, walk)),
    ...checkTree(walk, await listOwnFiles(run.repository, tip.branch, account)),
    ...files.findings,
    ...checkOrders(run, walk, files.orders, state.state?.pendingOrders ?? []),
    ...verdicts.findings,
    ...state.findings,
  ];
  const asked = { walk, state, configs: configs.configs, orders: files.orders };
  const { findings, remote, github } = await askOutside(run, asked, chain, local);
  const counts = { ...count(walk, account), versions: files.versions, verdicts: verdicts.rechecked };
  return { findings, checked: { counts, notRechecked: verdicts.notRechecked, remote, github } };
}

const noChain: StateChain = { ids: [], pushes: [], findings: [] };

/** What GitHub and Zendesk say. Where one of them cannot be asked, that is the answer, unless faults are known already. */
async function askOutside(run: VerifyRun, recorded: RecordedHistory, chain: StateChain, local: readonly Finding[]) {
  const findings = [...local];
  const ask = async <T extends { readonly findings: readonly Finding[] }>(
    code: 'decision-unconfirmed' | 'remote',
    question: () => Promise<T>,
  ): Promise<T | null> => {
    try {
      const answer = await question();
      findings.push(...answer.findings);
      return answer;
    } catch (error) {
      const isKnown = error instanceof ZendriftError && findings.some(({ level }) => level === 'fault');
      if (!isKnown) throw error;
      findings.push(toFindingWarning(code, `not compared: ${error.message}`));
      return null;
    }
  };
  const { github, remote } = run;
  const { walk, state, configs } = recorded;
  const witnesses =
    github &&
    (await ask('decision-unconfirmed', () =>
      checkWitnesses(run, github, { claims: state.claims, configs, toPushTime: toPushTimes(walk, chain) }),
    ));
  const compared = remote && (await ask('remote', () => compareRemote(run, remote, recorded)));
  return { findings, remote: compared?.result ?? null, github: witnesses?.result ?? null };
}

function count(walk: Walk, account: string): Omit<VerifyCounts, 'versions' | 'verdicts'> {
  const changes = walk.steps.flatMap(({ facts }) => (facts.type === 'change' ? [facts] : []));
  return {
    commits: walk.ids.length,
    own: walk.steps.length,
    backfilled: walk.backfilled,
    changes: changes.length,
    decisions: walk.steps.filter(({ facts }) => facts.type === 'decision').length,
    configurations: walk.steps.filter(({ facts }) => facts.type === 'configuration').length,
    entries: changes.reduce((sum, { entries }) => sum + entries.length, 0),
    objects: countObjects(walk, account),
  };
}

function toResult(run: VerifyRun, tip: Tip, all: readonly Finding[], checked: Checked): VerifyResult {
  const findings = [...new Map(all.map((finding) => [JSON.stringify(finding), finding])).values()];
  const faults = findings.filter(({ level }) => level === 'fault');
  return {
    version: 1,
    account: run.account,
    sound: faults.length === 0,
    head: tip.branch,
    state: tip.state,
    counts: checked.counts,
    notRechecked: Object.fromEntries(checked.notRechecked),
    faults,
    warnings: findings.filter(({ level }) => level === 'warning'),
    remote: checked.remote,
    github: checked.github,
  };
}
