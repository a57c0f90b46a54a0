import type { CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runBackfill } from '#connect/backfill.ts';
import type { BackfillResult } from '#render/backfill/backfill-result.ts';
import { environment } from '../git/support.ts';
import { type Lab, type LabOptions, openLab } from './lab.ts';

export interface BackfillRunOptions {
  readonly inputs?: InputValues;
  readonly checkout?: string;
  /** Milliseconds by which the machine's clock moves each time it is looked at. */
  readonly tick?: number;
  readonly signal?: AbortSignal;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface BackfillOutcome extends CommandOutcome {
  readonly result: BackfillResult;
  readonly warnings: readonly string[];
  readonly details: readonly string[];
}

/** One `backfill` in this process. Rejects with what it throws. */
export async function backfillIn(lab: Lab, options: BackfillRunOptions = {}): Promise<BackfillOutcome> {
  const { zendesk, github } = lab;
  const hub: Record<string, string> = github
    ? {
        GITHUB_TOKEN: github.token,
        GITHUB_REPOSITORY: github.repository,
        GITHUB_API_URL: github.url,
        GITHUB_SERVER_URL: github.serverUrl,
      }
    : {};
  const variables = { ...environment, ...zendesk.env, ...hub, ...options.environment };
  const warnings: string[] = [];
  const details: string[] = [];
  let passed = 0;
  const outcome = await runBackfill({
    settings: readSettings(
      { repository: options.checkout ?? lab.checkout, ...options.inputs },
      variables,
      'credentials',
    ),
    environment: variables,
    progress: {
      stage: () => {},
      detail: (text) => void details.push(text),
      warn: ({ message }) => void warnings.push(message),
    },
    clock: {
      now: () => {
        passed += options.tick ?? 0;
        return zendesk.clock.now() + passed;
      },
      sleep: async (milliseconds) => {
        passed += milliseconds;
      },
    },
    signal: options.signal ?? new AbortController().signal,
    random: () => 0.5,
  });
  return { ...outcome, result: toResult(outcome.json), warnings, details };
}

const toResult = (json: unknown): BackfillResult => JSON.parse(JSON.stringify(json));

export const notifyRequester = 360000000041;

/** An account with a past: four edits of one trigger by two people, a macro that changed, a trigger that is gone; then a baseline. */
interface PastLabOptions extends LabOptions {
  /** False = nobody edited before the baseline but for the seed. */
  readonly past?: boolean;
  /** Files that the branch has before the first run. */
  readonly files?: Readonly<Record<string, string>>;
}

export async function openPastLab({ past = true, files, ...options }: PastLabOptions = {}): Promise<Lab> {
  const lab = await openLab({ ...options, zendesk: { sourceTypes: 'specific', ...options.zendesk } });
  if (files !== undefined) lab.commitElsewhere(files);
  if (past) makePast(lab);
  await lab.run(files === undefined ? {} : { checkout: lab.freshClone() });
  lab.wait(3600);
  return lab;
}

export function makePast({ zendesk: { account } }: Lab): void {
  const jane = account.as(1001, { ip: '203.0.113.7' });
  const bob = account.as(1002, { ip: '198.51.100.4' });
  const at = (day: string): { readonly at: string } => ({ at: `2026-04-${day}T09:00:00Z` });
  jane.update('trigger', notifyRequester, { title: 'Tell requester' }, at('01'));
  bob.update('trigger', notifyRequester, { active: false }, at('02'));
  const { id } = bob.create(
    'trigger',
    { title: 'Short-lived', conditions: { all: [], any: [] }, actions: [] },
    at('03'),
  );
  bob.remove('trigger', id, at('04'));
  jane.update('macro', 28835714740028, { title: 'Refunds::Partial' }, at('05'));
  bob.update('trigger', notifyRequester, { active: true }, at('06'));
  jane.update('trigger', notifyRequester, { title: 'Notify requester' }, at('07'));
}
