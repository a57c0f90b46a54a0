import type { LogEntry } from '#ports/audit-log.ts';

/** Zendesk's own field names, in the order of the CSV's columns. */
export const auditFields = [
  'created_at',
  'actor_name',
  'actor_id',
  'action',
  'source_type',
  'source_label',
  'source_id',
  'change_description',
  'ip_address',
  'id',
  'action_label',
  'url',
] as const satisfies readonly (keyof LogEntry)[];

export type AuditField = (typeof auditFields)[number];
