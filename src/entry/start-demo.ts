import { relative } from 'node:path';
import pc from 'picocolors';
import type { Command } from '#commands/command.ts';
import type { StoryLine } from '#commands/demo/story.ts';
import { createDemo } from '#commands/demo.ts';
import { runBackfill } from '#connect/backfill.ts';
import { runReport } from '#connect/report.ts';
import { runTrack } from '#connect/track.ts';
import { runTriage } from '#connect/triage.ts';
import { wantsColor } from './progress.ts';

/**
 * The demo with the real `track` and `triage` in it. It prints its story on standard error while it goes on, as progress is;
 * `--quiet` leaves the result alone. `words` = the command line.
 */
export function startDemo(words: readonly string[]): Command {
  const { env, stderr, argv } = process;
  const keep = words.includes('--keep');
  const quiet = words.some((word) => word === '--quiet' || /^-[a-z]*q[a-z]*$/.test(word));
  const paint = toPaint(wantsColor(env, stderr.isTTY === true));
  return createDemo({
    track: runTrack,
    triage: runTriage,
    backfill: runBackfill,
    report: runReport,
    // With --keep the addresses are printed, too: without them there is nothing to keep the servers for.
    say: (line) => void (quiet && !keep ? undefined : stderr.write(`${paint(line)}\n`)),
    program: `node ${relative('', argv[1] ?? 'dist/cli.js') || 'dist/cli.js'}`,
  });
}

/** The lines of a story are plain text already; paint goes around them. */
function toPaint(color: boolean): (line: StoryLine) => string {
  const { bold, cyan, dim, green, red, yellow } = pc.createColors(color);
  const plain = (text: string): string => text;
  const paints: Readonly<Record<StoryLine['tone'], (text: string) => string>> = {
    day: (text) => `\n${bold(text)}`,
    event: plain,
    run: dim,
    commit: cyan,
    approved: green,
    unapproved: red,
    issue: yellow,
    note: plain,
  };
  return ({ tone, text }) => paints[tone](text);
}
