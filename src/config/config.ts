import type { AlertRule, Hours, OwnerRule, PolicyDecision, Rule } from '#policy/rule.ts';

export const permissions = ['triage', 'write', 'maintain', 'admin'] as const;
export const keptLogs = ['none', 'rules', 'all'] as const;
export const noticeFormats = ['slack', 'teams', 'json'] as const;
export const ipPrivacies = ['full', 'truncated', 'hashed', 'omitted'] as const;

export interface Identity {
  readonly github: string | null;
  /** GitHub user id; it stays the same when the login is renamed. */
  readonly githubId: string | null;
  readonly email: string | null;
}

export interface Committer {
  readonly name: string;
  readonly email: string;
}

/** The configuration in normal form: every key is there, checked, with its default. Durations are milliseconds. */
export interface Config {
  /** Folder and trailer name; stays when the subdomain is renamed. */
  readonly account: string;
  /** Kind names in the registry's order. */
  readonly kinds: readonly string[];
  readonly includePersonal: boolean;
  readonly audit: 'required' | 'optional';
  /** Short branch name; null = the default branch of the remote. */
  readonly branch: string | null;
  /** IANA zone in its own spelling. */
  readonly timezone: string;
  /** By Zendesk user id. */
  readonly identities: ReadonlyMap<string, Identity>;
  readonly privacy: { readonly ip: (typeof ipPrivacies)[number]; readonly allowPublic: boolean };
  /** `kind` null = in every kind. */
  readonly redact: readonly { readonly field: string; readonly kind: string | null }[];
  readonly policy: { readonly default: PolicyDecision; readonly rules: readonly Rule[] };
  /** Null = nothing is off hours. */
  readonly hours: Hours | null;
  readonly issues: {
    /** Logins whose markers count. */
    readonly authors: readonly string[];
    readonly assignees: readonly string[];
    readonly highRisk: { readonly assignees: readonly string[] };
    readonly maxNewPerRun: number;
    readonly maxOpen: number;
    readonly renotify: number;
    /** 0 = never. */
    readonly remind: number;
  };
  /** Entries of the audit log that open an alert; the first that matches counts. */
  readonly alerts: readonly AlertRule[];
  /** Which entries of the audit log are kept as data. */
  readonly log: { readonly keep: (typeof keptLogs)[number] };
  /** Where messages go; null = nowhere. */
  readonly notify: { readonly urlVariable: string; readonly format: (typeof noticeFormats)[number] } | null;
  readonly sweep: {
    readonly every: number;
    readonly auditWindow: number;
    /** Fraction from 0 to 1. */
    readonly maxVanished: number;
  };
  readonly approvers: {
    /** Least repository permission of who decides. */
    readonly permission: (typeof permissions)[number];
    /** Where not empty, only these logins decide; they need the permission as well. */
    readonly logins: readonly string[];
    /** Logins of people who have no Zendesk user, so never made the change themselves. */
    readonly outsideZendesk: readonly string[];
    readonly unmapped: 'allow' | 'deny';
    readonly reason: 'optional' | 'required';
    readonly highRisk: { readonly approvals: number; readonly reason: 'optional' | 'required' };
  };
  /** The first entry that matches an object says who owns it. */
  readonly owners: readonly OwnerRule[];
  readonly committer: Committer;
  /** Committers of earlier configurations, whose commits still count. */
  /** The default committer is always among them: who renames the committer later keeps the history. */
  readonly formerCommitters: readonly Committer[];
  /** Which commits of a push are signed, given a key. */
  readonly sign: 'every' | 'last';
  /** Path in the repository; null = signatures mean nothing. */
  readonly allowedSigners: string | null;
  /** Whole id of the last commit that counts without a signature. */
  readonly signedAfter: string | null;
  /** Full ref name, `<account>` replaced. */
  readonly stateRef: string;
  readonly alertAfter: number;
}
