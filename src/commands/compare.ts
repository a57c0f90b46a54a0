import { type ComparedAccount, compareAccounts } from '#core/compare/compare-accounts.ts';
import type { RecordedObject } from '#core/references/recorded-object.ts';
import type { Ownership } from '#ledger/own-commits.ts';
import { findCommit, readNames, readObjects } from '#ledger/read-objects.ts';
import type { Progress, Repository } from '#ports.ts';
import type { CompareResult } from '#render/compare/compare-result.ts';
import { renderCompareSummary, renderCompareText } from '#render/compare/compare-text.ts';
import type { CommandOutcome } from './command.ts';

export interface CompareRun extends Pick<Ownership, 'committers'> {
  /** Names of two folders below `snapshots`. */
  readonly a: string;
  readonly b: string;
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  /** First digits of a commit id; null = the tip of the branch. */
  readonly at: string | null;
  readonly failOnDrift: boolean;
  readonly progress: Progress;
}

/** `zendrift compare A B`: two accounts of one repository, by what their objects mean. Reads git alone. */
export async function compare(run: CompareRun): Promise<CommandOutcome> {
  const { a, b, at, failOnDrift, progress } = run;
  progress.stage('Reading snapshots');
  const commit = await findCommit({ ...run, account: a }, at);
  const compared = compareAccounts(await readAccount(run, a, commit), await readAccount(run, b, commit));
  const result: CompareResult = { version: 1, ...compared };
  const { different, only } = result;
  const differs = different.length + only.a.length + only.b.length > 0;
  return {
    exitCode: failOnDrift && differs ? 4 : 0,
    lines: renderCompareText(result, a, b),
    json: result,
    summary: renderCompareSummary(result, a, b),
    outputs: {},
    annotations: [],
  };
}

async function readAccount(run: CompareRun, account: string, commit: string): Promise<ComparedAccount> {
  const objects: RecordedObject[] = [];
  for await (const one of readObjects({ ...run, account }, commit)) objects.push(one);
  return { objects, names: await readNames(run.repository, account, commit) };
}
