import { counted } from '#render/track/run-words.ts';
import { toVisible } from '#text.ts';
import type { TriagedCommand, TriageResult } from './triage-result.ts';

/** What became of the commands, as plain lines. No line holds anything invisible. */
export function renderTriageText(result: TriageResult): readonly string[] {
  const { commands, dryRun, issues, warnings } = result;
  const would = dryRun ? ' (dry run: nothing was written)' : '';
  return [
    commands.length === 0 ? 'No commands to run' : `${counted(commands.length, 'command')}${would}`,
    ...commands.map(commandLine),
    ...issues.closed.map(({ number, url }) => `Closed #${number} ${url}`),
    ...warnings.map(({ message }) => `! ${message}`),
    `${counted(result.openEpisodes, 'object differs', 'objects differ')} from the approved state`,
  ].map(toVisible);
}

/** One command, its sender and its end, in a line. Not yet made visible. */
export function commandLine({ issue, by, command, outcome, decision, objects = [], why }: TriagedCommand): string {
  const start = `#${issue} /${command} by ${by}:`;
  if (outcome === 'decided') return `${start} ${decision ?? 'decided'}, ${counted(objects.length, 'object')}`;
  if (outcome === 'helped') return `${start} answered with help`;
  return `${start} ${outcome === 'left' ? 'left for a later run' : 'refused'}${why === undefined ? '' : `, ${why}`}`;
}
