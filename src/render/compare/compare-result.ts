import type { AccountComparison } from '#core/compare/compare-accounts.ts';

/** What `zendrift compare --json` prints (docs/format.md). */
export interface CompareResult extends AccountComparison {
  readonly version: 1;
}
