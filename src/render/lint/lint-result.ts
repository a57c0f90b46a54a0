import type { LintFinding } from '#core/lint/finding.ts';

/** What `zendrift lint --json` prints (docs/format.md). */
export interface LintResult {
  readonly version: 1;
  readonly findings: readonly LintFinding[];
}
