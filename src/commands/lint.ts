import type { LintFinding } from '#core/lint/finding.ts';
import { openLint } from '#core/lint/lint-objects.ts';
import { type BrokenReference, openBroken } from '#core/references/broken.ts';
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
  const broken = openBroken();
  for await (const recorded of readObjects(run, commit)) {
    const found = look(recorded);
    titles.set(recorded.object, recorded.title);
    findings.push(...found);
    broken.add(recorded);
  }
  const result: LintResult = { version: 1, findings: withBroken(findings, broken.list()) };
  const titleOf = (object: string): string => titles.get(object) ?? '';
  return {
    exitCode: fail && result.findings.some(({ level }) => level !== 'info') ? 4 : 0,
    lines: renderLintText(result, titleOf),
    json: result,
    summary: renderLintSummary(result, titleOf),
    outputs: {},
    annotations: [],
  };
}

/** What the record proves to be broken is no mere guess any more, and stands where its object does. */
function withBroken(findings: readonly LintFinding[], broken: readonly BrokenReference[]): readonly LintFinding[] {
  const proved = broken.map(({ object, where, reference, problem }): LintFinding & { readonly start: string } => {
    const start = `${where} names ${reference.replace('/', ' ')}`;
    return problem === 'deleted'
      ? { code: 'deleted-reference', level: 'error', object, message: `${start}, which does not exist`, start }
      : { code: 'inactive-reference', level: 'warning', object, message: `${start}, which is switched off`, start };
  });
  const isGuess = ({ code, object, message }: LintFinding) =>
    code === 'unknown-reference' && proved.some((one) => one.object === object && message.startsWith(`${one.start},`));
  const all = [...findings.filter((one) => !isGuess(one)), ...proved.map(({ start: _, ...finding }) => finding)];
  const places = new Map([...new Set(all.map(({ object }) => object))].sort().map((object, index) => [object, index]));
  return proved.length === 0 ? findings : all.sort((a, b) => (places.get(a.object) ?? 0) - (places.get(b.object) ?? 0));
}
