import { changeHandle, printMarker, shortState } from '#core/commit/marker.ts';
import { isOrder } from '#core/object-key.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import type { Verdict } from '#core/verdict.ts';
import type { DescribedLine, Marks } from '#core/words.ts';
import type { IssueDraft } from '#ports.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { fence } from '#render/escape/fence.ts';
import { link, urlPath } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fitLines } from '#render/fit-lines.ts';
import { minuteTime, shortDate } from '#render/time-words.ts';
import { wordsMarkdown } from '#render/words-markdown.ts';
import { decideLines, newestChange, staysOpen } from './decide-lines.ts';
import { unifiedDiff } from './diff.ts';
import { issueTitle } from './issue-title.ts';
import type { IssueView } from './issue-view.ts';
import { attributionMarkdown, whoMarkdown } from './issue-who.ts';
import { undoneMarkdown, whyLines } from './issue-why.ts';
import { accountLabel } from './labels.ts';
import { markedCode } from './marked-code.ts';
import { peopleOf, personName } from './people.ts';
import { riskLine } from './risk-line.ts';

/** GitHub refuses longer bodies; some room stays for the words between the parts. */
export const bodyLimit = 65_536;
const room = { body: bodyLimit - 1_000, words: 12_000, since: 6_000, who: 12_000, why: 5_000, diff: 24_000 };

// A fence is longer than the longest run of backticks inside, so this bounds it too.
const longestLine = 1_000;

/** The issue of an open episode (docs/format.md, Issues). Marker, commands and links are never cut. */
export function renderIssue(view: IssueView): IssueDraft {
  const since = sinceLines(view, undefined);
  const head = [
    markerOf(view),
    riskLine(view),
    ...rejectedLines(view),
    '',
    ...(since === null ? [] : [`${wholeHeading}:`]),
    ...wordLines(view),
    ...(since === null ? [] : ['', ...since]),
    '',
    ...whoLines(view),
    '',
    ...whyOf(view),
    ...earlierLines(view),
    '',
  ];
  const tail = [...decideLines(view), ''];
  const links = linksLine(view);
  const left = room.body - [...head, ...tail, links].join('\n').length;
  return {
    title: issueTitle(view),
    body: [...head, ...tail, ...diffLines(view, Math.min(left, room.diff)), links].join('\n').trimEnd(),
    labels: labelsOf(view),
    assignees: view.assignees,
  };
}

export const labelsOf = ({ account, risk, episode }: IssueView): readonly string[] => [
  'config-drift',
  accountLabel(account),
  `risk:${risk.level}`,
  ...(episode.rejected ? ['rejected'] : []),
];

export const markerOf = (view: IssueView): string => {
  const newest = newestChange(view);
  const { account, episode } = view;
  return printMarker({
    account,
    object: episode.object,
    change: changeHandle(newest),
    before: newest.before,
    after: newest.after,
  });
};

const rejectedLines = ({ episode, episode: { rejected } }: IssueView): readonly string[] =>
  rejected === null
    ? []
    : [
        '',
        `**Rejected** by ${plainMarkdown(rejected.by)}${rejected.reason === '' ? '' : `: ${codeSpan(rejected.reason, 300)}`}. ${staysOpen(episode)}`,
      ];

/** What changed from the approved state to the newest. */
export const wordLines = ({ description }: IssueView): readonly string[] => linesMarkdown(description.lines);

export function linesMarkdown(lines: readonly DescribedLine[], space = room.words): readonly string[] {
  const items = lines.slice(0, 200).map((line) => [`- ${wordsMarkdown(line.words)}`, ...textLines(line)].join('\n'));
  const shown = fitLines(items, space);
  const rest = lines.length - shown.length;
  return rest === 0 ? shown : [...shown, `- … and ${rest} more, see the diff`];
}

/** What changed since a state that a reviewer has seen; `undefined` = since the one before the newest. Null = all of it is new. */
export function sinceLines(view: IssueView, seen: string | null | undefined): readonly string[] | null {
  const { episode, steps } = view;
  const step = steps.find(({ from }) => from === seen) ?? steps.at(-1);
  if (step === undefined || step.lines.length === 0 || step.from === episode.approvedState) return null;
  // Undone: the words say already what it was in between.
  if (newestChange(view).after === episode.approvedState) return null;
  return [`${sinceWords(view, step.from)}:`, ...linesMarkdown(step.lines, room.since)];
}

/** `Since the previous change (by `Jane Doe`, 22 Nov 2026 23:41)` */
function sinceWords({ episode: { changes }, timezone }: IssueView, state: string | null): string {
  const at = changes.findLastIndex(({ after }, index) => after === state && index < changes.length - 1);
  const change = changes[at];
  if (change === undefined) return `Since the state \`${shortState(state)}\``;
  const { entries, observed } = change;
  const who = peopleOf([change]).map(personName).join(', ');
  const when = minuteTime(entries.at(-1)?.time ?? observed, timezone);
  return `Since the ${at === changes.length - 2 ? 'previous change' : 'change'} (by ${who}, ${when})`;
}

/** What heads the words of all that differs, where others say what differs since some time. */
export const wholeHeading = 'All that differs from the approved state';

/** What was decided about the object before, and where. */
function earlierLines({ episode: { earlier = [] }, kind, timezone, webUrl }: IssueView): readonly string[] {
  if (earlier.length === 0) return [];
  const said = earlier.toReversed().map(({ decision, by, at, issue, commit }) => {
    const where = webUrl === null ? commit.slice(0, 7) : link(commit.slice(0, 7), `${webUrl}/commit/${commit}`);
    return `${decision} by ${plainMarkdown(by)} on ${shortDate(at, timezone)}${issue === null ? '' : `, #${issue}`} (${where})`;
  });
  return ['', `Earlier decisions on this ${kind.name}: ${said.join('; ')}.`];
}

/** Lines of a long text that are shown of each side; the diff has them all. */
const mostTextLines = 10;

/** What went out of a long text and what came in, below the words that announce it; side by side where lines go in pairs. */
function textLines({ removed = [], added = [], marks }: DescribedLine): readonly string[] {
  const side = (sign: string, texts: readonly string[], places: readonly Marks[] = []) =>
    texts.map((text, index) => (text.trim() === '' ? null : `  - ${sign} ${markedCode(text, places[index] ?? [])}`));
  const [was, now] = [side('was', removed, marks?.removed), side('now', added, marks?.added)];
  if (was.length === now.length)
    return shownLines(
      was.flatMap((line, index) => [line, now[index] ?? null]),
      2 * mostTextLines,
    );
  return [...shownLines(was, mostTextLines), ...shownLines(now, mostTextLines)];
}

function shownLines(lines: readonly (string | null)[], most: number): readonly string[] {
  const filled = lines.filter((line) => line !== null);
  const more = filled.length - most;
  return [
    ...filled.slice(0, most),
    ...(more > 0 ? [`  - … ${more} more ${more === 1 ? 'line' : 'lines'}, see the diff`] : []),
  ];
}

function whoLines(view: IssueView): readonly string[] {
  const { changes } = view.episode;
  const unsure = attributionMarkdown(newestChange(view));
  return [
    ...(changes.length === 1 ? [] : [`Changed ${changes.length} times since the approved state, newest last:`, '']),
    ...whoMarkdown(changes, view, room.who),
    ...(unsure === null ? [] : ['', unsure]),
  ];
}

const namesOf = (changes: readonly EpisodeChange[]): ReadonlyMap<string, string> =>
  new Map(peopleOf(changes).flatMap(({ id, name }) => (name.trim() === '' ? [] : [[id, name] as const])));

/** Why the newest change is not approved; where it is, also why an earlier one was not. */
function whyOf({ episode }: IssueView): readonly string[] {
  const { changes } = episode;
  const why = (verdict: Verdict) => whyLines(verdict, room.why, namesOf(changes));
  const newest = changes.at(-1)?.verdict;
  const earlier = changes.findLast(({ verdict }) => verdict.decision === 'unapproved')?.verdict;
  const undone = undoneMarkdown(episode);
  const shown = undone === null ? [] : [undone, ''];
  if (newest?.decision !== 'approved' || earlier === undefined) return newest ? [...shown, ...why(newest)] : shown;
  const [first = '', ...all] = why(earlier);
  return [
    ...(undone === null ? why(newest) : [undone]),
    `An earlier change is not approved: ${first.charAt(0).toLowerCase()}${first.slice(1)}`,
    ...all,
  ];
}

function diffLines(view: IssueView, left: number): readonly string[] {
  const { diff, path, episode } = view;
  const lines = unifiedDiff(diff.before, diff.after, path ?? episode.object);
  if (lines.length === 0) return [];
  const shown = fitLines(
    lines.map((line) => line.slice(0, longestLine)),
    left - 2 * longestLine - 500,
  );
  const cut = shown.length < lines.length || lines.some((line) => line.length > longestLine);
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  const rest = commitUrl(view);
  return [
    `<details><summary>Diff (${count}${cut ? ', cut' : ''})</summary>`,
    '',
    ...fence(
      shown.filter((line) => line !== ''),
      'diff',
    ),
    ...(cut ? [rest === null ? 'The rest is in the commit.' : `The rest is in ${link('the commit', rest)}.`] : []),
    '',
    '</details>',
    '',
  ];
}

const commitUrl = (view: IssueView): string | null =>
  view.webUrl && `${view.webUrl}/commit/${newestChange(view).commit}`;

export function linksLine(view: IssueView): string {
  const { webUrl, branch, path, adminUrl, episode } = view;
  const commit = commitUrl(view);
  return [
    ...(commit === null
      ? [`Commit ${newestChange(view).commit.slice(0, 12)}`]
      : [link(`Commit ${newestChange(view).commit.slice(0, 7)}`, commit)]),
    ...(webUrl === null || path === null
      ? []
      : [link('History', `${webUrl}/commits/${urlPath(branch)}/${urlPath(path)}`)]),
    ...(adminUrl === null
      ? []
      : [link(isOrder(episode.object) ? 'Open the list in Zendesk' : 'Open in Zendesk', adminUrl)]),
    episode.object,
  ].join(' · ');
}
