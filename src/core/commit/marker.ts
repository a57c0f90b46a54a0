import { idsOf } from '#core/entry/audit-entry.ts';
import { isObjectKey, type ObjectKey } from '#core/object-key.ts';
import { isAccount, isBlob, isChange } from './commit-patterns.ts';

/** Ties an issue or comment to one change of one object. Only a claim: history decides (docs/format.md, Markers). */
export interface Marker {
  readonly account: string;
  readonly object: ObjectKey;
  /** See `changeHandle`. */
  readonly change: string;
  /** Blob ids, null where the object was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** The digest of one actor: many changes, one issue. `id` = 12 hex digits. */
export interface DigestMarker {
  readonly account: string;
  readonly id: string;
  readonly changes: number;
}

/** Beyond that many entries the state itself names the change: a marker must fit into an issue. */
const mostEntries = 500;

/**
 * What commands and markers call a change: its audit ids, oldest first, or without any (or with too many) the blob that
 * came out of it, for a deletion the one that went into it.
 */
export function changeHandle(change: {
  readonly entries: readonly { readonly id: string }[];
  readonly before: string | null;
  readonly after: string | null;
}): string {
  const { entries, before, after } = change;
  const state = after ?? before;
  const ids = idsOf(entries);
  return ids.length === 0 || (ids.length > mostEntries && state !== null) ? (state ?? 'none') : ids.join(',');
}

/** A commit or a blob in a sentence: 12 digits. */
export const shortId = (id: string): string => id.slice(0, 12);

/** A state as commands name it: 7 digits of the blob, `none` where the object is not there. */
export const shortState = (blob: string | null): string => blob?.slice(0, 7) ?? 'none';

export const printMarker = ({ account, object, change, before, after }: Marker): string =>
  `<!-- zendrift:1 object=${account}/${object} change=${change} before=${before ?? 'none'} after=${after ?? 'none'} -->`;

/** Reads the first line of an issue body or comment; null for anything that `printMarker` did not write. */
export function parseMarker(body: string): Marker | null {
  const pattern = /^<!-- zendrift:1 object=([^\s/]+)\/(\S+) change=(\S+) before=(\S+) after=(\S+) -->$/;
  const [, account = '', object = '', change = '', before = '', after = ''] = pattern.exec(firstLine(body)) ?? [];
  const states = [before, after].every((state) => state === 'none' || isBlob(state));
  if (!isAccount(account) || !isObjectKey(object) || !isChange(change) || !states) return null;
  return {
    account,
    object,
    change,
    before: before === 'none' ? null : before,
    after: after === 'none' ? null : after,
  };
}

export const printDigestMarker = ({ account, id, changes }: DigestMarker): string =>
  `<!-- zendrift:1 digest=${account}/${id} changes=${changes} -->`;

export function parseDigestMarker(body: string): DigestMarker | null {
  const pattern = /^<!-- zendrift:1 digest=([^\s/]+)\/([0-9a-f]{12}) changes=([1-9]\d{0,8}) -->$/;
  const [, account = '', id = '', changes = ''] = pattern.exec(firstLine(body)) ?? [];
  return isAccount(account) && id !== '' ? { account, id, changes: Number(changes) } : null;
}

/** First line of the one answer to a comment. */
export const printReplyMark = (comment: string): string => `<!-- zendrift:1 reply=${comment} -->`;

/** The comment that a comment of ours answers, null where it answers none. */
export const parseReplyMark = (body: string): string | null =>
  /^<!-- zendrift:1 reply=(\d{1,32}) -->$/.exec(firstLine(body))?.[1] ?? null;

/** The last line of an answer to a command that decided several objects: the commit that it links is the last of so many. */
export const printDecidedMark = (count: number): string => `<!-- zendrift:1 decided=${count} -->`;

/** The last commit that an answer of ours names, and how many decisions end with it; null where it names none. */
export function parseDecided(body: string): { readonly last: string; readonly count: number } | null {
  const last = [...body.matchAll(/\]\([^\s()]+\/commit\/([0-9a-f]{40,64})\)/g)].at(-1)?.[1];
  const count = /^<!-- zendrift:1 decided=(\d{1,6}) -->$/m.exec(body.replaceAll('\r', ''))?.[1];
  return last === undefined ? null : { last, count: Number(count ?? 1) };
}

/** What a comment of ours shows: its marker, which in an answer stands in the second line. */
export const parseShown = (body: string): Marker | null =>
  parseMarker(parseReplyMark(body) === null ? body : body.slice(body.indexOf('\n') + 1));

/** What a change request was read as: `terms` = blob id of its normal form, or of what is wrong with it. */
export const printTermsMark = (account: string, terms: string): string =>
  `<!-- zendrift:1 request=${account} terms=${terms} -->`;

/** The terms that a comment of ours shows, in its first line, or in an answer in its second. */
export function parseTermsMark(body: string, account: string): string | null {
  const line = firstLine(parseReplyMark(body) === null ? body : body.slice(body.indexOf('\n') + 1));
  const found = /^<!-- zendrift:1 request=([^\s/]+) terms=([0-9a-f]{40,64}) -->$/.exec(line);
  return found && found[1] === account ? (found[2] ?? null) : null;
}

// GitHub keeps what was sent, but a person's edit in the web form comes back with CRLF.
function firstLine(body: string): string {
  const end = body.indexOf('\n');
  return (end === -1 ? body : body.slice(0, end)).replace(/\r$/, '');
}
