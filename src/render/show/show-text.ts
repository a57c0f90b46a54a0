import { codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fullTime } from '#render/time-words.ts';
import { clip, toVisible } from '#text.ts';
import type { ShownChange, ShownDecision, ShownEvent, ShowResult } from './show-result.ts';

/** One line of text from Zendesk at most, in code points. */
const longestLine = 500;

/** For a terminal, newest first. */
export function renderShowText(result: ShowResult, logins: ReadonlyMap<string, string>): readonly string[] {
  return [
    headline(result),
    ...result.events.flatMap((event) => ['', ...eventLines(event, result.timezone, logins)]),
  ].map((line) => clip(toVisible(line), longestLine));
}

/** The step summary of Actions: text in code spans, one list item an event. */
export function renderShowSummary(result: ShowResult, logins: ReadonlyMap<string, string>): string {
  const events = result.events.map((event) => {
    const [first = '', ...rest] = eventLines(event, result.timezone, logins);
    return [`- ${plainMarkdown(first)}`, ...rest.map((line) => `  - ${codeSpan(line.trim(), longestLine)}`)].join('\n');
  });
  return [`### ${plainMarkdown(result.object)} ${codeSpan(result.title)}`, ...events].join('\n\n');
}

function headline({ object, title, path, present, events }: ShowResult): string {
  const name = title === '' ? object : `${object} "${title}"`;
  const count = events.filter(({ type }) => type === 'change').length;
  const past = events.filter(({ type }) => type === 'backfilled').length;
  const changes = `${count} ${count === 1 ? 'change' : 'changes'}${past === 0 ? '' : `, ${past} from before the baseline`}`;
  return `${name}, ${present ? 'exists' : 'deleted'}, ${changes}${path === null ? '' : `, ${path}`}`;
}

function eventLines(event: ShownEvent, timezone: string, logins: ReadonlyMap<string, string>): readonly string[] {
  const { time, commit, what, change, decision } = event;
  return [
    `${fullTime(time, timezone)}  ${headOf(event, what)}  ${commit.slice(0, 12)}`,
    ...(change === null ? [] : changeLines(change, timezone, logins)),
    ...(decision === null ? [] : decisionLines(decision)),
    ...event.lines.map((line) => `  ${line}`),
  ];
}

function headOf({ type }: ShownEvent, what: string): string {
  if (type === 'baseline') return 'Baseline: recorded as found';
  if (type === 'repair') return "Recorded state restored after someone's edit of the file";
  if (type === 'moved') return 'Moved in the order of its kind';
  return type === 'decision' ? `Decision: ${what}` : what;
}

function changeLines(change: ShownChange, timezone: string, logins: ReadonlyMap<string, string>): readonly string[] {
  const { entries, explains } = change;
  const people = entries.map(({ id, time, action, actorId, actorName, ip }) => {
    const login = logins.get(actorId);
    const who = `${actorName} (Zendesk ${actorId}${login === undefined ? '' : `, GitHub ${login}`})`;
    const when = entries.length === 1 ? '' : `, ${fullTime(time, timezone)}`;
    if (id === '') return `  by ${who}, as the object itself says: the log has no entry`;
    if (id === null) return `  by ${who}, as the revision says: the audit log has no entry`;
    return `  by ${who} from ${ip ?? 'no address'}, ${action}, audit entry ${id}${when}`;
  });
  return [
    ...(people.length === 0 ? ['  by unknown (no audit entry)'] : people),
    ...(explains === null ? [] : [`  late audit entry, for commit ${explains.slice(0, 12)}`]),
    ...sureness(change),
    `  ${verdictWords(change)}`,
  ];
}

function sureness({ attribution, entries }: ShownChange): readonly string[] {
  if (attribution === 'unobserved') return ['  the state after it is not known'];
  if (attribution === 'partial') return ['  changed again after that: other people may have made part of it'];
  const people = new Set(entries.map(({ actorId }) => actorId)).size;
  if (attribution !== 'collapsed' || people < 2) return [];
  return ['  seen together: it is unknown who made which of these changes'];
}

function verdictWords({ verdict, reason, rule, risk }: ShownChange): string {
  if (verdict === 'none') return 'before the baseline: never judged';
  const why = rule === null ? reason : `${reason} "${rule}"`;
  return `${verdict}: ${why}${risk === null ? '' : `, risk ${risk}`}`;
}

const decisionLines = ({ by, issue, reason, fourEyes }: ShownDecision): readonly string[] => [
  `  by @${by} in issue ${issue}, four eyes: ${fourEyes}`,
  ...(reason === null ? [] : [`  "${reason}"`]),
];
