import { terminalOperators } from '#core/describe/operator-words.ts';
import { type Action, firstValue } from '#core/describe/rule-items.ts';
import { partsOfText, tagFields } from '#core/describe/value-parts.ts';
import type { Json } from '#json.ts';
import type { Reference, ReferenceType } from './reference.ts';

/** What the value of a field names, in conditions and in actions. */
const targets: Readonly<Record<string, ReferenceType>> = {
  ...{ group_id: 'group', notification_group: 'group', notification_sms_group: 'group', brand_id: 'brand' },
  ...{ ticket_form_id: 'form', custom_status_id: 'status', organization_id: 'organization' },
  ...{ schedule_id: 'schedule', set_schedule: 'schedule', within_schedule: 'schedule' },
  ...{ notification_webhook: 'webhook', notification_target: 'target' },
  ...{ assignee_id: 'user', requester_id: 'user', submitter_id: 'user', follower: 'user', cc: 'user', role: 'user' },
  ...{ notification_user: 'user', notification_sms_user: 'user', deflection: 'user' },
};

type Found = Pick<Reference, 'type' | 'id'>;

/** What a condition or an action names by its field and its value; texts inside it are `textReferences`. */
export function valueReferences({ field, value }: Action, operator = ''): readonly Found[] {
  if (tagFields.has(field)) return textsOf(value).flatMap(partsOfText).map(named('tag'));
  const ticketField = ticketFieldOf(field);
  if (ticketField !== null) {
    const options = terminalOperators.has(operator) ? [] : textsOf(value).flatMap(partsOfOption);
    return [
      { type: 'field', id: ticketField },
      ...options.map((option) => named('option')(`${ticketField}:${option}`)),
    ];
  }
  const [, owner, key] = /^(user|requester|organization)\.custom_fields\.([\w-]{1,100})$/.exec(field) ?? [];
  if (key !== undefined) return [named(owner === 'organization' ? 'organization-field' : 'user-field')(key)];
  if (field.startsWith('side_conversation')) return textsOf(value).flatMap(groupsIn).map(named('group'));
  const type = Object.hasOwn(targets, field) ? targets[field] : undefined;
  if (type === undefined) return [];
  const ids = field.startsWith('notification_') || field === 'deflection' ? [firstValue(value)] : [value];
  return ids.flatMap(textsOf).filter(isIdOf(type)).map(named(type));
}

/** `custom_fields_360…` and its older form → `360…`. */
export const ticketFieldOf = (field: string): string | null =>
  /^(?:custom_fields|ticket_fields?)_(\d{1,20})$/.exec(field)?.[1] ?? null;

const named =
  (type: ReferenceType) =>
  (id: string): Found => ({ type, id });

const textsOf = (value: Json): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
};

/** Options have keys without spaces; a sentence is the value of a text field. */
const partsOfOption = (text: string): readonly string[] =>
  partsOfText(text).filter((part) => /^[^\s{}]{1,255}$/.test(part) && part !== '__NULL__');

const groupsIn = (text: string): readonly string[] => {
  const [, group] = /^SupportAssignable:.{0,40}\/group\/(\d{1,20})(?:\/|$)/.exec(text) ?? [];
  return group === undefined ? [] : [group];
};

const isIdOf =
  (type: ReferenceType) =>
  (text: string): boolean =>
    type === 'webhook' ? /^[\w-]{1,64}$/.test(text) : /^\d{1,20}$/.test(text);
