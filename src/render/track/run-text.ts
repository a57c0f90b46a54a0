import type { IssueResult } from '#render/issue/issue-result.ts';
import { commandLine } from '#render/triage/triage-text.ts';
import { toVisible } from '#text.ts';
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

/** What a run did, as plain lines for a terminal or a log: the verdict first. No line holds anything invisible. */
export function renderRunText(result: RunResult, failed = false): readonly string[] {
  const { issues, notTracked, otherActions, headSha, watermark, gapSeconds, requests } = result;
  return [
    runVerdict(result, failed),
    ...result.commands.map(commandLine),
    ...result.commits.flatMap((commit) => [commitLine(commit), ...planLines(commit)]),
    ...issueLines('opened', issues.opened),
    ...issueLines('updated', issues.updated),
    ...issueLines('closed', issues.closed),
    ...result.notFiled.map(({ title }) => `${notFiledWords(result.dryRun)}: ${title}`),
    ...listStaying(result).map(({ number, what }) => `#${number} stays open: ${what}`),
    ...runProblems(result).map((problem) => `! ${problem}`),
    ...mismatchWords(result),
    ...(notTracked === 0
      ? []
      : [`${counted(notTracked, 'audit entry', 'audit entries')} for objects that are not tracked`]),
    ...(otherActions === 0
      ? []
      : [`${counted(otherActions, 'audit entry', 'audit entries')} for actions that are not edits`]),
    ...(headSha === null ? [] : [`Branch at ${headSha.slice(0, 12)}`]),
    ...(watermark === null
      ? []
      : [`Complete up to ${watermark}${gapSeconds === null ? '' : ` (${gapSeconds} s behind)`}`]),
    `${counted(requests.zendesk, 'Zendesk request')}, ${counted(requests.github, 'GitHub request')}`,
  ].map(toVisible);
}

function commitLine({ id, subject, verdict, reason, rule, actors, time, ips }: CommitResult): string {
  const who = actors.length === 0 ? 'unknown' : actors.map(({ id, name }) => `${name} (${id})`).join(', ');
  const where = ips.length === 0 ? '' : ` from ${ips.join(', ')}`;
  const why = rule === undefined ? reason : `${reason} ${rule}`;
  return `${id === null ? '' : `${id.slice(0, 7)} `}${verdict === 'unapproved' ? 'UNAPPROVED' : 'approved'} (${why}) ${subject} · ${who}, ${time}${where}`;
}

// Lines of a plan are indented, so that nothing in a message looks like a line of ours.
const planLines = ({ plan }: CommitResult): readonly string[] =>
  plan === undefined
    ? []
    : [
        ...plan.files.map(({ path, deleted }) => `    ${deleted ? 'D' : 'W'} ${path}`),
        ...plan.message
          .trimEnd()
          .split('\n')
          .map((line) => `    | ${line}`),
      ];

const issueLines = (what: string, issues: readonly IssueResult[]): readonly string[] =>
  issues.map(
    ({ number, url, object }) =>
      `Issue #${number} ${what}${object === null ? digestWord(what) : ` for ${object}`}: ${url}`,
  );
