import type { Command, CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runPolicyCheck, runPolicyReplay, runPolicySuggest } from '#connect/policy.ts';
import { environment } from '../git/support.ts';

const commands: Readonly<Record<'check' | 'replay' | 'suggest', Command>> = {
  check: runPolicyCheck,
  replay: runPolicyReplay,
  suggest: runPolicySuggest,
};

/** One `policy` command in this process, with no variable but those given. `now` = milliseconds since 1970. */
export function policyIn(
  command: keyof typeof commands,
  inputs: InputValues,
  { now = 0, variables = {} }: { readonly now?: number; readonly variables?: Readonly<Record<string, string>> } = {},
): Promise<CommandOutcome> {
  const all = { ...environment, ...variables };
  return commands[command]({
    settings: readSettings(inputs, all, 'checkout'),
    environment: all,
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
    clock: { now: () => now, sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
}
