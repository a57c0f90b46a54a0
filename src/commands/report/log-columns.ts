import type { LogEntry } from '#ports/audit-log.ts';

type Field = keyof LogEntry;

/**
 * What a column may be called: by Zendesk's API and `zendrift audit`, or as the page of the audit log and its e-mailed CSV call it.
 * The first that a file has counts. https://support.zendesk.com/hc/en-us/articles/4408828001434
 */
const names: Readonly<Record<Field, readonly string[]>> = {
  created_at: ['created_at', 'time', 'date', 'timestamp'],
  actor_name: ['actor_name', 'actor'],
  actor_id: ['actor_id'],
  action: ['action', 'activity type', 'type'],
  action_label: ['action_label'],
  source_type: ['source_type', 'item type'],
  source_label: ['source_label', 'item'],
  source_id: ['source_id', 'item id'],
  change_description: ['change_description', 'activity', 'description'],
  ip_address: ['ip_address', 'ip address', 'ip'],
  id: ['id'],
  url: ['url'],
};

const fields = [
  'created_at',
  'actor_name',
  'actor_id',
  'action',
  'action_label',
  'source_type',
  'source_label',
] as const;
const rest = ['source_id', 'change_description', 'ip_address', 'id', 'url'] as const;

/** Without these, nobody could say who did what when. */
const needed = ['created_at', 'actor_name', 'action'] as const;

export interface LogColumns {
  /** What is needed and missing, as people know it. */
  readonly missing: readonly string[];
  /** The value of a field in a row; null where the file has no such column, or nothing in it. */
  readonly read: (cells: readonly string[], field: Field) => string | null;
}

const clean = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, ' ');

/** Finds the fields of the audit log among the columns of a file. */
export function findColumns(columns: readonly string[]): LogColumns {
  const known = columns.map(clean);
  const indexOf = new Map(
    [...fields, ...rest].map((field) => [
      field,
      names[field].map((name) => known.indexOf(name)).find((index) => index >= 0) ?? -1,
    ]),
  );
  return {
    missing: needed.filter((field) => (indexOf.get(field) ?? -1) < 0),
    read: (cells, field) => cells[indexOf.get(field) ?? -1] || null,
  };
}
