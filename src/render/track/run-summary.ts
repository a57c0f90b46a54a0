import { codeCell, codeSpan } from '#render/escape/code-span.ts';
import { fence } from '#render/escape/fence.ts';
import { link } from '#render/escape/link.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fitLines, fitLinesSaying } from '#render/fit-lines.ts';
import type { IssueResult } from '#render/issue/issue-result.ts';
import { activityChart } from './activity-chart.ts';
import type { CommitResult, RunResult } from './run-result.ts';
import {
  counted,
  digestWord,
  listStaying,
  mismatchWords,
  notFiledWords,
  runProblems,
  runVerdict,
} from './run-words.ts';

/**
 * Limits in UTF-16 units. GitHub drops a summary beyond 1 MiB whole; a unit is at most 3 bytes.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
const room = { table: 150_000, problems: 30_000, issues: 30_000, plan: 100_000 };

const mostRows = 1_000;
const mostPlans = 200;

/** The job summary of a run, Markdown: the verdict, what needs attention, then every change. */
export function renderRunSummary(result: RunResult, failed = false): string {
  const problems = runProblems(result);
  return [
    `## zendrift · ${plainMarkdown(result.account)}`,
    '',
    `**${plainMarkdown(runVerdict(result, failed))}**`,
    '',
    ...(problems.length === 0 ? [] : [...problemLines(problems), '']),
    ...(result.commits.length === 0 ? [] : [...table(result.commits), '', ...withEnd(activityChart(result.commits))]),
    ...issueLines(result),
    ...withEnd(mismatchWords(result).map((line) => `- ${codeSpan(line, 500)}`)),
    ...planLines(result.commits),
    footer(result),
    '',
  ].join('\n');
}

const withEnd = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [...lines, '']);

const problemLines = (problems: readonly string[]): readonly string[] =>
  fitLinesSaying(
    problems.map((problem) => `- ⚠ ${codeSpan(problem, 500)}`),
    room.problems,
    (count) => `- … and ${count} more`,
  );

function table(commits: readonly CommitResult[]): readonly string[] {
  // What nobody approved comes first; within that, history's order.
  const sorted = [...commits].sort((a, b) => Number(a.verdict === 'approved') - Number(b.verdict === 'approved'));
  const shown = fitLines(sorted.slice(0, mostRows).map(row), room.table);
  const rest = commits.length - shown.length;
  return [
    '| verdict | change | who | IP | time (UTC) | commit |',
    '|---|---|---|---|---|---|',
    ...shown,
    ...(rest === 0 ? [] : ['', `${counted(rest, 'more change')}: see the commits.`]),
  ];
}

function row(commit: CommitResult): string {
  const { verdict, reason, rule, risk, subject, actors, ips, time } = commit;
  const judged = verdict === 'approved' ? 'approved' : `**unapproved**, ${risk} risk`;
  const why = rule === undefined ? reason : `${reason} ${codeCell(rule, 60)}`;
  const who =
    actors.length === 0
      ? 'unknown'
      : limited(actors.map(({ id, name }) => `${codeCell(name, 60)} (${codeCell(id, 30)})`));
  const cells = [
    `${judged} (${why})`,
    codeCell(subject, 72),
    who,
    limited(ips.map((ip) => codeCell(ip, 60))),
    time.replace(/[^0-9TZ:-]/g, ''),
    commitCell(commit),
  ];
  return `| ${cells.join(' | ')} |`;
}

const limited = (texts: readonly string[]): string =>
  texts.length <= 5 ? texts.join(', ') : `${texts.slice(0, 5).join(', ')} and ${texts.length - 5} more`;

const commitCell = ({ id, url }: CommitResult): string =>
  id === null ? '' : url === undefined ? codeCell(id.slice(0, 7)) : link(id.slice(0, 7), url);

function issueLines(result: RunResult): readonly string[] {
  const { issues, notFiled, dryRun } = result;
  const lines = [
    ...issues.opened.map(issueLine('opened')),
    ...issues.updated.map(issueLine('updated')),
    ...issues.closed.map(issueLine('closed')),
    ...notFiled.slice(0, mostRows).map(({ title }) => `- ${notFiledWords(dryRun)}: ${codeSpan(title, 256)}`),
    ...listStaying(result)
      .slice(0, mostRows)
      .map(({ number, what }) => `- Issue ${number} stays open: ${codeSpan(what, 256)}`),
  ];
  return lines.length === 0 ? [] : [...fitLinesSaying(lines, room.issues, (count) => `- … and ${count} more`), ''];
}

const issueLine =
  (what: string) =>
  ({ number, url, object }: IssueResult): string =>
    `- Issue ${link(`${number}`, url)} ${what}${object === null ? digestWord(what) : `: ${codeSpan(object, 80)}`}`;

function planLines(commits: readonly CommitResult[]): readonly string[] {
  const lines = commits
    .slice(0, mostPlans)
    .flatMap(({ plan }) =>
      plan === undefined
        ? []
        : [
            ...plan.message.trimEnd().split('\n'),
            ...plan.files.map(({ path, deleted }) => `${deleted ? 'D' : 'W'} ${path}`),
            '',
          ],
    );
  if (lines.length === 0) return [];
  const shown = fitLinesSaying(
    lines.map((line) => line.slice(0, 1_000)),
    room.plan,
    (count) => `… and ${count} more lines`,
  );
  return ['<details><summary>The commits that would be made</summary>', '', ...fence(shown), '', '</details>', ''];
}

function footer({ watermark, gapSeconds, headSha, notTracked, otherActions, requests }: RunResult): string {
  return [
    ...(headSha === null ? [] : [`branch at ${codeSpan(headSha.slice(0, 12))}`]),
    ...(watermark === null
      ? []
      : [`complete up to ${watermark}${gapSeconds === null ? '' : ` (${gapSeconds} s behind)`}`]),
    ...(notTracked === 0 ? [] : [counted(notTracked, 'entry of an untracked object', 'entries of untracked objects')]),
    ...(otherActions === 0 ? [] : [counted(otherActions, 'entry that is not an edit', 'entries that are not edits')]),
    `${counted(requests.zendesk, 'Zendesk request')}, ${counted(requests.github, 'GitHub request')}`,
  ].join(' · ');
}
