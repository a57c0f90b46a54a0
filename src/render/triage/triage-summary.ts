import { codeCell, codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fitLinesSaying } from '#render/fit-lines.ts';
import { counted } from '#render/track/run-words.ts';
import type { TriagedCommand, TriageResult } from './triage-result.ts';

/** UTF-16 units. */
const room = 150_000;

/** The job summary of `triage`, Markdown: what became of each command. */
export function renderTriageSummary(result: TriageResult): string {
  const { account, commands, dryRun, openEpisodes, warnings } = result;
  const verdict =
    commands.length === 0
      ? 'No commands to run.'
      : `${counted(commands.length, 'command')}${dryRun ? ', dry run: nothing was written' : ''}.`;
  return [
    `## zendrift triage · ${plainMarkdown(account)}`,
    '',
    `**${verdict}** ${counted(openEpisodes, 'object')} not in an approved state.`,
    '',
    ...(commands.length === 0 ? [] : [...table(commands), '']),
    ...warnings.map(({ message }) => `- ⚠ ${codeSpan(message, 500)}`),
    '',
  ].join('\n');
}

const table = (commands: readonly TriagedCommand[]): readonly string[] => [
  '| issue | command | by | result |',
  '|---|---|---|---|',
  ...fitLinesSaying(commands.map(row), room, (count) => `| | … and ${count} more | | |`),
];

const row = ({ issue, command, by, outcome, decision, objects = [], why }: TriagedCommand): string =>
  `| ${codeCell(`#${issue}`)} | ${codeCell(`/${command}`)} | ${codeCell(by)} | ${toWords(outcome, decision, why)}${objects
    .slice(0, 20)
    .map((object) => ` ${codeCell(object)}`)
    .join(',')} |`;

function toWords(outcome: TriagedCommand['outcome'], decision = 'decided', why = ''): string {
  const reason = why === '' ? '' : `: ${codeCell(why, 300)}`;
  if (outcome === 'decided') return `**${plainMarkdown(decision)}**`;
  if (outcome === 'helped') return 'answered with help';
  return `${outcome === 'left' ? 'left for a later run' : 'refused'}${reason}`;
}
