import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, CommandContext, CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import type { Stage } from './stage.ts';

/** One run of a real command in the made-up company, silent but for its warnings. */
export function runInStage(
  command: Command,
  stage: Stage,
  { progress, signal }: CommandContext,
  inputs: InputValues = {},
): Promise<CommandOutcome> {
  const { directory, environment, zendesk } = stage;
  return command({
    settings: readSettings({ repository: directory, ...inputs }, environment, 'credentials'),
    environment,
    progress: { stage: () => {}, warn: (warning) => progress.warn(warning), detail: (text) => progress.detail(text) },
    clock: { now: zendesk.clock.now, sleep: (milliseconds) => sleep(milliseconds) },
    signal,
    random: () => 0.5,
  });
}
