import type { LintFinding } from '#core/lint/finding.ts';
import { openLint } from '#core/lint/lint-objects.ts';
import type { Ownership } from '#ledger/own-commits.ts';
import { findCommit, readNames, readObjects } from '#ledger/read-objects.ts';
import type { Progress, Repository } from '#ports.ts';
import type { LintResult } from '#render/lint/lint-result.ts';
import { renderLintSummary, renderLintText } from '#render/lint/lint-text.ts';
import type { CommandOutcome } from './command.ts';

export interface LintRun extends Ownership {
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  /** Exit with 4 where something is wrong or probably wrong. */
  readonly fail: boolean;
  readonly progress: Progress;
}

/** `zendrift lint`: recorded rules that cannot work, twice the same, or hold what they should not. Reads git alone. */
export async function lint(run: LintRun): Promise<CommandOutcome> {
  const { account, repository, fail, progress } = run;
  progress.stage('Reading snapshots');
  const commit = await findCommit(run, null);
  const look = openLint(await readNames(repository, account, commit));
  const findings: LintFinding[] = [];
  const titles = new Map<string, string>();
  for await (const recorded of readObjects(run, commit)) {
    const found = look(recorded);
    if (found.length > 0) titles.set(recorded.object, recorded.title);
    findings.push(...found);
  }
  const result: LintResult = { version: 1, findings };
  const titleOf = (object: string): string => titles.get(object) ?? '';
  return {
    exitCode: fail && findings.some(({ level }) => level !== 'info') ? 4 : 0,
    lines: renderLintText(result, titleOf),
    json: result,
    summary: renderLintSummary(result, titleOf),
    outputs: {},
    annotations: [],
  };
}
