import type { ZendeskUser } from '#ports.ts';

/**
 * One entry of the audit log under Zendesk's own field names. Null = the field is null or missing. Ids are text, so that no
 * digit is lost; `created_at` is UTC in whole seconds.
 */
export interface LogEntry {
  readonly created_at: string;
  readonly actor_name: string | null;
  readonly actor_id: string | null;
  readonly action: string | null;
  readonly source_type: string | null;
  readonly source_label: string | null;
  readonly source_id: string | null;
  readonly change_description: string | null;
  readonly ip_address: string | null;
  readonly id: string;
  readonly action_label: string | null;
  readonly url: string | null;
}

export interface LogPage {
  /** In the order in which the account sent them, which is oldest first but for ties. */
  readonly entries: readonly LogEntry[];
  /** Items that are no entry: without an id, without a time, or with a field of another type. */
  readonly unreadable: readonly string[];
}

/** Both ends inclusive, UTC whole seconds. `from` null = from the first entry of the account. */
export interface LogPeriod {
  readonly from: string | null;
  readonly to: string;
}

/** What the mailed CSV is limited to; the account filters it. */
export interface MailFilter {
  readonly period: LogPeriod | null;
  readonly actions: readonly string[];
  readonly actors: readonly string[];
  readonly sourceTypes: readonly string[];
  readonly sourceIds: readonly string[];
  readonly ips: readonly string[];
}

export type Mailed =
  | { readonly type: 'accepted' }
  /** The account mails one CSV a minute. */
  | { readonly type: 'too-soon'; readonly seconds: number };

/** The audit log of one account, whole: every source type, nothing masked. */
export interface AuditLogReader {
  readUser(): Promise<ZendeskUser>;
  /** Server time of the newest answer, UTC whole seconds; throws before the first answer. */
  serverTime(): string;
  /** Pages in order of time. More than the period may be among them; nothing of the period is missing. */
  readEntries(period: LogPeriod): AsyncIterable<LogPage>;
  /** Has the account e-mail its own CSV to the user of the credentials. Sent once. */
  mailCsv(filter: MailFilter): Promise<Mailed>;
  /** Requests sent so far. */
  requestCount(): number;
}
