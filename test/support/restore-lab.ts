import type { CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runRestore } from '#connect/restore.ts';
import type { RestoreResult } from '#render/restore/restore-result.ts';
import type { RecordedRequest } from '#sandbox/zendesk/open-zendesk.ts';
import { environment } from '../git/support.ts';
import type { Lab } from './lab.ts';

export interface RestoreRun extends CommandOutcome {
  readonly json: RestoreResult;
  /** Requests that change something, without those for a token. */
  readonly writes: readonly RecordedRequest[];
}

export interface RestoreOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly checkout?: string;
}

export const isWrite = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
  method !== 'GET' && path !== '/oauth/tokens';

/** One `restore` in this process, with both sets of credentials at hand. Rejects with what it throws. */
export async function restoreIn(lab: Lab, inputs: InputValues, options: RestoreOptions = {}): Promise<RestoreRun> {
  const { zendesk } = lab;
  const variables = { ...environment, ...zendesk.env, ...zendesk.writeEnv, ...options.environment };
  const repository = options.checkout ?? lab.checkout;
  const first = zendesk.requests.length;
  let slept = 0;
  const outcome = await runRestore({
    settings: readSettings({ repository, ...inputs }, variables, 'credentials'),
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
    clock: {
      now: () => zendesk.clock.now() + slept,
      sleep: async (milliseconds) => {
        slept += milliseconds;
      },
    },
    signal: options.signal ?? new AbortController().signal,
    random: () => 0.5,
  });
  return { ...outcome, json: asResult(outcome.json), writes: zendesk.requests.slice(first).filter(isWrite) };
}

function asResult(json: unknown): RestoreResult {
  if (isResult(json)) return json;
  throw new Error('restore gave no result');
}

const isResult = (json: unknown): json is RestoreResult =>
  typeof json === 'object' && json !== null && 'objects' in json;
