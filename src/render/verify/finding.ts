/** What can be wrong, one word each; they stand in `--json`. */
export type FindingCode =
  | 'audit-id'
  | 'author'
  | 'backfill'
  | 'branch'
  | 'broken-block'
  | 'chain'
  | 'configuration'
  | 'copied'
  | 'decision'
  | 'decision-unconfirmed'
  | 'extra-path'
  | 'file'
  | 'foreign-edit'
  | 'forged'
  | 'late-entry'
  | 'merge'
  | 'objects'
  | 'order'
  | 'policy'
  | 'remote'
  | 'rewritten'
  | 'signature'
  | 'state'
  | 'subject'
  | 'tree'
  | 'unreadable'
  | 'verdict'
  | 'watermark'
  | 'wrong-change';

/** Fault = history is not whole (exit 3). Warning = worth a line, nothing is lost. */
export interface Finding {
  readonly level: 'fault' | 'warning';
  readonly code: FindingCode;
  /** Commit at fault, null where it is not one commit. */
  readonly commit: string | null;
  readonly path: string | null;
  /** Without commit and path. May hold hostile text: each sink escapes it. */
  readonly message: string;
}

interface Where {
  readonly commit?: string | null;
  readonly path?: string | null;
}

export const toFault = (code: FindingCode, message: string, { commit = null, path = null }: Where = {}): Finding => ({
  level: 'fault',
  code,
  commit,
  path,
  message,
});

export const toFindingWarning = (code: FindingCode, message: string, where: Where = {}): Finding => ({
  ...toFault(code, message, where),
  level: 'warning',
});

/** `1,234 commits`, `1 commit` */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
