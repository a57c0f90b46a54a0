/** Monday first, as `dayOfWeek` counts (ISO 8601). */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** What the audit log calls the three things that can be done to an object. */
export const auditActions = ['create', 'update', 'destroy'] as const;

export const decisions = ['approved', 'unapproved'] as const;
export type PolicyDecision = (typeof decisions)[number];

/** A part of the week in local wall time. `to` below `from` ends on the next day and belongs to the day it starts. */
export interface Window {
  readonly days: readonly Weekday[];
  /** Minutes since local midnight: `from` 0–1439, inclusive; `to` 0–1440, exclusive; never equal. */
  readonly from: number;
  readonly to: number;
  /** IANA zone; left out = the account's. */
  readonly timezone?: string;
}

/** When an account works: a part of the week, without the days named. */
export interface Hours extends Window {
  /** Local days as `2026-12-25`, off hours from midnight to midnight, and calendar files by their path in the repository. */
  readonly holidays: readonly string[];
  /** The days that these files name. */
  readonly calendarDays?: ReadonlySet<string>;
}

/** One rule in normal form: every clause that is given must hold, each list by any of its members. */
export interface Rule {
  /** Unique, one printable line: it becomes a trailer. */
  readonly name: string;
  readonly decide: PolicyDecision;
  /** User ids as text; `-1` is Zendesk itself. */
  readonly actors?: readonly string[];
  readonly kinds?: readonly string[];
  /** `trigger/123`, `trigger/order`, or a plain id of whatever kind. */
  readonly objects?: readonly string[];
  readonly actions?: readonly string[];
  /** Globs for the whole title. */
  readonly titles?: readonly string[];
  /** Addresses and CIDR ranges that `parseIpRange` accepts. */
  readonly ips?: readonly string[];
  readonly window?: Window;
}

/** `no` = owners are only assigned; `too` = they may approve beside the approvers; `only` = nobody else may approve. */
export type OwnerApproval = 'no' | 'too' | 'only';

/** One entry of `owners`: every clause that is given must hold, each list by any of its members. */
export interface OwnerRule {
  readonly kinds?: readonly string[];
  /** `trigger/123`, `trigger/order`, or a plain id of whatever kind. */
  readonly objects?: readonly string[];
  /** Globs for the whole title. */
  readonly titles?: readonly string[];
  /** Ids of trigger categories, or globs for their names. */
  readonly categories?: readonly string[];
  /** GitHub logins, at least one. */
  readonly logins: readonly string[];
  readonly approve: OwnerApproval;
}

/** What an entry must be: every clause that is given must hold, each list by any of its members. */
export interface AlertClauses {
  /** As the audit log names them, in any case. */
  readonly actions?: readonly string[];
  /** Of whatever is changed: `user`, `api_token`, `account_setting`. */
  readonly sourceTypes?: readonly string[];
  /** User ids as text; `-1` is Zendesk itself. */
  readonly actors?: readonly string[];
  /** Globs for the whole name of what is changed. */
  readonly labels?: readonly string[];
  /** Globs for the whole description. */
  readonly descriptions?: readonly string[];
  /** Addresses and CIDR ranges that `parseIpRange` accepts. */
  readonly ips?: readonly string[];
}

/** One entry of `alerts`. */
export interface AlertRule extends AlertClauses {
  /** Unique, one printable line: it stands in commits and issues. */
  readonly name: string;
  /** An entry that is this, too, opens no alert. */
  readonly except?: AlertClauses;
}

export interface Policy {
  /** Decides each entry for which no rule holds. */
  readonly default: PolicyDecision;
  /** The first one that holds decides. */
  readonly rules: readonly Rule[];
  /** The account's zone, for windows that name none. */
  readonly timezone: string;
  /** Working hours; null or left out = nothing is off hours. */
  readonly hours?: Hours | null;
  /** Blob id of the configuration that these rules stand in. */
  readonly blob: string;
}
