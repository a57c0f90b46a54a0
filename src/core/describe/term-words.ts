import { type FieldNames, findFieldKind, type Names, type Stand } from '#core/names/names.ts';
import type { Words } from '#core/words.ts';
import { isObject, type Json } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import {
  actionTitles,
  fieldTitles,
  findOwnOperator,
  findOwnTitle,
  operatorTitles,
  tokenTitles,
  valueTitles,
} from './dictionary.ts';
import { bare, joinWords, listWords, own, quoted } from './phrases.ts';
import { rawWords } from './raw-difference.ts';

/** What the words depend on. */
export interface Speech {
  readonly kind: Kind;
  readonly names: Names;
}

/** A title that an account gave: bare where it is a word of Zendesk's own English UI, quoted where it may say anything. */
const titled = (title: string): Words => {
  const known = findOwnTitle(title);
  return known === undefined ? quoted(title) : [known];
};

function findField({ kind, names }: Speech, stand: Stand, field: string): FieldNames | undefined {
  const name = findFieldKind(names, kind.name, stand, field);
  return name === undefined ? undefined : own(names.fields[name]?.[stand], field);
}

export function fieldWords(speech: Speech, stand: Stand, field: string): Words {
  const title = findField(speech, stand, field)?.title;
  if (title) return titled(title);
  const builtIn = (stand === 'actions' ? own(actionTitles, field) : undefined) ?? own(fieldTitles, field);
  if (builtIn !== undefined) return [builtIn];
  const custom = /^custom_fields_(\d{1,20})$/.exec(field)?.[1];
  if (custom === undefined) return quoted(/^[a-z]+(?:_[a-z]+)*$/.test(field) ? humanised(field) : field);
  const known = own(speech.names.ticketFields, custom);
  return known ? quoted(known) : [`Custom field ${custom}`];
}

const humanised = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' ');

export function operatorWords(speech: Speech, field: string, operator: string): Words {
  const title = own(findField(speech, 'conditions', field)?.operators, operator);
  const known = title ? findOwnOperator(title) : own(operatorTitles, operator);
  return known === undefined ? quoted(title || operator) : [known];
}

const tagFields: ReadonlySet<string> = new Set(['current_tags', 'set_tags', 'remove_tags']);

/** The value of a condition, or of an action that has one value. */
export function valueWords(speech: Speech, stand: Stand, field: string, value: Json): Words {
  if (value === null || value === '') return ['(none)'];
  if (typeof value === 'object') {
    if (isObject(value)) return rawWords(value);
    const parts = [...value].map((part) => valueWords(speech, stand, field, part));
    return parts.length === 0 ? ['(none)'] : listWords(parts, 30);
  }
  const text = String(value);
  if (tagFields.has(field) && typeof value === 'string') {
    const tags = text.split(/\s+/).filter((tag) => tag !== '');
    return tags.length === 0 ? quoted(text) : listWords(tags.map(quoted), 30);
  }
  const title = own(findField(speech, stand, field)?.values, text);
  if (field === 'notification_webhook') return webhookWords(speech.names, text, title);
  if (title) return titled(title);
  const name = nameOf(speech.names, field, text);
  if (name) return quoted(name);
  const builtIn = own(own(valueTitles, field), text) ?? own(tokenTitles, text);
  if (builtIn !== undefined) return [builtIn];
  return typeof value === 'boolean' ? [value ? 'Yes' : 'No'] : bare(text);
}

function nameOf(names: Names, field: string, id: string): string | undefined {
  if (field === 'group_id' || field === 'notification_group') return own(names.groups, id);
  if (field === 'brand_id') return own(names.brands, id);
  if (field === 'custom_status_id') return own(names.statuses, id);
  return undefined;
}

// With its id: two webhooks may have one name, and the id is what the rule holds.
function webhookWords(names: Names, id: string, title: string | undefined): Words {
  const name = own(names.webhooks, id) || title;
  return name ? joinWords([quoted(name), ['(', ...bare(id), ')']], ' ') : bare(id);
}

export const groupWords = (names: Names, id: string): Words => {
  const name = own(names.groups, id);
  return name ? quoted(name) : bare(id);
};

export const categoryWords = (names: Names, id: string | null): Words => {
  if (id === null || id === '') return ['(none)'];
  const name = own(names.categories, id);
  return name ? quoted(name) : bare(id);
};
