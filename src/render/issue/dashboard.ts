import { shortState } from '#core/commit/marker.ts';
import { idOf, isOrder } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import { secondsBetween } from '#core/time.ts';
import type { RiskLevel } from '#core/words.ts';
import type { IssueDraft } from '#ports.ts';
import { codeCell, codeSpan } from '#render/escape/code-span.ts';
import { link } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fitLines } from '#render/fit-lines.ts';
import { minuteTime } from '#render/time-words.ts';
import { linesCell } from '#render/words-markdown.ts';
import { newestChange } from './decide-lines.ts';
import { capitalized, doneWords, withoutVerb } from './done-words.ts';
import type { IssueView } from './issue-view.ts';
import { accountLabel, riskOrder } from './labels.ts';
import { peopleOf, personCell } from './people.ts';
import { riskReasons } from './risk-line.ts';

export const dashboardLabel = 'zendrift-dashboard';

const markOf = (account: string): string => `<!-- zendrift:1 dashboard=${account} -->`;

export const isDashboard = (body: string, account: string): boolean =>
  body.split(/\r?\n/, 1)[0]?.trimEnd() === markOf(account);

/** Of whichever account. */
export const isAnyDashboard = (body: string): boolean => /^<!-- zendrift:1 dashboard=\S+ -->/.test(body);

export const dashboardTitle = (account: string): string => `[${account}] Open drift`;

const mostRows = 200;

/** GitHub refuses a body of more than 65,536 characters; some room stays for the words around the table. */
const room = 64_000;

/** The open episodes that the table has room for: highest risk first, then the one that waits longest. */
export const shownInDashboard = (
  episodes: readonly Episode[],
  levelOf: (episode: Episode) => RiskLevel,
): readonly Episode[] => {
  const sortKey = (episode: Episode) => `${riskOrder[levelOf(episode)]} ${sinceOf(episode)} ${episode.object}`;
  const keyed = episodes.map((episode) => ({ episode, key: sortKey(episode) }));
  // Ties by object: the order in which a run happens to know its episodes must not change the text.
  return keyed
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, mostRows)
    .map(({ episode }) => episode);
};

/** Whole days up to `now` for which something has been open. */
export const openDays = (episode: Episode, now: string): number =>
  Math.max(0, Math.floor(secondsBetween(sinceOf(episode), now) / 86_400));

/** What the table says beside what an issue shows. */
export interface DashboardRow {
  readonly view: IssueView;
  /** Its issue, as far as it has one. */
  readonly issue: number | null;
  /** Where that issue is a digest: a command there names a row. */
  readonly digest: DigestPlace | null;
}

export interface DigestPlace {
  /** Its hash and the row, null where not all of the digest is at hand. */
  readonly row: { readonly hash: string; readonly number: number } | null;
}

/**
 * Everything that is open, `total` objects; `rows` in the order of `shownInDashboard`. Ages are whole days up to `now` (UTC): a
 * run in which nothing changed renders the same text all day.
 */
export function renderDashboard(
  account: string,
  rows: readonly DashboardRow[],
  now: string,
  total: number = rows.length,
  broken: readonly string[] = [],
): IssueDraft {
  const shown = fitLines(
    rows.map((row) => tableRow(row, now)),
    room,
  );
  const rest = total - shown.length;
  const body = [
    markOf(account),
    ...(total === 0
      ? ['No open drift: every object is in its approved state.']
      : [
          `${total === 1 ? '1 object differs' : `${total} objects differ`} from the approved state. Highest risk first, then the longest waiting.`,
          '',
          '| risk | object | change | who | waiting since | issue | links | to approve |',
          '|---|---|---|---|---|---|---|---|',
          ...shown,
          ...(rest > 0 ? ['', `… and ${rest} more`] : []),
        ]),
    ...(broken.length === 0
      ? []
      : [
          '',
          '**Active objects that name what is deleted or switched off**',
          ...broken.map((line) => `- ${codeSpan(line, 300)}`),
        ]),
    '',
    "zendrift keeps this issue up to date. Commands don't work here: comment on the issue of the change. Replace `reason` with your own words.",
  ].join('\n');
  return {
    title: dashboardTitle(account),
    body,
    labels: [dashboardLabel, accountLabel(account)],
    assignees: [],
  };
}

const sinceOf = ({ changes: [first] }: Episode): string => first?.entries[0]?.time ?? first?.observed ?? '';

function tableRow({ view, issue, digest }: DashboardRow, now: string): string {
  const { episode, risk, timezone } = view;
  const days = openDays(episode, now);
  const waiting = days === 0 ? '' : ` (${days === 1 ? '1 day' : `${days} days`})`;
  const [reason = ''] = riskReasons(view);
  const cells = [
    `${risk.level}: ${plainMarkdown(reason)}`,
    whatCell(view),
    changeCell(view),
    whoCell(view),
    `${minuteTime(sinceOf(episode), timezone)}${waiting}`,
    issueCell(view, issue, digest),
    lookLinks(view),
    issue === null ? '' : commandCell(view, digest),
  ];
  return `| ${cells.join(' | ')} |`;
}

function issueCell({ episode }: IssueView, issue: number | null, digest: DigestPlace | null): string {
  const rejected = episode.rejected === null ? '' : `rejected by ${plainMarkdown(episode.rejected.by)}`;
  if (issue === null) return rejected;
  const place = digest === null ? '' : digest.row === null ? ' (digest)' : `, row ${digest.row.number}`;
  return `#${issue}${place}${rejected === '' ? '' : `, ${rejected}`}`;
}

function commandCell(view: IssueView, digest: DigestPlace | null): string {
  if (digest === null) return `\`/approve ${shortState(newestChange(view).after)} reason\``;
  return digest.row === null ? 'see the digest' : `\`/approve ${digest.row.hash} ${digest.row.number} reason\``;
}

/** What happened, in as many words as a list has room for. */
const changeCell = ({ description, episode }: IssueView): string => {
  const { verb, lines } = description;
  const did = doneWords(verb, episode.object);
  const said = linesCell(withoutVerb(lines, did), 2);
  return `${capitalized(did)}${said === '' ? '' : `: ${said}`}`;
};

const whatCell = ({ episode, kind, description }: IssueView): string =>
  isOrder(episode.object)
    ? `order of the ${plainMarkdown(kind.plural)}`
    : `${plainMarkdown(kind.name)} ${codeCell(description.title, 60)} (${idOf(episode.object)})`;

function whoCell({ episode, identities }: IssueView): string {
  const [newest, ...others] = peopleOf(episode.changes);
  const more = others.length === 0 ? '' : ` and ${others.length} ${others.length === 1 ? 'other' : 'others'}`;
  return newest === undefined ? '' : `${personCell(newest, identities)}${more}`;
}

function lookLinks(view: IssueView): string {
  const { webUrl, adminUrl } = view;
  const commit = webUrl === null ? null : `${webUrl}/commit/${newestChange(view).commit}`;
  return [
    ...(commit === null ? [] : [link('commit', commit), link('diff', `${commit}.diff`)]),
    ...(adminUrl === null ? [] : [link('Zendesk', adminUrl)]),
  ].join(' · ');
}
