import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext, CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import type { Surface } from '#config/problem.ts';
import { readSettings } from '#config/settings.ts';
import { ZendriftError } from '#errors.ts';
import type { Clock, Progress } from '#ports.ts';
import { type CommandSpec, type Loaders, listCommands } from './commands.ts';
import { type Failure, toFailure } from './failure.ts';
import { useProxy } from './proxy.ts';

export type Ending =
  | { readonly type: 'outcome'; readonly outcome: CommandOutcome }
  | { readonly type: 'failure'; readonly failure: Failure };

export interface Launch {
  readonly spec: CommandSpec;
  readonly loaders: Loaders;
  readonly values: InputValues;
  readonly surface: Surface;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
  readonly print?: CommandContext['print'];
  readonly ask?: CommandContext['ask'];
  readonly signal: AbortSignal;
}

const clock: Clock = { now: Date.now, sleep: (milliseconds) => sleep(milliseconds) };

/** Settings, then the command. Whatever it throws is an ending; a stop says so whatever the command made of it. */
export async function runCommand(launch: Launch): Promise<Ending> {
  const { spec, loaders, values, environment, surface, progress, print, ask, signal } = launch;
  try {
    const settings = readSettings(values, environment, spec.need, surface);
    await useProxy(environment);
    const load = loaders[spec.name];
    if (load === undefined) throw new TypeError(`no loader for ${spec.name}`);
    const command = await load(listCommands(loaders));
    const outcome = await command({ settings, environment, progress, print, ask, clock, signal, random: Math.random });
    return { type: 'outcome', outcome };
  } catch (error) {
    const known = error instanceof ZendriftError;
    const stopped = signal.aborted && !known;
    return { type: 'failure', failure: toFailure(stopped ? toStop(signal, spec.name, error) : error) };
  }
}

const toStop = (signal: AbortSignal, command: string, cause: unknown): ZendriftError =>
  new ZendriftError('stopped', { signal: String(signal.reason), during: `during ${command}` }, cause);
