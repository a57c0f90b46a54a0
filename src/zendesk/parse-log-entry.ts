import { wholeSeconds } from '#core/snapshot/snapshot.ts';
import { InexactNumber } from '#json.ts';
import type { LogEntry } from '#ports/audit-log.ts';
import { oneLine } from './one-line.ts';
import { digits, field } from './parse.ts';

export type ParsedLogEntry =
  | { readonly type: 'entry'; readonly entry: LogEntry }
  | { readonly type: 'unreadable'; readonly reason: string };

/**
 * Reads one item of the audit log whatever it is about. Only an id and a time are needed; every other field may be null or
 * missing, as `action_label` is in some accounts. A field that is no plain value makes the item unreadable.
 */
export function parseLogEntry(raw: unknown): ParsedLogEntry {
  const id = digits(field(raw, 'id'));
  const unreadable = (reason: string): ParsedLogEntry => ({
    type: 'unreadable',
    reason: oneLine(`audit entry ${id ?? 'without a usable id'}: ${reason}`),
  });
  if (id === null || id.startsWith('-')) return unreadable('"id" is no number');
  const time = toTime(field(raw, 'created_at'));
  if (time === null) return unreadable('"created_at" is no time');
  let bad: string | null = null;
  const read = (name: string): string | null => {
    const value = field(raw, name);
    if (typeof value === 'string') return value;
    if (value === null || value === undefined) return null;
    if (value instanceof InexactNumber) return value.literal;
    if (typeof value === 'number') return String(value);
    bad ??= name;
    return null;
  };
  const entry: LogEntry = {
    created_at: time,
    actor_name: read('actor_name'),
    actor_id: read('actor_id'),
    action: read('action'),
    source_type: read('source_type'),
    source_label: read('source_label'),
    source_id: read('source_id'),
    change_description: read('change_description'),
    ip_address: read('ip_address'),
    id,
    action_label: read('action_label'),
    url: read('url'),
  };
  return bad === null ? { type: 'entry', entry } : unreadable(`"${bad}" is no text and no number`);
}

// Whole seconds of UTC on a day that every month has: nearly every time is one, and no other check is as cheap.
const plainTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

function toTime(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return plainTime.test(value) ? value : wholeSeconds(value);
}
