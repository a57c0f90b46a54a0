import { fitLinesSaying } from '#render/fit-lines.ts';

/** GitHub takes comments of 65,536 characters; check and replay go into one. */
const room = 30_000;

/** Markdown that fits beside another of its kind into one comment, cut between two lines. */
export const fitComment = (markdown: string): string =>
  fitLinesSaying(markdown.split('\n'), room, (count) => `\n${count} more lines are in the summary of the run.`).join(
    '\n',
  );
