/** What a warning is about: a stable word for programs that read the result. */
export type WarningCode =
  /** An adapter had to wait, or did without something. */
  | 'zendesk'
  | 'git'
  | 'github'
  | 'account-unmapped'
  | 'audit-item-unreadable'
  | 'broken-reference'
  | 'checkout-behind'
  | 'clock-skew'
  | 'command-waits'
  | 'commit-unconfirmed'
  | 'configuration-local'
  | 'decision-unconfirmed'
  | 'history-rewritten'
  | 'issue-locked'
  | 'kind-absent'
  | 'issue-postponed'
  | 'issue-waits'
  | 'log-file-full'
  | 'log-missing'
  | 'names-incomplete'
  | 'never-approved'
  | 'notify-failed'
  | 'owners-idle'
  | 'redaction-key-changed'
  | 'reminder-early'
  | 'request-waits'
  | 'role-limited'
  | 'rule-unreachable'
  | 'runs-missed'
  | 'secret-in-log'
  | 'secret-in-name'
  | 'state-differs';

/** Something a person should know although the run went on. `code` of a failure is that of its error. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

export const warning = (code: WarningCode, message: string): Warning => ({ code, message });

/** Each once, in order. */
export const distinctWarnings = (warnings: readonly Warning[]): readonly Warning[] => [
  ...new Map(warnings.map((one) => [`${one.code} ${one.message}`, one])).values(),
];
