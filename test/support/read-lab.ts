import type { Command, CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runDiff } from '#connect/diff.ts';
import { runList } from '#connect/list.ts';
import type { DiffResult } from '#render/diff/diff-result.ts';
import type { ListResult } from '#render/list/list-result.ts';
import { environment } from '../git/support.ts';
import type { Lab } from './lab.ts';

export interface Read<Result> {
  readonly text: string;
  readonly summary: string;
  readonly result: Result;
}

/** One command that only reads, in this process and without credentials. Rejects with what it throws. */
export const readIn = async (
  lab: Lab,
  command: Command,
  inputs: InputValues,
  need: 'account' | 'checkout' = 'account',
): Promise<CommandOutcome> => {
  const variables = { ...environment, ZENDESK_SUBDOMAIN: lab.account };
  return command({
    settings: readSettings({ repository: lab.checkout, ...inputs }, variables, need),
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
    clock: { now: () => lab.zendesk.clock.now(), sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
};

/** One `list` in this process. Rejects with what it throws. */
export async function listIn(lab: Lab, kind?: string, inputs: InputValues = {}): Promise<Read<ListResult>> {
  const { lines, summary, json } = await readIn(lab, runList, { ...inputs, ...(kind === undefined ? {} : { kind }) });
  return { text: lines.join('\n'), summary, result: JSON.parse(JSON.stringify(json)) };
}

/** One `diff` in this process. Rejects with what it throws. */
export async function diffIn(lab: Lab, from: string, to?: string, inputs: InputValues = {}): Promise<Read<DiffResult>> {
  const { lines, summary, json } = await readIn(lab, runDiff, { ...inputs, from, ...(to === undefined ? {} : { to }) });
  return { text: lines.join('\n'), summary, result: JSON.parse(JSON.stringify(json)) };
}
