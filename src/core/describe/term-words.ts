import { type FieldNames, findFieldKind, type Names, type Stand } from '#core/names/names.ts';
import type { Words } from '#core/words.ts';
import type { Kind } from '#kinds/kind.ts';
import { actionTitles, fieldTitles, findOwnTitle, isAlias } from './dictionary.ts';
import { builtInOperator, operatorPhrase } from './operator-words.ts';
import { bare, own, quoted } from './phrases.ts';

/** What the words depend on. */
export interface Speech {
  readonly kind: Kind;
  readonly names: Names;
}

/** A title that an account gave: bare where it is a word of Zendesk's own English UI, quoted where it may say anything. */
export const titled = (title: string): Words => {
  const known = findOwnTitle(title);
  return known === undefined ? quoted(title) : [known];
};

export function findField({ kind, names }: Speech, stand: Stand, field: string): FieldNames | undefined {
  const name = findFieldKind(names, kind.name, stand, field);
  return name === undefined ? undefined : own(names.fields[name]?.[stand], field);
}

/** `Status`, `Requester field "Plan"`, `Ticket field "Severity"`: what a condition or an action is about, and whose it is. */
export function fieldWords(speech: Speech, stand: Stand, field: string): Words {
  const title = findField(speech, stand, field)?.title;
  const builtIn = (stand === 'actions' ? own(actionTitles, field) : undefined) ?? own(fieldTitles, field);
  if (builtIn !== undefined && (!title || isAlias(field, title))) return [builtIn];
  if (builtIn !== undefined && title) return titled(title);
  return customWords(speech.names, field, title ?? '');
}

/** Whose fields an account may add, by the first word of their key. */
const owners: Readonly<Record<string, string>> = {
  requester: 'Requester',
  organization: 'Organization',
  assignee: 'Assignee',
  submitter: 'Submitter',
  current_user: 'Current user',
  ticket: 'Ticket',
};

function customWords(names: Names, field: string, title: string): Words {
  const ticketField = /^custom_fields_(\d{1,20})$/.exec(field)?.[1];
  if (ticketField !== undefined) return ticketFieldWords(names, ticketField, title);
  const [, looked = '', through = ''] =
    /^lookup:(?:ticket\.)?(?:ticket_field_|custom_fields_)(\d{1,20})\.(.+)$/s.exec(field) ?? [];
  if (looked !== '') {
    const key = through.replace(/^custom_fields\./, '');
    return [
      'Field ',
      ...quoted(title || key),
      ' of the record in ',
      ...lowerFirst(ticketFieldWords(names, looked, '')),
    ];
  }
  const [, first = '', key = ''] = /^([a-z_]+)\.(?:custom_fields\.)?(.+)$/s.exec(field) ?? [];
  const owner = own(owners, first);
  if (owner !== undefined) return [`${owner} field `, ...quoted(title || key)];
  if (title) return titled(title);
  return quoted(/^[a-z]+(?:_[a-z]+)*$/.test(field) ? humanised(field) : field);
}

function ticketFieldWords(names: Names, id: string, title: string): Words {
  const known = title || own(names.ticketFields, id);
  return ['Ticket field ', ...(known ? quoted(known) : [id])];
}

const lowerFirst = ([first = '', ...rest]: Words): Words =>
  typeof first === 'string' ? [first.charAt(0).toLowerCase() + first.slice(1), ...rest] : [first, ...rest];

const humanised = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' ');

/** An operator as the account words it, else as Zendesk's English UI does. */
export function operatorWords(speech: Speech, field: string, operator: string): Words {
  const title = own(findField(speech, 'conditions', field)?.operators, operator);
  const known = (title ? operatorPhrase(title) : undefined) ?? builtInOperator(field, operator);
  return known === undefined ? ['(unknown operator) ', ...quoted(title || operator)] : [known];
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
