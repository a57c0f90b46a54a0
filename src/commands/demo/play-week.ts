import type { Command, CommandContext, ExitCode } from '#commands/command.ts';
import { toExitCode } from '#commands/command.ts';
import { compareIssues, readCommits } from './read-records.ts';
import { runTrack } from './run-track.ts';
import type { Stage } from './stage.ts';
import { type Day, type Step, toTime } from './step.ts';
import { type StoryLine, toDayLine, toEventLine, toRunLines } from './story.ts';

export interface Player {
  readonly stage: Stage;
  readonly track: Command;
  readonly context: CommandContext;
  readonly tell: (line: StoryLine) => void;
}

/** Plays the days one after the other and tells each step at once. Resolves to the exit code of all runs together. */
export async function playWeek(days: readonly Day[], player: Player): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const day of days) {
    player.tell(toDayLine(day));
    for (const step of day.steps) {
      player.context.signal.throwIfAborted();
      player.stage.moveTo(toTime(day, step));
      codes.push(await playStep(step, player));
    }
  }
  return toExitCode(codes);
}

async function playStep(step: Step, player: Player): Promise<ExitCode> {
  const { stage, tell } = player;
  if (step.type === 'track') return playTrack(step.at, player);
  tell(toEventLine(step));
  if (step.type === 'zendesk') step.edit(stage.people, stage.zendesk.account);
  else if (step.type === 'github') step.act(stage.github.model);
  else await stage.commit(step);
  return 0;
}

async function playTrack(at: string, { stage, track, context, tell }: Player): Promise<ExitCode> {
  const issues = stage.github.model.issues();
  const tip = (await stage.gitRemote('rev-parse', 'main')).trim();
  const { exitCode } = await runTrack(track, stage, context);
  const commits = await readCommits(stage, tip);
  for (const line of toRunLines(at, commits, compareIssues(issues, stage.github.model.issues()))) tell(line);
  return exitCode;
}
