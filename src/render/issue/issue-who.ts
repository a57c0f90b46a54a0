import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { codeCell, codeSpan } from '#render/escape/code-span.ts';
import { link } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fitLines } from '#render/fit-lines.ts';
import { fullTime, tableTime } from '#render/time-words.ts';
import type { IssueView } from './issue-view.ts';
import { type Person, peopleMarkdown, peopleOf, personCell } from './people.ts';

type View = Pick<IssueView, 'timezone' | 'identities' | 'webUrl'>;

/** An IPv6 address may hold what GitHub takes for an emoji (`:a:`); only an IPv4 one is safe as it is. */
export const ipMarkdown = (ip: string): string => (/^[\d.]{7,15}$/.test(ip) ? ip : codeSpan(ip, 60));
const ipCell = (ip: string): string => (/^[\d.]{7,15}$/.test(ip) ? ip : codeCell(ip, 60));

/** Entries of one change that are looked at: a bulk edit may have thousands, and the commit has them all. */
const mostEntries = 40;

/** Ids in one cell: a reorder by hand writes one entry for each object. */
const mostIds = 10;

interface Row {
  readonly text: string;
  /** Who stands in it. */
  readonly person: string;
  readonly entries: number;
}

/**
 * Who made these changes, when, from where, by which entry, and what the log says: a row for each edit, newest last. Whoever
 * does not fit into `room` UTF-16 units is named below the table: nobody who had a part in it is left out.
 */
export function whoMarkdown(changes: readonly EpisodeChange[], view: View, room: number): readonly string[] {
  const isOne = changes.length === 1;
  const all = changes.flatMap((change) => rowsOf(change, view, !isOne));
  const texts = fitLines(all.map(({ text }) => text).toReversed(), room).toReversed();
  const shown = all.slice(all.length - texts.length);
  const head = isOne ? plainHead : ['| change | who | when | from | audit log |', '|---|---|---|---|---|'];
  return [...head, ...texts, ...restLines(changes, shown, view)];
}

const plainHead = ['| who | when | from | audit log |', '|---|---|---|---|'];

function rowsOf(change: EpisodeChange, view: View, withChange: boolean): readonly Row[] {
  const groups = groupAlike(change.entries.slice(-mostEntries));
  const cells =
    groups.length === 0
      ? [{ person: '', entries: 0, cells: [...unknownCells(change, view)] }]
      : groups.map((entries) => ({
          person: entries[0]?.actorId ?? '',
          entries: entries.length,
          cells: [...entryCells(entries, view)],
        }));
  return cells.map(({ person, entries, cells }, index) => {
    const whole = withChange ? [index === 0 ? changeCell(change, view) : '', ...cells] : cells;
    return { person, entries, text: `| ${whole.join(' | ')} |` };
  });
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

function entryCells(entries: readonly AuditEntry[], { timezone, identities }: View): readonly string[] {
  const [entry] = entries;
  if (!entry) return [];
  const words = entry.description.trim().replace(/\s*[\r\n]+\s*/g, ' / ');
  // What an object says of itself has no id.
  const ids = entries.slice(0, mostIds).flatMap(({ id }) => (id === '' ? [] : [id]));
  const more = entries.length > mostIds ? ` and ${entries.length - mostIds} more` : '';
  const named = `${entries.length === 1 ? 'entry' : 'entries'} ${ids.join(', ')}${more}`;
  return [
    personCell({ id: entry.actorId, name: entry.actorName }, identities),
    tableTime(entry.time, timezone),
    entry.ip === null ? 'no IP in the log' : entry.ip === 'unknown' ? entry.ip : ipCell(entry.ip),
    ids.length === 0 ? 'no entry in the log' : words === '' ? named : `${codeCell(words, 300)} (${named})`,
  ];
}

const unknownCells = ({ observed }: EpisodeChange, { timezone, identities }: View): readonly string[] => [
  personCell({ id: '', name: '' }, identities),
  `before ${tableTime(observed, timezone)}, when zendrift detected it`,
  'unknown',
  'no entry for this change',
];

const changeCell = (change: EpisodeChange, { webUrl }: View): string =>
  `${typeWords(change)}, ${change.verdict.decision}, ${commitMarkdown(change, webUrl)}`;

/** `updated`, `brand_id changed`: names of fields are ours, they hold nothing that Markdown could act on but `_`. */
function typeWords({ type, transient, entries, otherFields = [] }: EpisodeChange): string {
  const fields = otherFields.length === 0 ? '' : `${plainMarkdown(otherFields.join(', '))} changed`;
  if (type !== 'none') return fields === '' ? type : `${type}, ${fields}`;
  if (fields !== '') return fields;
  return transient && entries.length > 1 ? 'changed and changed back' : 'saved';
}

const commitMarkdown = ({ commit }: EpisodeChange, webUrl: string | null): string =>
  webUrl === null ? commit.slice(0, 7) : link(commit.slice(0, 7), `${webUrl}/commit/${commit}`);

/** What the table leaves out, and who of those stands in no row of it. */
function restLines(changes: readonly EpisodeChange[], shown: readonly Row[], { identities }: View): readonly string[] {
  const all = changes.reduce((count, { entries }) => count + entries.length, 0);
  const rest = all - shown.reduce((count, { entries }) => count + entries, 0);
  const named = new Set(shown.map(({ person }) => person));
  const others: readonly Person[] = peopleOf(changes).filter(({ id }) => !named.has(id));
  if (rest === 0 && others.length === 0) return [];
  const by = others.length === 0 ? '' : `, also by ${peopleMarkdown(others, identities)}`;
  return ['', `… and ${rest} earlier audit ${rest === 1 ? 'entry' : 'entries'}${by}: see the commits.`];
}

/** What is not sure about who did it; null where it is. */
export function attributionMarkdown({ attribution, entries }: EpisodeChange): string | null {
  if (attribution === 'partial')
    return 'The object changed again after the newest audit entry: other people may have made part of this change.';
  if (attribution === 'payload')
    return 'The audit log has no entry for this change. The object itself names who edited it last: other people may have edited it before.';
  const people = new Set(entries.map(({ actorId }) => actorId)).size;
  if (attribution !== 'collapsed' || people < 2) return null;
  return `${entries.length} edits by ${people} people between two checks: zendrift doesn't know who made which change.`;
}

/** People named in one line of many. */
const mostPeople = 10;

/** One line for a change, with everybody who made it. */
export function earlierMarkdown(change: EpisodeChange, view: View): string {
  const { entries, observed, verdict } = change;
  const edits = entries.length > 1 ? `, ${entries.length} edits` : '';
  const time = fullTime(entries.at(-1)?.time ?? observed, view.timezone);
  const who = peopleMarkdown(peopleOf([change]), view.identities, mostPeople);
  return `${typeWords(change)} by ${who}${edits}, ${time}, ${verdict.decision}, ${commitMarkdown(change, view.webUrl)}`;
}
