import { idOf, isOrder } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import { secondsBetween } from '#core/time.ts';
import type { IssueDraft } from '#ports.ts';
import { codeCell } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { shortDate } from '#render/time-words.ts';
import type { IssueView } from './issue-view.ts';
import { accountLabel } from './labels.ts';

export const dashboardLabel = 'zendrift-dashboard';

const markOf = (account: string): string => `<!-- zendrift:1 dashboard=${account} -->`;

export const isDashboard = (body: string, account: string): boolean =>
  body.split(/\r?\n/, 1)[0]?.trimEnd() === markOf(account);

/** Of whichever account. */
export const isAnyDashboard = (body: string): boolean => /^<!-- zendrift:1 dashboard=\S+ -->/.test(body);

export const dashboardTitle = (account: string): string => `[${account}] Open drift`;

const mostRows = 200;

/** The open episodes that the table has room for, oldest first. */
export const shownInDashboard = (episodes: readonly Episode[]): readonly Episode[] =>
  [...episodes].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)).slice(0, mostRows);

/** Whole days up to `now` for which something has been open. */
export const openDays = (episode: Episode, now: string): number =>
  Math.max(0, Math.floor(secondsBetween(sinceOf(episode), now) / 86_400));

/**
 * Everything that is open, `total` objects, oldest first. Ages are whole days up to `now` (UTC): a run in which nothing changed renders the
 * same text all day. `numbers` = issues of the objects, as far as they have one.
 */
export function renderDashboard(
  account: string,
  views: readonly IssueView[],
  numbers: ReadonlyMap<string, number>,
  now: string,
  total: number = views.length,
): IssueDraft {
  const shown = [...views].sort((a, b) => (sortKey(a.episode) < sortKey(b.episode) ? -1 : 1)).slice(0, mostRows);
  const rest = total - shown.length;
  const body = [
    markOf(account),
    ...(total === 0
      ? ['No open drift: every object is in its approved state.']
      : [
          `${total === 1 ? '1 object differs' : `${total} objects differ`} from the approved state.`,
          '',
          '| since | days | risk | what | issue |',
          '|---|--:|---|---|---|',
          ...shown.map((view) => row(view, numbers, now)),
          ...(rest > 0 ? ['', `… and ${rest} more`] : []),
        ]),
    '',
    'zendrift keeps this issue up to date. Comments on this issue are ignored.',
  ].join('\n');
  return {
    title: dashboardTitle(account),
    body,
    labels: [dashboardLabel, accountLabel(account)],
    assignees: [],
  };
}

// Ties by object: the order in which a run happens to know its episodes must not change the text.
const sortKey = (episode: Episode): string => `${sinceOf(episode)} ${episode.object}`;

const sinceOf = ({ changes: [first] }: Episode): string => {
  return first?.entries[0]?.time ?? first?.observed ?? '';
};

function row(view: IssueView, numbers: ReadonlyMap<string, number>, now: string): string {
  const { episode, kind, description, risk, timezone } = view;
  const since = sinceOf(episode);
  const days = openDays(episode, now);
  const number = numbers.get(episode.object) ?? episode.issue;
  const what = isOrder(episode.object)
    ? `order of the ${plainMarkdown(kind.plural)}`
    : `${plainMarkdown(kind.name)} ${codeCell(description.title, 60)} (${idOf(episode.object)})`;
  const rejected = episode.rejected === null ? '' : ', rejected';
  return `| ${shortDate(since, timezone)} | ${days} | ${risk.level}${rejected} | ${what} | ${number === null ? '' : `#${number}`} |`;
}
