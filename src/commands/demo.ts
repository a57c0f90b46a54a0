import { dirname, join } from 'node:path';
import { ZendriftError } from '#errors.ts';
import type { Command } from './command.ts';
import { readClosing } from './demo/closing.ts';
import { keepStage } from './demo/keep.ts';
import { playPast } from './demo/past.ts';
import { playWeek } from './demo/play-week.ts';
import { runInStage } from './demo/run-in-stage.ts';
import { openStage, type Stage } from './demo/stage.ts';
import { type Day, toTime } from './demo/step.ts';
import type { StoryLine } from './demo/story.ts';
import { week } from './demo/week.ts';

export interface DemoTools {
  /** One run of `track` as an entry starts it: the demo shows the real thing. */
  readonly track: Command;
  /** The same of `triage`. */
  readonly triage: Command;
  /** The same of `backfill`. */
  readonly backfill: Command;
  /** The same of `report`. */
  readonly report: Command;
  /** Shows a line at once, while the demo goes on. */
  readonly say: (line: StoryLine) => void;
  /** How a person starts this program again: `node dist/cli.js`. */
  readonly program: string;
}

/** A week at a made-up company: people edit in an embedded Zendesk, the real `track` records it in a real repository. */
export const createDemo =
  ({ track, triage, backfill, report, say, program }: DemoTools): Command =>
  async (context) => {
    const { settings, environment } = context;
    if (settings.dryRun) {
      throw new ZendriftError('settings-invalid', {
        problems: 'demo does not support --dry-run',
        hint: 'Leave it out: the demo writes only to its own temporary directory.',
      });
    }
    const stage = await openStage(toStart(week), environment);
    try {
      playPast(stage.people);
      const player = { stage, track, triage, backfill, context, say };
      const exitCode = await playWeek(week, player);
      const page = join(dirname(stage.directory), 'report.html');
      await runInStage(report, stage, context, { output: page });
      const { lines, json } = await readClosing(stage, page);
      const outcome = { exitCode, json, summary: '', outputs: {}, annotations: [] };
      if (!settings.demo.keep) return { ...outcome, lines };
      for (const text of lines) say({ tone: 'note', text });
      await keepStage(player, program);
      return { ...outcome, lines: [toWhere(stage)] };
    } finally {
      await stage.close();
    }
  };

function toStart(days: readonly Day[]): string {
  const [first] = days;
  const [step] = first?.steps ?? [];
  if (first === undefined || step === undefined) throw new TypeError('a week has a first step');
  return toTime(first, step);
}

const toWhere = ({ directory }: Stage): string => `The repository is in ${directory}: git -C ${directory} log -p`;
