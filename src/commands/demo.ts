import { ZendriftError } from '#errors.ts';
import type { Command } from './command.ts';
import { readClosing } from './demo/closing.ts';
import { keepStage } from './demo/keep.ts';
import { playWeek } from './demo/play-week.ts';
import { openStage, type Stage } from './demo/stage.ts';
import { type Day, toTime } from './demo/step.ts';
import type { StoryLine } from './demo/story.ts';
import { week } from './demo/week.ts';

export interface DemoTools {
  /** One run of `track` as an entry starts it: the demo shows the real thing. */
  readonly track: Command;
  /** The same of `triage`. */
  readonly triage: Command;
  /** Shows a line at once, while the demo goes on. */
  readonly say: (line: StoryLine) => void;
  /** How a person starts this program again: `node dist/cli.js`. */
  readonly program: string;
}

/** A week at a made-up company: people edit in an embedded Zendesk, the real `track` records it in a real repository. */
export const createDemo =
  ({ track, triage, say, program }: DemoTools): Command =>
  async (context) => {
    const { settings, environment, signal } = context;
    if (settings.dryRun) {
      throw new ZendriftError('settings-invalid', {
        problems: 'demo does not support --dry-run',
        hint: 'Leave it out: the demo writes only to its own temporary directory.',
      });
    }
    const stage = await openStage(toStart(week), environment);
    try {
      const exitCode = await playWeek(week, { stage, track, triage, context, say });
      const { lines, json } = await readClosing(stage);
      const outcome = { exitCode, json, summary: '', outputs: {}, annotations: [] };
      if (!settings.demo.keep) return { ...outcome, lines };
      for (const text of lines) say({ tone: 'note', text });
      await keepStage(stage, program, signal, say);
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
