import type { JsonObject } from './json.ts';

export type Role = 'admin' | 'agent' | 'end-user';

export type User = JsonObject & {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
};

export type NewUser = {
  readonly id: number;
  readonly name: string;
  readonly email?: string;
  readonly role?: Role;
  /** false for someone who has left: only `include_deleted` still names them. */
  readonly active?: boolean;
};

/** A user as an admin reads it. */
export function toUser(person: NewUser, origin: string, at: string): User {
  const role = person.role ?? 'admin';
  return {
    id: person.id,
    url: `${origin}/api/v2/users/${person.id}.json`,
    name: person.name,
    email: person.email ?? `user-${person.id}@acme.example`,
    created_at: at,
    updated_at: at,
    time_zone: 'Berlin',
    iana_time_zone: 'Europe/Berlin',
    phone: null,
    shared_phone_number: null,
    photo: null,
    locale_id: 1,
    locale: 'en-US',
    organization_id: null,
    role,
    verified: true,
    external_id: null,
    tags: [],
    alias: null,
    active: person.active ?? true,
    shared: false,
    shared_agent: false,
    last_login_at: null,
    two_factor_auth_enabled: null,
    signature: null,
    details: null,
    notes: null,
    role_type: role === 'admin' ? 4 : role === 'agent' ? 0 : null,
    custom_role_id: null,
    moderator: role === 'admin',
    ticket_restriction: null,
    only_private_comments: false,
    restricted_agent: role !== 'admin',
    suspended: false,
    default_group_id: null,
    report_csv: false,
    user_fields: {},
  };
}

/** People that every account starts with; the last is the one whose credentials the sandbox hands out. */
export const people: readonly NewUser[] = [
  { id: 1001, name: 'Jane Doe', email: 'jane.doe@acme.example' },
  { id: 1002, name: 'Bob Ray', email: 'bob.ray@acme.example' },
  { id: 1003, name: 'Ann Admin', email: 'ann.admin@acme.example' },
  { id: 1004, name: 'Carl Gone', email: 'carl.gone@acme.example', active: false },
  { id: 1005, name: 'Eve Agent', email: 'eve.agent@acme.example', role: 'agent' },
  { id: 998877, name: 'Deploy Bot', email: 'deploy-bot@acme.example' },
  { id: 990001, name: 'Config Tracker', email: 'config-tracker@acme.example' },
];

export const trackerId = 990001;
