import { type AuditEntry, type AuditLog, actionLabels, openAuditLog, type SourceTypes } from './audit-log.ts';
import type { Category } from './category.ts';
import type { SandboxClock } from './clock.ts';
import { type Collection, openCollection } from './collection.ts';
import { type Editor, openEditor } from './editor.ts';
import { type Ids, openIds } from './ids.ts';
import type { JsonObject } from './json.ts';
import { openRevisionStore, type RevisionStore } from './revisions.ts';
import type { Kind, Rule } from './rule.ts';
import { openRuleStore, type RuleStore } from './rule-store.ts';
import { type NewUser, people, toUser, type User } from './user.ts';

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
  apiIp: '203.0.113.200',
};

type Thing = JsonObject & { readonly id: number };
type Webhook = JsonObject & { readonly id: string };

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
  readonly groups: Collection<Thing>;
  readonly webhooks: Collection<Webhook>;
  readonly ticketFields: Collection<Thing>;
  readonly customStatuses: Collection<Thing>;
  readonly brands: Collection<Thing>;
  readonly macroAttachments: Collection<Thing>;
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

export type AccountOptions = { readonly subdomain: string; readonly clock: SandboxClock; readonly seed?: number } & {
  readonly settings?: Partial<AccountSettings>;
};

export function openAccount(options: AccountOptions): Account {
  const { subdomain, clock } = options;
  const origin = `https://${subdomain}.zendesk.com`;
  const content = new Map<string, string>();
  const rules = openRuleStore((raw) => raw.replace(/\{\{[^{}]*\}\}/g, (found) => content.get(found) ?? found));
  let settings: AccountSettings = { ...defaultSettings, ...options.settings };
  const account: Account = {
    subdomain,
    origin,
    clock,
    ids: openIds(options.seed),
    settings: () => settings,
    configure: (change) => {
      settings = { ...settings, ...change };
    },
    rules,
    revisions: openRevisionStore(),
    audit: openAuditLog(),
    categories: openCollection(),
    users: openCollection(),
    groups: openCollection(),
    webhooks: openCollection(),
    ticketFields: openCollection(),
    customStatuses: openCollection(),
    brands: openCollection(),
    macroAttachments: openCollection(),
    addUser: (person) => account.users.put(toUser(person, origin, '2020-01-07T09:00:00Z')),
    setContent: (placeholder, text) => {
      content.set(placeholder, text);
    },
    as: (actorId, from = {}) => {
      const user = account.users.get(actorId);
      if (user === undefined) throw new Error(`No user ${actorId}: add it with addUser`);
      return openEditor(account, { id: actorId, name: user.name, ip: from.ip === undefined ? '203.0.113.7' : from.ip });
    },
    system: () => openEditor(account, { id: -1, name: 'Zendesk', ip: null }),
    log: (entry, lag = 0) => {
      const whole = toEntry(account, entry);
      account.audit.add(whole, lag);
      return whole;
    },
    overwrite: (kind, id, fields) => {
      const rule = rules.get(kind, id);
      if (rule === undefined) throw new Error(`No ${kind} ${id}`);
      return rules.put(kind, { ...rule, ...fields });
    },
    remote: () => ({
      trigger: rules.list('trigger'),
      automation: rules.list('automation'),
      macro: rules.list('macro'),
      view: rules.list('view'),
    }),
    entries: () => account.audit.all(),
  };
  for (const person of people) account.addUser(person);
  return account;
}

function toEntry(account: Account, entry: Partial<AuditEntry>): AuditEntry {
  const id = entry.id ?? account.ids.audit();
  const action = entry.action ?? 'update';
  return {
    url: `${account.origin}/api/v2/audit_logs/${id}.json`,
    id,
    action,
    action_label: entry.action_label ?? actionLabels[action] ?? action,
    actor_id: entry.actor_id ?? -1,
    actor_name: entry.actor_name ?? account.users.get(entry.actor_id ?? -1)?.name ?? 'Zendesk',
    source_id: entry.source_id ?? account.ids.other(),
    source_type: entry.source_type ?? 'account_setting',
    source_label: entry.source_label ?? 'Account: Account',
    change_description: entry.change_description ?? '',
    ip_address: entry.ip_address ?? null,
    created_at: entry.created_at ?? account.clock.iso(),
  };
}
