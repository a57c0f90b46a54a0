import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext, CommandOutcome } from '#commands/command.ts';
import type { StoryLine } from '#commands/demo/story.ts';
import { createDemo } from '#commands/demo.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runBackfill } from '#connect/backfill.ts';
import { runReport } from '#connect/report.ts';
import { runTrack } from '#connect/track.ts';
import { runTriage } from '#connect/triage.ts';

export interface PlayedDemo {
  readonly outcome: CommandOutcome;
  readonly story: readonly StoryLine[];
  readonly warnings: readonly string[];
  readonly directory: string;
  /** Output of git in the clone. */
  readonly git: (...args: readonly string[]) => string;
  readonly remove: () => void;
}

export interface DemoOptions {
  readonly values?: InputValues;
  readonly signal?: AbortSignal;
  readonly say?: (line: StoryLine) => void;
}

const commands = { track: runTrack, triage: runTriage, backfill: runBackfill, report: runReport };

/** Plays the demo in this process with the real `track`, as the CLI does. */
export async function playDemo(options: DemoOptions = {}): Promise<PlayedDemo> {
  const story: StoryLine[] = [];
  const warnings: string[] = [];
  const say = (line: StoryLine): void => {
    story.push(line);
    options.say?.(line);
  };
  const context: CommandContext = {
    settings: readSettings(options.values ?? {}, {}, 'nothing'),
    // A person's own settings must not reach the demo: these would stop it, or send it elsewhere.
    environment: {
      ...process.env,
      ZENDESK_SUBDOMAIN: '-',
      GITHUB_REPOSITORY: 'x/y',
      HTTPS_PROXY: 'http://127.0.0.1:9',
    },
    progress: { stage: () => {}, warn: ({ message }) => void warnings.push(message), detail: () => {} },
    clock: { now: Date.now, sleep: (milliseconds) => sleep(milliseconds) },
    signal: options.signal ?? new AbortController().signal,
    random: Math.random,
  };
  const outcome = await createDemo({ ...commands, say, program: 'node dist/cli.js' })(context);
  const directory = directoryOf(outcome.json);
  return {
    outcome,
    story,
    warnings,
    directory,
    git: (...args) => execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 }),
    remove: () => rmSync(dirname(directory), { recursive: true, force: true }),
  };
}

function directoryOf(json: unknown): string {
  if (typeof json === 'object' && json !== null && 'directory' in json && typeof json.directory === 'string') {
    return json.directory;
  }
  throw new TypeError('the demo does not say where its repository is');
}
