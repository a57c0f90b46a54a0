import type { CommitRecord } from '#core/commit/commit-record.ts';
import type { ObjectFormat } from './object-id.ts';

const identLine = /^(.*?) ?<([^>]*)>[^\d-]*(-?\d+)?/;

function parseIdentity(line: string) {
  const [, name = line, email = '', time = '0'] = identLine.exec(line) ?? [];
  return { name, email, time: toSeconds(Number(time)) };
}

// The years 0 to 9999: stored times have four digits for the year.
const calendar = { first: -62_167_219_200, last: 253_402_300_799 };

/** A commit may have any number for its time, and no reader may stop at it: outside the calendar it is 1970, as git shows it. */
const toSeconds = (time: number): number => (time >= calendar.first && time <= calendar.last ? time : 0);

/**
 * Reads a raw commit object: headers up to the first empty line, the rest is the message, byte for byte as UTF-8.
 * Continued headers (`gpgsig`, `mergetag`) begin with a space, so nothing inside a signature is taken for a header.
 */
export function parseCommit(id: string, bytes: Buffer): Omit<CommitRecord, 'paths'> {
  const end = bytes.indexOf('\n\n');
  const head = (end < 0 ? bytes : bytes.subarray(0, end)).toString();
  const lines = head.split('\n').filter((line) => !line.startsWith(' '));
  const valuesOf = (header: string) =>
    lines.filter((line) => line.startsWith(`${header} `)).map((line) => line.slice(header.length + 1));
  const author = parseIdentity(valuesOf('author')[0] ?? '');
  const committer = parseIdentity(valuesOf('committer')[0] ?? '');
  return {
    id,
    parents: valuesOf('parent'),
    authorName: author.name,
    authorEmail: author.email,
    authorTime: author.time,
    committerName: committer.name,
    committerEmail: committer.email,
    committerTime: committer.time,
    message: end < 0 ? '' : bytes.subarray(end + 2).toString(),
  };
}

/** The tree of a raw commit, which its first line names. */
export const parseTreeId = (bytes: Buffer): string => bytes.subarray(0, bytes.indexOf('\n')).toString();

/** Ids of a `rev-list`, one a line. */
export const parseIds = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

export interface TreeEntry {
  readonly name: string;
  readonly id: string;
  /** In octal digits: 100644, 100755, 120000 (a link), 160000 (a submodule), 40000. */
  readonly mode: string;
  /** `commit` = a submodule. */
  readonly type: 'blob' | 'tree' | 'commit';
}

/** Entries of a raw tree object: `<mode> <name>\0<binary id>`, one behind the other. */
export function parseTree(bytes: Buffer, format: ObjectFormat): readonly TreeEntry[] {
  const idLength = format === 'sha1' ? 20 : 32;
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    const [mode = '', name = ''] = splitOnce(bytes.subarray(at, end).toString(), ' ');
    const id = bytes.subarray(end + 1, end + 1 + idLength).toString('hex');
    entries.push({ name, id, mode, type: mode === '40000' ? 'tree' : mode === '160000' ? 'commit' : 'blob' });
    at = end + 1 + idLength;
  }
  return entries;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** `<id> <ref>` or `<id>\t<ref>` lines of for-each-ref and ls-remote: ref → id. */
export const parseRefs = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const [id, ref] = line.split(/[ \t]/, 2);
      return id !== undefined && ref !== undefined && /^[0-9a-f]{40,64}$/.test(id) ? [[ref, id] as const] : [];
    }),
  );
