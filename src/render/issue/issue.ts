import { changeHandle, printMarker, shortState } from '#core/commit/marker.ts';
import { isOrder } from '#core/object-key.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import type { DescribedLine, Marks } from '#core/words.ts';
import type { IssueDraft } from '#ports.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { fence } from '#render/escape/fence.ts';
import { link, urlPath } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fitLines } from '#render/fit-lines.ts';
import { shortDate } from '#render/time-words.ts';
import { wordsMarkdown } from '#render/words-markdown.ts';
import { approvalLines } from './approval.ts';
import { unifiedDiff } from './diff.ts';
import { issueTitle } from './issue-title.ts';
import type { IssueView } from './issue-view.ts';
import { attributionMarkdown, whoMarkdown } from './issue-who.ts';
import { undoneMarkdown, whyLines } from './issue-why.ts';
import { accountLabel } from './labels.ts';
import { markedCode } from './marked-code.ts';

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

/** The newest change: what the marker and the commands mean. */
export function newestChange({ episode }: IssueView): EpisodeChange {
  const newest = episode.changes.at(-1);
  if (newest === undefined) throw new RangeError(`The episode of ${episode.object} has no change.`);
  return newest;
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

export const riskWords = ({ risk }: Pick<IssueView, 'risk'>): string => `**Risk ${risk.level}**`;

export const riskLine = ({ risk }: IssueView): string =>
  [riskWords({ risk }), ...risk.reasons.slice(0, 8).map(({ words }) => plainMarkdown(words))].join(' · ');

const rejectedLines = ({ episode: { rejected } }: IssueView): readonly string[] =>
  rejected === null
    ? []
    : [
        '',
        `**Rejected** by ${plainMarkdown(rejected.by)}${rejected.reason === '' ? '' : `: ${codeSpan(rejected.reason, 300)}`}. It stays open until the change is undone.`,
      ];

/** What changed from the approved state to the newest. */
export const wordLines = ({ description }: IssueView): readonly string[] => linesMarkdown(description.lines);

function linesMarkdown(lines: readonly DescribedLine[], space = room.words): readonly string[] {
  const items = lines.slice(0, 200).map((line) => [`- ${wordsMarkdown(line.words)}`, ...textLines(line)].join('\n'));
  const shown = fitLines(items, space);
  const rest = lines.length - shown.length;
  return rest === 0 ? shown : [...shown, `- … and ${rest} more, see the diff`];
}

/** What changed since a state that a reviewer has seen; `undefined` = since the one before the newest. Null = all of it is new. */
export function sinceLines({ episode, steps }: IssueView, seen: string | null | undefined): readonly string[] | null {
  const step = steps.find(({ from }) => from === seen) ?? steps.at(-1);
  if (step === undefined || step.lines.length === 0 || step.from === episode.approvedState) return null;
  return [`Since the state \`${shortState(step.from)}\`:`, ...linesMarkdown(step.lines, room.since)];
}

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
const mostTextLines = 6;

/** What went out of a long text and what came in, below the words that announce it. */
function textLines({ removed = [], added = [], marks }: DescribedLine): readonly string[] {
  const side = (sign: string, texts: readonly string[], places: readonly Marks[] = []) => {
    const filled = texts.flatMap((text, index) => (text.trim() === '' ? [] : [markedCode(text, places[index] ?? [])]));
    const more = filled.length - mostTextLines;
    return [
      ...filled.slice(0, mostTextLines).map((code) => `  - ${sign} ${code}`),
      ...(more > 0 ? [`  - ${sign} … ${more} more ${more === 1 ? 'line' : 'lines'}`] : []),
    ];
  };
  return [...side('was', removed, marks?.removed), ...side('now', added, marks?.added)];
}

function whoLines(view: IssueView): readonly string[] {
  const { changes } = view.episode;
  const unsure = attributionMarkdown(newestChange(view));
  return [
    ...(changes.length === 1 ? [] : [`Changed ${changes.length} times since its last approval, newest last:`, '']),
    ...whoMarkdown(changes, view, room.who),
    ...(unsure === null ? [] : ['', unsure]),
  ];
}

/** Why the newest change is not approved; where it is, also why an earlier one was not. */
function whyOf({ episode }: IssueView): readonly string[] {
  const { changes } = episode;
  const newest = changes.at(-1)?.verdict;
  const earlier = changes.findLast(({ verdict }) => verdict.decision === 'unapproved')?.verdict;
  const undone = undoneMarkdown(episode);
  const shown = undone === null ? [] : [undone, ''];
  if (newest?.decision !== 'approved' || earlier === undefined)
    return newest ? [...shown, ...whyLines(newest, room.why)] : shown;
  const [why = '', ...all] = whyLines(earlier, room.why);
  return [
    ...(undone === null ? whyLines(newest, room.why) : [undone]),
    `An earlier change is not approved: ${why.charAt(0).toLowerCase()}${why.slice(1)}`,
    ...all,
  ];
}

/** The commands ready to copy, in a fence of their own, with the state that they mean. */
export function decideLines(view: IssueView): readonly string[] {
  const newest = newestChange(view);
  const state = shortState(newest.after);
  return [
    `**Decide** in the first line of a new comment${refusedWords(view.mayNotApprove)}:`,
    ...fence([`/approve ${state} reason`]),
    `${newest.after === view.episode.approvedState ? '' : `\`/revert ${state} reason\` restores the approved state · `}\`/reject reason\` keeps this issue open until the object is fixed · \`/help\``,
    ...approvalLines(view),
  ];
}

const mostLogins = 100;

/** ` (jane-gh, bob-gh cannot approve it)` */
export function refusedWords(logins: readonly string[]): string {
  if (logins.length === 0) return '';
  const shown = logins.slice(0, mostLogins).map((login) => plainMarkdown(login));
  const rest = logins.length - shown.length;
  return ` (${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''} cannot approve it)`;
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

function linksLine(view: IssueView): string {
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
