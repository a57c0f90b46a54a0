import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { wholeSeconds } from '#core/snapshot/snapshot.ts';
import { oneLine } from './one-line.ts';
import { digits, field, textField } from './parse.ts';

export type ParsedEntry =
  | { readonly type: 'entry'; readonly entry: AuditEntry }
  /** An entry about something else: users, settings, attachments, or a kind that is not tracked. */
  | { readonly type: 'other' }
  | { readonly type: 'unreadable'; readonly reason: string };

/**
 * Reads one item of the audit log. Ids stay exact as text; a null label, description or actor name is empty; anything
 * else that is missing or of another type makes the entry unreadable. `action_label` is localized and never needed.
 * https://developer.zendesk.com/api-reference/ticketing/account-configuration/audit_logs/
 */
export function parseAuditEntry(raw: unknown, sources: readonly string[]): ParsedEntry {
  const sourceType = textField(raw, 'source_type');
  if (sourceType !== null && !sources.includes(sourceType)) return { type: 'other' };
  const id = digits(field(raw, 'id'));
  const unreadable = (reason: string): ParsedEntry => ({
    type: 'unreadable',
    reason: oneLine(`audit entry ${id ?? 'without a usable id'}: ${reason}`),
  });
  if (id === null || id.startsWith('-')) return unreadable(`id is ${shown(field(raw, 'id'))}`);
  if (sourceType === null) return unreadable(`source_type is ${shown(field(raw, 'source_type'))}`);

  const action = textField(raw, 'action');
  const actorId = digits(field(raw, 'actor_id'));
  const sourceId = digits(field(raw, 'source_id'));
  const time = wholeSeconds(textField(raw, 'created_at') ?? '');
  if (action === null || action === '') return unreadable(`action is ${shown(field(raw, 'action'))}`);
  if (actorId === null) return unreadable(`actor_id is ${shown(field(raw, 'actor_id'))}`);
  if (sourceId === null || sourceId.startsWith('-'))
    return unreadable(`source_id is ${shown(field(raw, 'source_id'))}`);
  if (time === null) return unreadable(`created_at is ${shown(field(raw, 'created_at'))}`);

  const actorName = optionalText(raw, 'actor_name');
  const sourceLabel = optionalText(raw, 'source_label');
  const description = optionalText(raw, 'change_description');
  const ip = optionalText(raw, 'ip_address');
  if (actorName === null) return unreadable(`actor_name is ${shown(field(raw, 'actor_name'))}`);
  if (sourceLabel === null) return unreadable(`source_label is ${shown(field(raw, 'source_label'))}`);
  if (description === null) return unreadable(`change_description is ${shown(field(raw, 'change_description'))}`);
  if (ip === null) return unreadable(`ip_address is ${shown(field(raw, 'ip_address'))}`);
  return {
    type: 'entry',
    entry: {
      id,
      action,
      actorId,
      actorName,
      sourceId,
      sourceType,
      sourceLabel,
      description,
      ip: ip === '' ? null : ip,
      time,
    },
  };
}

/** Empty where it is null or missing; null where it is something else. */
const optionalText = (raw: unknown, key: string): string | null => {
  const value = field(raw, key);
  return value === null || value === undefined ? '' : typeof value === 'string' ? value : null;
};

const shown = (value: unknown): string =>
  value === undefined ? 'missing' : typeof value === 'string' ? `"${oneLine(value, 40)}"` : describeType(value);

const describeType = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
