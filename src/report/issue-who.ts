import type { AuditEntry } from '#drift/audit-entry.ts';
import type { EpisodeChange } from '#drift/episode.ts';
import { codeSpan } from './escape/code-span.ts';
import { link } from './escape/link.ts';
import { plainMarkdown } from './escape/plain-markdown.ts';
import { fitLines } from './fit-lines.ts';
import type { IssueView, Logins } from './issue-view.ts';
import { fullTime } from './time-words.ts';

type View = Pick<IssueView, 'timezone' | 'identities' | 'webUrl'>;

/** `Jane Doe` (Zendesk 1001, GitHub jane-gh): the login without @, because nobody is to be notified of a suspicion. */
export function personMarkdown(id: string, name: string, identities: Logins): string {
  if (id === '') return 'Nobody known (no audit entry)';
  if (id === '-1') return `${codeSpan(name || 'Zendesk')} (Zendesk itself)`;
  const login = identities.get(id)?.github;
  return `${codeSpan(name, 100)} (Zendesk ${id}${login ? `, GitHub ${plainMarkdown(login)}` : ''})`;
}

/** An IPv6 address may hold what GitHub takes for an emoji (`:a:`); only an IPv4 one is safe as it is. */
export const ipMarkdown = (ip: string): string => (/^[\d.]{7,15}$/.test(ip) ? ip : codeSpan(ip, 60));

/** Entries that are looked at: a bulk edit may have thousands, and the commit has them all. */
const mostEntries = 40;

/** Who, when, from where, which entry, what the log says, for the newest entries that `room` UTF-16 units hold; oldest first. */
export function whoMarkdown(change: EpisodeChange, view: View, room: number): readonly string[] {
  if (change.entries.length === 0) {
    const seen = `Seen ${fullTime(change.observed, view.timezone)}`;
    return [`The audit log has no entry for it: who did it is not known. ${seen}.`];
  }
  const newest = groupAlike(change.entries.slice(-mostEntries)).map((entries) => ({
    entries,
    text: entriesMarkdown(entries, view),
  }));
  const texts = newest.map(({ text }) => text);
  const shown = fitLines(texts.toReversed(), room).toReversed();
  const named = newest.slice(texts.length - shown.length).flatMap(({ entries }) => entries).length;
  const rest = change.entries.length - named;
  return rest === 0 ? shown : [`… ${rest} earlier ${rest === 1 ? 'entry' : 'entries'}, see the commit.`, ...shown];
}

/** Entries of one person that differ in nothing but their id, as a reorder writes them for each object. */
function groupAlike(entries: readonly AuditEntry[]): readonly (readonly AuditEntry[])[] {
  const groups = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const { actorId, actorName, time, ip, description } = entry;
    const key = JSON.stringify([actorId, actorName, time, ip, description]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

function entriesMarkdown(entries: readonly AuditEntry[], { timezone, identities }: View): string {
  const [entry] = entries;
  if (!entry) return '';
  const from = entry.ip === null ? 'no IP in the log' : `from ${ipMarkdown(entry.ip)}`;
  const words = entry.description.trim().replace(/\s*[\r\n]+\s*/g, ' / ');
  const says = words === '' ? '' : ` Log says: ${codeSpan(words, 300)}`;
  return [
    `${personMarkdown(entry.actorId, entry.actorName, identities)}, ${fullTime(entry.time, timezone)}, ${from}.`,
    `Audit ${entries.length === 1 ? 'entry' : 'entries'} ${entries.map(({ id }) => id).join(', ')}.${says}`,
  ].join('\n');
}

/** What is not sure about who did it; null where it is. */
export function attributionMarkdown({ attribution, entries }: EpisodeChange): string | null {
  if (attribution === 'partial')
    return 'It changed again after the newest entry that the log shows: not all of this is surely by the people named.';
  const people = new Set(entries.map(({ actorId }) => actorId)).size;
  if (attribution !== 'collapsed' || people < 2) return null;
  return `${entries.length} edits by ${people} people between two runs: who made which of these changes is not known.`;
}

/** One line for each earlier change of an episode. */
export function earlierMarkdown(change: EpisodeChange, { timezone, identities, webUrl }: View): string {
  const newest = change.entries.at(-1);
  const who = newest ? personMarkdown(newest.actorId, newest.actorName, identities) : 'nobody known';
  const edits = change.entries.length > 1 ? `, ${change.entries.length} edits` : '';
  const commit =
    webUrl === null ? change.commit.slice(0, 7) : link(change.commit.slice(0, 7), `${webUrl}/commit/${change.commit}`);
  return `${change.transient ? 'changed and changed back' : change.type} by ${who}${edits}, ${fullTime(newest?.time ?? change.observed, timezone)}, ${change.verdict.decision}, ${commit}`;
}
