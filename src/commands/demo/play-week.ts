import type { Command, CommandContext, ExitCode } from '#commands/command.ts';
import { toExitCode } from '#commands/command.ts';
import { compareIssues, readDemoCommits } from './read-records.ts';
import { runInStage } from './run-in-stage.ts';
import type { Stage } from './stage.ts';
import { type Day, type DemoStep, toTime } from './step.ts';
import { type StoryLine, toDayLine, toEventLine, toRunLines } from './story.ts';

export interface Player {
  readonly stage: Stage;
  readonly track: Command;
  readonly triage: Command;
  readonly backfill: Command;
  readonly context: CommandContext;
  readonly say: (line: StoryLine) => void;
}

/** Plays the days one after the other and prints each step at once. Resolves to the exit code of all runs together. */
export async function playWeek(days: readonly Day[], player: Player): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const day of days) {
    player.say(toDayLine(day));
    for (const step of day.steps) {
      player.context.signal.throwIfAborted();
      player.stage.moveTo(toTime(day, step));
      codes.push(await playStep(step, player));
    }
  }
  return toExitCode(codes);
}

async function playStep(step: DemoStep, player: Player): Promise<ExitCode> {
  const { stage, say } = player;
  if (step.type === 'track' || step.type === 'triage' || step.type === 'backfill') return playRun(step, player);
  say(toEventLine(step));
  if (step.type === 'zendesk') step.edit(stage.people, stage.zendesk.account);
  else if (step.type === 'github') step.act(stage.github.model);
  else await stage.commit(step);
  return 0;
}

/** One run, with what it did. */
export async function playRun(
  { type, at }: Pick<Extract<DemoStep, { readonly type: 'track' | 'triage' | 'backfill' }>, 'type' | 'at'>,
  { stage, context, say, ...commands }: Player,
): Promise<ExitCode> {
  const issues = stage.github.model.issues();
  const tip = (await stage.gitRemote('rev-parse', 'main')).trim();
  const { exitCode, lines } = await runInStage(commands[type], stage, context);
  const commits = await readDemoCommits(stage, tip);
  const answers = type === 'backfill' ? lines : type === 'track' ? [] : lines.filter((line) => line.startsWith('#'));
  // The list of what is open gets older by itself every day: that is no news.
  const events = compareIssues(issues, stage.github.model.issues()).filter(
    ({ issue }) => !issue.labels.includes('zendrift-dashboard'),
  );
  for (const line of toRunLines(`${at}  zendrift ${type}`, answers, commits, events)) say(line);
  return exitCode;
}
