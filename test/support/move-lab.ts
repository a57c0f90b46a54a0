import type { CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runMove } from '#connect/move.ts';
import { environment } from '../git/support.ts';
import type { Lab } from './lab.ts';

/** One `move` in this process. Rejects with what it throws. */
export async function moveIn(lab: Lab, to: string, inputs: InputValues = {}): Promise<CommandOutcome> {
  const { zendesk, github } = lab;
  const hub: Record<string, string> = github
    ? {
        GITHUB_TOKEN: github.token,
        GITHUB_REPOSITORY: github.repository,
        GITHUB_API_URL: github.url,
        GITHUB_SERVER_URL: github.serverUrl,
      }
    : {};
  const variables = { ...environment, ...zendesk.env, ...hub };
  return runMove({
    settings: readSettings({ repository: lab.checkout, to, ...inputs }, variables, 'account'),
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
    clock: { now: () => zendesk.clock.now(), sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
}
