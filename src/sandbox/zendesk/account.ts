import type { AuditEntry, AuditLog, SourceTypes } from './audit-log.ts';
import type { Category } from './category.ts';
import type { SandboxClock } from './clock.ts';
import type { Collection } from './collection.ts';
import type { Editor } from './edit.ts';
import type { Ids } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { RevisionStore } from './revisions.ts';
import type { Kind, Rule } from './rule.ts';
import type { RuleStore } from './rule-store.ts';
import type { AnyThing } from './thing-types.ts';
import type { NewUser, User } from './user.ts';

/** How this account behaves where real accounts differ, or where nobody has recorded what they do. */
export type AccountSettings = {
  readonly plan: 'enterprise' | 'professional';
  readonly sourceTypes: SourceTypes;
  /** Which of the moved objects get an audit entry when an order changes. */
  readonly reorderEntries: 'all' | 'one' | 'none';
  /** Whether objects that only made room for another one get a new `updated_at`. */
  readonly shiftsBump: boolean;
  /** What becomes of `filter[source_type]`: nobody has recorded what several values do. `first`, `last` = one of them counts. */
  readonly sourceTypeFilter: 'supported' | 'refused' | 'ignored' | 'first' | 'last';
  /** Answer to a GET of someone else's personal view. */
  readonly foreignView: 403 | 404;
  /** Users, beside the reader, whose personal views the reader sees all the same. */
  readonly personalViewsOf: readonly number[];
  /** Users, beside admins, whose custom role holds "View audit logs". */
  readonly auditReaders: readonly number[];
  readonly pageSizeMax: number;
  /** Revisions of one page at most; real accounts give 1,000. */
  readonly revisionPageMax: number;
  /** Address that the log notes for writes that come over HTTP. */
  readonly apiIp: string;
};

export const defaultSettings: AccountSettings = {
  plan: 'enterprise',
  sourceTypes: 'rule',
  reorderEntries: 'all',
  shiftsBump: false,
  sourceTypeFilter: 'supported',
  foreignView: 403,
  personalViewsOf: [],
  auditReaders: [],
  pageSizeMax: 100,
  revisionPageMax: 1000,
  apiIp: '203.0.113.200',
};

type Thing = JsonObject & { readonly id: number };

/** The account's memory, and the handles that change it. All of it lives in the process; nothing waits. */
export type Account = {
  readonly subdomain: string;
  /** `https://acme.zendesk.com`: the host in every `url` and `links.next`, whatever port the sandbox listens on. */
  readonly origin: string;
  readonly clock: SandboxClock;
  readonly ids: Ids;
  readonly settings: () => AccountSettings;
  readonly configure: (change: Partial<AccountSettings>) => void;
  readonly rules: RuleStore;
  readonly revisions: RevisionStore;
  readonly audit: AuditLog;
  readonly categories: Collection<Category>;
  readonly users: Collection<User>;
  readonly groups: Collection<AnyThing>;
  readonly webhooks: Collection<AnyThing>;
  readonly ticketFields: Collection<AnyThing>;
  readonly customStatuses: Collection<AnyThing>;
  readonly brands: Collection<AnyThing>;
  readonly macroAttachments: Collection<Thing>;
  /** Objects that are no business rule, by their path below `/api/v2`: `groups`, `slas/policies`. */
  readonly things: (path: string) => Collection<AnyThing>;
  readonly addUser: (person: NewUser) => User;
  /** What `{{dc.name}}` and `{{zd.name}}` in raw titles stand for; a new text changes titles without any entry. */
  readonly setContent: (placeholder: string, text: string) => void;
  /** Edits as this person. The user must exist; someone who has left may still act. */
  readonly as: (actorId: number, from?: { readonly ip?: string | null }) => Editor;
  /** Edits as Zendesk itself: actor -1, no address. */
  readonly system: () => Editor;
  /** Writes any entry to the log, for things that are no business rules. */
  readonly log: (entry: Partial<AuditEntry>, lag?: number) => AuditEntry;
  /** Puts raw fields over a stored object: no entry, no new `updated_at`, no check. */
  readonly overwrite: (kind: Kind, id: number, fields: JsonObject) => Rule;
  /** Everything as the API would show it to someone who sees all, in run order. */
  readonly remote: () => Readonly<Record<Kind, readonly Rule[]>>;
  /** Every entry, also those that no reader can see yet. */
  readonly entries: () => readonly AuditEntry[];
};
