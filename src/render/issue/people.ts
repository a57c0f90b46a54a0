import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { toInert } from '#core/inert.ts';
import { codeCell, codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { clip, toVisible } from '#text.ts';
import type { Logins } from './issue-view.ts';

/** Someone who made a change; without an id where no audit entry says who. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

const unknown: Person = { id: '', name: '' };

/** Everybody who made one of these changes, each once and the newest first, under the newest name. */
export function peopleOf(changes: readonly { readonly entries: readonly AuditEntry[] }[]): readonly Person[] {
  const people = new Map<string, Person>();
  for (const { entries } of changes.toReversed()) {
    const made = entries.length === 0 ? [unknown] : entries.toReversed().map(toPerson);
    for (const person of made) if (!people.has(person.id)) people.set(person.id, person);
  }
  return [...people.values()];
}

const toPerson = ({ actorId, actorName }: AuditEntry): Person => ({ id: actorId, name: actorName });

/** `Jane Doe and 2 others`, plain text of a title; the names are in the text below it. */
export function titlePeople(people: readonly Person[]): string {
  const [first = unknown, ...others] = people;
  if (others.length === 0) return nameOf(first);
  return `${nameOf(first)} and ${others.length} ${others.length === 1 ? 'other' : 'others'}`;
}

const longestName = 60;

function nameOf({ id, name }: Person): string {
  if (id === '') return 'Unknown author';
  const shown = toInert(toVisible(clip(name, longestName))).trim();
  // A name may be empty, or nothing that can be read.
  if (/[\p{L}\p{N}]/u.test(shown)) return shown;
  return id === '-1' ? 'Zendesk' : `Zendesk user ${id}`;
}

/** `Jane Doe`, without anything that a configuration could change. */
export function personName({ id, name }: Person): string {
  if (id === '') return 'someone unknown';
  return codeCell(name || (id === '-1' ? 'Zendesk' : id), 60);
}

/** `Jane Doe` (Zendesk 1001, GitHub jane-gh): the login without @, because nobody is to be notified of a suspicion. */
export function personMarkdown({ id, name }: Person, identities: Logins): string {
  if (id === '') return 'Unknown (no audit entry)';
  if (id === '-1') return `${codeSpan(name || 'Zendesk', 100)} (Zendesk itself)`;
  return `${codeSpan(name, 100)} (Zendesk ${id}${loginWords(id, identities, ', GitHub ')})`;
}

/** The same in a table. */
export function personCell({ id, name }: Person, identities: Logins): string {
  if (id === '') return 'Unknown (no audit entry)';
  if (id === '-1') return `${codeCell(name || 'Zendesk', 100)} (Zendesk itself)`;
  return `${codeCell(name, 100)} (Zendesk ${id}${loginWords(id, identities, ', GitHub ')})`;
}

function loginWords(id: string, identities: Logins, before: string): string {
  const login = identities.get(id)?.github;
  return login ? before + plainMarkdown(login) : '';
}

/** All of them in one sentence, as far as that many fit: `Jane Doe` (…), `Bob Ray` (…) and 3 more. */
export function peopleMarkdown(people: readonly Person[], identities: Logins, most = 60): string {
  const shown = people.slice(0, most).map((person) => personMarkdown(person, identities));
  const rest = people.length - shown.length;
  const last = rest > 0 ? `${rest} more` : shown.pop();
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last}`;
}
