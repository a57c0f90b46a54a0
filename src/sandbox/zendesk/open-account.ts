import { type Account, type AccountSettings, defaultSettings } from './account.ts';
import { type AuditEntry, actionLabels, openAuditLog } from './audit-log.ts';
import type { SandboxClock } from './clock.ts';
import { type Collection, openCollection } from './collection.ts';
import { openEditor } from './editor.ts';
import { openIds } from './ids.ts';
import { openRevisionStore } from './revisions.ts';
import { openRuleStore } from './rule-store.ts';
import type { AnyThing } from './thing-types.ts';
import { people, toUser } from './user.ts';

export type AccountOptions = { readonly subdomain: string; readonly clock: SandboxClock; readonly seed?: number } & {
  readonly settings?: Partial<AccountSettings>;
};

export function openAccount(options: AccountOptions): Account {
  const { subdomain, clock } = options;
  const origin = `https://${subdomain}.zendesk.com`;
  const content = new Map<string, string>();
  const rules = openRuleStore((raw) => raw.replace(/\{\{[^{}]*\}\}/g, (found) => content.get(found) ?? found));
  const collections = new Map<string, Collection<AnyThing>>();
  const things = (path: string): Collection<AnyThing> => {
    const found = collections.get(path) ?? openCollection<AnyThing>();
    collections.set(path, found);
    return found;
  };
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
    things,
    groups: things('groups'),
    webhooks: things('webhooks'),
    ticketFields: things('ticket_fields'),
    customStatuses: things('custom_statuses'),
    brands: things('brands'),
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
