import { type ComparedAccount, compareAccounts } from '#core/compare/compare-accounts.ts';
import type { RecordedObject } from '#core/references/recorded-object.ts';
import { findCommit, readNames, readObjects } from '#ledger/read-objects.ts';
import type { Progress, Repository } from '#ports.ts';
import type { CompareResult } from '#render/compare/compare-result.ts';
import { renderCompareSummary, renderCompareText } from '#render/compare/compare-text.ts';
import type { CommandOutcome } from './command.ts';

export interface CompareRun {
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
export async function compare({ a, b, repository, at, failOnDrift, progress }: CompareRun): Promise<CommandOutcome> {
  progress.stage('Reading snapshots');
  const commit = await findCommit(repository, a, at);
  const compared = compareAccounts(await readAccount(repository, a, commit), await readAccount(repository, b, commit));
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

async function readAccount(repository: Repository, account: string, commit: string): Promise<ComparedAccount> {
  const objects: RecordedObject[] = [];
  for await (const one of readObjects(repository, account, commit)) objects.push(one);
  return { objects, names: await readNames(repository, account, commit) };
}
