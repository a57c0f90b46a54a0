import { printDigestMarker, printMarker } from '#core/commit/marker.ts';
import { idOf } from '#core/object-key.ts';
import { addSeconds, epochSeconds } from '#core/time.ts';
import { codeCell, codeSpan } from '#render/escape/code-span.ts';
import { fence } from '#render/escape/fence.ts';
import { link, urlPath } from '#render/escape/link.ts';
import { clockTime, longDate, shortDate } from '#render/time-words.ts';
import { counted } from '#render/track/run-words.ts';
import { linesCell } from '#render/words-markdown.ts';
import type { DigestDraft, DigestObject, DigestRow, DigestView } from './digest-view.ts';
import { bodyLimit, refusedWords } from './issue.ts';
import { ipMarkdown } from './issue-who.ts';
import { accountLabel } from './labels.ts';
import { peopleMarkdown, titlePeople } from './people.ts';

const room = { body: bodyLimit - 1_000, table: 30_000 };

/** One issue for all low and medium risk changes of one person (docs/format.md, Issues). */
export function renderDigest(view: DigestView): DigestDraft {
  const marker = printDigestMarker({ account: view.account, id: view.id, changes: countObjects(view) });
  const head = [marker, summary(view), '', ...table(view), '', ...others(view), ...decideLines(view), ''].join('\n');
  const blocks = packLists(view, room.body - head.length, room.body - marker.length - 1);
  const [first = '', ...more] = blocks;
  return {
    title: digestTitle(view),
    body: `${head}\n${first}`.trimEnd(),
    labels: [
      'config-drift',
      accountLabel(view.account),
      `risk:${view.rows.some(({ risk }) => risk === 'medium') ? 'medium' : 'low'}`,
      ...(view.rejected ? ['rejected'] : []),
    ],
    assignees: view.assignees,
    comments: more.map((block) => `${marker}\n${block}`.trimEnd()),
  };
}

const countObjects = ({ rows }: DigestView): number => rows.reduce((sum, { objects }) => sum + objects.length, 0);

function digestTitle(view: DigestView): string {
  const { account, people, from, to, timezone } = view;
  const minute = (time: string) => clockTime(time, timezone).slice(0, 5);
  // A digest of less than a minute is no moment: it ends with the minute in which it ends.
  const end = addSeconds(to, (60 - (epochSeconds(to) % 60)) % 60);
  const sameDay = shortDate(from, timezone) === shortDate(end, timezone);
  const when = `${shortDate(from, timezone)} ${minute(from)}–${sameDay ? '' : `${shortDate(end, timezone)} `}${minute(end)}`;
  return `[${account}] ${titlePeople(people)} changed ${counted(countObjects(view), 'object')}, ${when}`;
}

function summary(view: DigestView): string {
  const { people, identities, ips, from, to, timezone } = view;
  const sameDay = shortDate(from, timezone) === shortDate(to, timezone);
  const until = `${sameDay ? '' : `${longDate(to, timezone)}, `}${clockTime(to, timezone)} ${timezone}`;
  const where =
    ips.length === 0
      ? 'no IP in the log'
      : `from ${ips.slice(0, 10).map(ipMarkdown).join(', ')}${ips.length > 10 ? ` and ${ips.length - 10} more` : ''}`;
  return `${peopleMarkdown(people, identities)} changed ${counted(countObjects(view), 'object')}, ${longDate(from, timezone)}, ${clockTime(from, timezone)}–${until}, ${where}.`;
}

function table(view: DigestView): readonly string[] {
  const { rows } = view;
  const lines: string[] = [];
  let left = room.table;
  for (const [index, row] of rows.entries()) {
    const line = `| ${index + 1} | ${row.kind.name} | ${row.objects.length} | ${what(row)} | ${row.risk} | ${look(view, row, index + 1)} |`;
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  const missing = rows.length - lines.length;
  return [
    '| # | kind | objects | what changed | risk | look |',
    '|--:|---|--:|---|---|---|',
    ...lines,
    ...(missing > 0
      ? ['', `${missing} more ${missing === 1 ? 'row is below with its' : 'rows are below with their'} objects.`]
      : []),
  ];
}

function what({ objects, lines }: DigestRow): string {
  const [only] = objects;
  const name = objects.length === 1 && only ? `${codeCell(only.title, 60)}: ` : '';
  return name + linesCell(lines);
}

/** Where to look at a row, and the command for it, ready to copy. */
function look({ id, webUrl, branch }: DigestView, { objects, folder }: DigestRow, number: number): string {
  const [first, ...more] = objects;
  const command = `\`${approveCommand(id, number)}\``;
  if (first === undefined) return command;
  const zendesk = more.length > 0 || first.adminUrl === null ? [] : [link('Zendesk', first.adminUrl)];
  if (webUrl === null) return [...zendesk, command].join(' · ');
  const commit = `${webUrl}/commit/${first.commit}`;
  const all = folder === null ? [] : [link('all', `${webUrl}/commits/${urlPath(branch)}/${urlPath(folder)}`)];
  const links =
    more.length === 0 ? [link('commit', commit), link('diff', `${commit}.diff`)] : [link('first', commit), ...all];
  return [...links, ...zendesk, command].join(' · ');
}

const approveCommand = (id: string, row: number | 'all'): string => `/approve ${id.slice(0, 7)} ${row} reason`;

const others = ({ highRisk }: DigestView): readonly string[] =>
  highRisk.length === 0
    ? []
    : [
        `Not included: ${highRisk.length} high-risk ${highRisk.length === 1 ? 'change' : 'changes'} by the same person, ${highRisk.map((issue) => `#${issue}`).join(', ')}.`,
      ];

/** Whether a line of a body is the one that names the issues of changes with a high risk. */
export const isHighRiskLine = (line: string): boolean =>
  /^Not included: \d+ high-risk changes? by the same person(?:, #\d+)+\.$/.test(line);

function decideLines({ id, rows, mayNotApprove }: DigestView): readonly string[] {
  // A row that there is: what is offered can be copied.
  const last = Math.min(2, rows.length);
  const commands = [
    approveCommand(id, 1),
    `/reject ${last} reason`,
    `/revert ${id.slice(0, 7)} 1 reason`,
    `/split ${last}`,
    '/help',
  ];
  return [
    `**Decide** in the first line of a new comment${refusedWords(mayNotApprove)}:`,
    ...fence([approveCommand(id, 'all')]),
    `${commands.map((command) => `\`${command}\``).join(' · ')}. The number is that of the row.`,
  ];
}

/**
 * The folded object lists, packed into texts: the first fits into the body, the others into comments. A list that does
 * not fit is continued in the next text.
 */
function packLists({ rows, webUrl }: DigestView, first: number, others: number): readonly string[] {
  const texts: string[][] = [[]];
  let left = first;
  for (const [index, row] of rows.entries()) {
    let open = false;
    for (const object of row.objects) {
      const item = `${printMarker(object.marker)}\n- ${objectLink(object, webUrl)} ${codeSpan(object.title, 80)}`;
      const opening = `<details><summary>${index + 1}: ${row.objects.length === 1 ? `1 ${row.kind.name}` : `the ${row.objects.length} ${row.kind.plural}`}</summary>\n`;
      const needed = item.length + 1 + (open ? 0 : opening.length + closing.length + 2);
      if (needed > left) {
        if (open) texts.at(-1)?.push(closing);
        open = false;
        texts.push([]);
        left = others;
      }
      if (!open) {
        texts.at(-1)?.push(opening);
        left -= opening.length + closing.length + 2;
        open = true;
      }
      texts.at(-1)?.push(item);
      left -= item.length + 1;
    }
    if (open) texts.at(-1)?.push(closing);
  }
  return texts.map((parts) => parts.join('\n'));
}

function objectLink({ marker, commit }: DigestObject, webUrl: string | null): string {
  const id = idOf(marker.object);
  return webUrl === null || commit === '' ? id : link(id, `${webUrl}/commit/${commit}`);
}

const closing = '\n</details>\n';
