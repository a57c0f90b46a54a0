import { printDigestMarker, printMarker } from '#core/commit/marker.ts';
import { idOf, isOrder } from '#core/object-key.ts';
import { addSeconds, epochSeconds } from '#core/time.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { fence } from '#render/escape/fence.ts';
import { link } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { clockTime, longDate, shortDate } from '#render/time-words.ts';
import { loginList, refusedWords } from './decide-lines.ts';
import { approveCommand, countObjects, deedWords, digestTable, most, sortsWords } from './digest-table.ts';
import type { DigestDraft, DigestObject, DigestRow, DigestView } from './digest-view.ts';
import { bodyLimit, linesMarkdown } from './issue.ts';
import { ipMarkdown } from './issue-who.ts';
import { accountLabel } from './labels.ts';
import { peopleMarkdown, titlePeople } from './people.ts';

const room = { body: bodyLimit - 1_000, words: 4_000 };

/** One issue for all low and medium risk changes of one person (docs/format.md, Issues). */
export function renderDigest(view: DigestView): DigestDraft {
  const marker = printDigestMarker({ account: view.account, id: view.id, changes: countObjects(view) });
  const head = [marker, summary(view), '', ...digestTable(view), '', ...others(view), ...decideLines(view), ''].join(
    '\n',
  );
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

function digestTitle(view: DigestView): string {
  const { account, people, from, to, timezone } = view;
  const minute = (time: string) => clockTime(time, timezone).slice(0, 5);
  // A digest of less than a minute is no moment: it ends with the minute in which it ends.
  const end = addSeconds(to, (60 - (epochSeconds(to) % 60)) % 60);
  const sameDay = shortDate(from, timezone) === shortDate(end, timezone);
  const when = `${shortDate(from, timezone)} ${minute(from)}–${sameDay ? '' : `${shortDate(end, timezone)} `}${minute(end)}`;
  return `[${account}] ${titlePeople(people)} ${deedWords(view.rows)}, ${when}`;
}

function summary(view: DigestView): string {
  const { people, identities, ips, from, to, timezone, rows } = view;
  const sameDay = shortDate(from, timezone) === shortDate(to, timezone);
  const until = `${sameDay ? '' : `${longDate(to, timezone)}, `}${clockTime(to, timezone)}`;
  const when = `${longDate(from, timezone)}, ${clockTime(from, timezone)}${from === to ? '' : `–${until}`} ${timezone}`;
  const where =
    ips.length === 0
      ? 'no IP in the log'
      : `from ${ips.slice(0, 10).map(ipMarkdown).join(', ')}${ips.length > 10 ? ` and ${ips.length - 10} more` : ''}`;
  return `${peopleMarkdown(people, identities)} ${deedWords(rows)}${sortsWords(rows)}, ${when}, ${where}.`;
}

const others = ({ highRisk, people }: DigestView): readonly string[] =>
  highRisk.length === 0
    ? []
    : [
        `Not included: ${highRisk.length} high-risk ${highRisk.length === 1 ? 'change' : 'changes'} by the same ${people.length > 1 ? 'people' : 'person'}, ${highRisk.map((issue) => `#${issue}`).join(', ')}.`,
        '',
      ];

/** Whether a line of a body is the one that names the issues of changes with a high risk. */
export const isHighRiskLine = (line: string): boolean =>
  /^Not included: \d+ high-risk changes? by the same (?:person|people)(?:, #\d+)+\.$/.test(line);

function decideLines(view: DigestView): readonly string[] {
  const { id, rows } = view;
  const hash = id.slice(0, 7);
  // A row that there is: what is offered can be copied.
  const last = Math.min(2, rows.length);
  return [
    `**Decide** in the first line of a new comment. Replace \`reason\` with your own words. \`${hash}\` identifies the changes shown here; the number after it is the row.`,
    ...fence([approveCommand(id, 'all')]),
    `- \`${approveCommand(id, 'all')}\` accepts all of them; \`${approveCommand(id, 1)}\` accepts row 1.${refused(view)}`,
    `- ${revertLine(view)}`,
    `- \`/reject ${last} reason\` refuses row ${last} without undoing it.`,
    `- \`/split ${last}\` opens a separate issue for each object of row ${last}.`,
    '- `/help` lists all commands.',
  ];
}

/** Each row is judged by its own people. */
const refused = ({ mayNotApprove, people }: DigestView): string =>
  people.length > 1 && mayNotApprove.length > 0
    ? ` ${loginList(mayNotApprove)} cannot approve rows with changes of their own.`
    : refusedWords(mayNotApprove, 'made these changes');

function revertLine({ id, rows }: DigestView): string {
  const hash = id.slice(0, 7);
  const able = rows.flatMap(({ revertable }, index) => (revertable ? [index + 1] : []));
  const unable = rows.flatMap(({ revertable }, index) => (revertable ? [] : [index + 1]));
  const [first] = able;
  if (first === undefined) return 'None of this can be reverted from here: change it in Zendesk by hand.';
  const created = rows.some(({ verb }) => verb === 'Create') ? ' New objects are deactivated.' : '';
  const deleted = rows.some(({ verb }) => verb === 'Delete') ? ' Deleted objects are created again with new ids.' : '';
  const not =
    unable.length === 0
      ? ''
      : ` It can't undo ${unable.length === 1 ? 'row' : 'rows'} ${unable.slice(0, 20).join(', ')}${unable.length > 20 ? ', …' : ''}.`;
  return `\`/revert ${hash} all reason\` undoes all of them in Zendesk; \`/revert ${hash} ${first} reason\` undoes row ${first}.${created}${deleted}${not}`;
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
      const item = `${printMarker(object.marker)}\n- ${objectLink(object, webUrl)} ${isOrder(object.marker.object) ? `of the ${plainMarkdown(row.kind.plural)}` : codeSpan(object.title, 80)}`;
      const opening = openingOf(row, index + 1, object === row.objects[0]);
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

/** How the list of a row starts: with all that changed, where the table has no room for it. */
function openingOf({ objects, kind, lines }: DigestRow, number: number, isFirst: boolean): string {
  const what = objects.length === 1 ? `1 ${kind.name}` : `the ${objects.length} ${kind.plural}`;
  const summary = `<details><summary>Row ${number}: ${what}</summary>\n`;
  const isCut =
    lines.length > most.lines || lines.some(({ removed = [], added = [] }) => removed.length + added.length > 0);
  return isFirst && isCut ? `${summary}\n${linesMarkdown(lines, room.words).join('\n')}\n` : summary;
}

function objectLink({ marker, commit }: DigestObject, webUrl: string | null): string {
  const id = idOf(marker.object);
  return webUrl === null || commit === '' ? id : link(id, `${webUrl}/commit/${commit}`);
}

const closing = '\n</details>\n';
