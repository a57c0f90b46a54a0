/** Something about one object that is wrong (`error`), probably wrong (`warning`) or worth a look (`info`). */
export interface LintFinding {
  readonly code: LintCode;
  readonly level: 'error' | 'warning' | 'info';
  readonly object: string;
  readonly message: string;
}

export type LintCode =
  | 'never-matches'
  | 'dead-condition'
  | 'no-conditions'
  | 'duplicate-rule'
  | 'deleted-reference'
  | 'inactive-reference'
  | 'unknown-reference'
  | 'unknown-placeholder'
  | 'personal-data';
