import type { Names, Stand } from '#core/names/names.ts';
import type { Words } from '#core/words.ts';
import type { Json } from '#json.ts';
import { tokenTitles, valueTitles } from './dictionary.ts';
import { isJsonObject, jsonKey, rawWords } from './json-words.ts';
import { comparesWords, dayOperators } from './operator-words.ts';
import { bare, joinWords, listWords, own, plural, quoted } from './phrases.ts';
import { findField, groupWords, type Speech, titled } from './term-words.ts';
import { partsOfText, tagFields } from './value-parts.ts';

/** Where a value stands, which decides what it means. */
export interface Place {
  readonly stand: Stand;
  readonly field: string;
  readonly operator?: string;
}

/** One of several values that stand beside each other: a tag, an option, a skill. Equal keys mean equal values. */
export interface Item {
  readonly key: string;
  readonly words: Words;
}

const skillFields: ReadonlySet<string> = new Set(['add_skills', 'set_skills', 'remove_skills']);

/** Fields whose numeric values are users: `names.json` names no person, so they are said by their ids. */
const people: ReadonlySet<string> = new Set([
  ...['assignee_id', 'requester_id', 'submitter_id', 'follower', 'cc', 'role'],
  ...['notification_user', 'notification_sms_user', 'deflection'],
]);

/** How Zendesk writes that there is no value. */
export const isNone = (value: Json): boolean => value === null || value === '' || value === '__NULL__';

/** The value of a condition, or of an action that has one value. */
export function valueWords(speech: Speech, place: Place, value: Json): Words {
  if (isNone(value)) return ['(none)'];
  if (isJsonObject(value)) return ['(unknown kind of value) ', ...rawWords(value)];
  const date = dateWords(value);
  if (date !== null) return date;
  const items = itemsOf(speech, place, value);
  if (items !== null)
    return items.length === 0
      ? ['(none)']
      : listWords(
          items.map(({ words }) => words),
          30,
        );
  return scalarWords(speech, place, value);
}

/** A value that is a list in Zendesk's UI, however it is written; null where it is a single one. */
export function itemsOf(speech: Speech, place: Place, value: Json): readonly Item[] | null {
  if (Array.isArray(value))
    return [...value].map((part): Item => ({ key: jsonKey(part), words: valueWords(speech, place, part) }));
  if (typeof value !== 'string' || isNone(value)) return null;
  const { field, operator = '' } = place;
  if (skillFields.has(field)) return null;
  const parts = partsOfText(value);
  const titles = findField(speech, place.stand, field)?.values;
  const isText = tagFields.has(field) || comparesWords(field, operator);
  const isOptions =
    parts.length > 1 && own(titles, value) === undefined && parts.every((part) => own(titles, part) !== undefined);
  if (parts.length === 0 || !(isText || isOptions)) return null;
  return parts.map((part) => ({ key: part, words: isText ? quoted(part) : scalarWords(speech, place, part) }));
}

function scalarWords(speech: Speech, place: Place, value: Json): Words {
  const { names } = speech;
  const { stand, field, operator = '' } = place;
  const text = String(value);
  const title = own(findField(speech, stand, field)?.values, text);
  if (field === 'notification_webhook') return webhookWords(names, text, title);
  const builtIn = own(own(valueTitles, field), text);
  if (field === 'comment_value' && builtIn !== undefined) return [builtIn];
  if (title) return titled(title);
  if (skillFields.has(field)) return skillWords(speech, place, text);
  const name = nameOf(names, field, text);
  if (name) return quoted(name);
  const known = builtIn ?? own(tokenTitles, text);
  if (known !== undefined) return [known];
  if (typeof value === 'boolean') return [value ? 'Yes' : 'No'];
  if (/^\d{1,20}$/.test(text)) {
    if (people.has(field)) return [field.startsWith('notification_') ? text : `user ${text}`];
    if (dayOperators.has(operator)) return [plural(Number(text), 'day')];
  }
  const receiver = /^SupportAssignable:.{0,40}\/group\/(\d{1,20})(?:\/.{0,20}?(\d{1,20}))?$/.exec(text);
  if (receiver !== null)
    return ['group ', ...groupWords(names, receiver[1] ?? ''), ...(receiver[2] ? [`, user ${receiver[2]}`] : [])];
  return bare(text);
}

/** `"German" (required)`: a skill with its priority, which Zendesk writes behind its id. */
function skillWords(speech: Speech, place: Place, text: string): Words {
  const [, id = text, priority = ''] = /^(.+)#([01])$/s.exec(text) ?? [];
  const title = own(findField(speech, place.stand, place.field)?.values, id);
  const needed = priority === '' ? [] : [priority === '1' ? ' (required)' : ' (optional)'];
  return [...(title ? titled(title) : bare(id)), ...needed];
}

/** `["days_from_now", 3]` and `["specific_date", "2026-12-24"]`, as date fields are set. */
function dateWords(value: Json): Words | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [form, day] = [value[0] ?? null, value[1] ?? null];
  if (form === 'days_from_now' && /^\d{1,6}$/.test(String(day))) return [`${plural(Number(day), 'day')} from now`];
  return form === 'specific_date' && /^\d{4}-\d\d-\d\d$/.test(String(day)) ? [String(day)] : null;
}

function nameOf(names: Names, field: string, id: string): string | undefined {
  if (field === 'group_id' || field === 'notification_group' || field === 'notification_sms_group')
    return own(names.groups, id);
  if (field === 'brand_id') return own(names.brands, id);
  if (field === 'custom_status_id') return own(names.statuses, id);
  return undefined;
}

// With its id: two webhooks may have one name, and the id is what the rule holds.
function webhookWords(names: Names, id: string, title: string | undefined): Words {
  const name = own(names.webhooks, id) || title;
  return name ? joinWords([quoted(name), ['(', ...bare(id), ')']], ' ') : bare(id);
}
