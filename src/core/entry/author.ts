import { clip, toVisible } from '#text.ts';

/** A person as git and `Co-authored-by` name one. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** Zendesk user id → the address of that person's GitHub account, as configured. */
export type Addresses = Readonly<Record<string, { readonly email?: string | undefined }>>;

const email = /^[0-9A-Za-z][0-9A-Za-z._%+[\]-]{0,99}@[0-9A-Za-z](?:[0-9A-Za-z.-]{0,198}[0-9A-Za-z])?$/;

/** Nothing in it could end the address early or start another one. */
export const isEmail = (text: string): boolean => email.test(text) && !text.includes('..');

// git drops these at both ends of a name and refuses to commit (exit 128) when nothing is left.
const crud = /^[\s.,:;"'\\]+|[\s.,:;"'\\]+$/g;

/** A name that git takes as it is; `fallback` where nothing readable is left of it. */
export function toPersonName(name: string, fallback: string): string {
  const kept = clip(toVisible(name.slice(0, 4000)), 100)
    .replace(/[<>]/g, '')
    .replace(crud, '');
  return /[\p{L}\p{N}]/u.test(kept) ? kept : fallback;
}

/** Everyone with an entry, entries being oldest first. The last is the author: whoever made the newest one. */
export function toAuthors(
  entries: readonly { readonly actorId: string; readonly actorName: string }[],
  account: string,
  addresses: Addresses = {},
): readonly Person[] {
  const people = new Map<string, Person>();
  for (const { actorId, actorName } of entries) {
    people.delete(actorId);
    people.set(actorId, toAuthor({ id: actorId, name: actorName }, account, addresses));
  }
  return [...people.values()];
}

/** The author of a change: the audit actor, under an address that is nobody's unless `addresses` maps one. */
export function toAuthor(
  actor: { readonly id: string; readonly name: string } | null,
  account: string,
  addresses: Addresses = {},
): Person {
  if (actor === null) return { name: 'Unknown (no audit entry)', email: `unattributed@${account}.zendesk.invalid` };
  const mapped = Object.hasOwn(addresses, actor.id) ? addresses[actor.id]?.email : undefined;
  return {
    name: toPersonName(actor.name, actor.id === '-1' ? 'Zendesk' : `Zendesk user ${actor.id}`),
    email: mapped !== undefined && isEmail(mapped) ? mapped : `zendesk-user-${actor.id}@${account}.zendesk.invalid`,
  };
}

/** Whom a change names as its author: whoever made its newest entry. */
export const authorOf = (
  { account, entries }: { readonly account: string; readonly entries: Parameters<typeof toAuthors>[0] },
  addresses: Addresses = {},
): Person => toAuthors(entries, account, addresses).at(-1) ?? toAuthor(null, account);

/** As git keeps a name: one space for any run of them, no punctuation at the ends. */
export const gitName = (name: string): string =>
  name.replace(/\s+/gu, ' ').replace(/^[\s.,:;<>"\\']+|[\s.,:;<>"\\']+$/gu, '');
