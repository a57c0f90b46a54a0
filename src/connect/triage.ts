import { readFile } from 'node:fs/promises';
import type { Command, CommandContext } from '#commands/command.ts';
import { triage } from '#commands/triage.ts';
import { nameInput } from '#config/problem.ts';
import type { TriageCommands } from '#config/triage-settings.ts';
import type { TriageStart } from '#decisions/triage-run.ts';
import { ZendriftError } from '#errors.ts';
import type { ZendeskWriter } from '#ports.ts';
import type { Runner } from '#write-back/carry-out.ts';
import { accountOf, connectIssues, connectZendesk, privacyOf } from './adapters.ts';
import { connectLedger } from './ledger.ts';
import { closingOnFailure, connectData } from './repository.ts';
import { connectWriter } from './restore.ts';
import { openRunner } from './runner.ts';

export const runTriage: Command = async (context) => {
  const run = await connectTriage(context);
  try {
    return await triage(run);
  } finally {
    await run.repository.close();
  }
};

async function connectTriage(context: CommandContext): Promise<TriageStart> {
  const { settings, environment, progress, clock, signal } = context;
  const { subdomain, url } = accountOf(settings);
  const deadline = clock.now() + settings.deadline;
  const issues = connectIssues(context, deadline);
  if (issues === null) {
    throw new ZendriftError('settings-invalid', {
      problems: `triage needs ${nameInput('github-token', settings.surface)} and ${nameInput('github-repository', settings.surface)}`,
    });
  }
  const data = await connectData(context, subdomain);
  const { config, clone } = data;
  return closingOnFailure(clone, async () => {
    // Without the key of its masks nothing that is redacted could be compared.
    privacyOf(config, settings);
    const { commands } = settings.triage;
    const reader = accountOf(settings).credentials === null ? null : connectZendesk(context, deadline, config);
    const writer = commands === 'decide' ? null : connectWriter(context, deadline, reader);
    return {
      ...connectLedger(context, data, issues),
      issues,
      zendesk: { url },
      commands,
      writeBack: toWriteBack(commands, writer, openRunner(environment)),
      event: await readEvent(environment['GITHUB_EVENT_PATH']),
      dryRun: settings.dryRun,
      progress,
      signal,
    };
  });
}

function toWriteBack(commands: TriageCommands, writer: ZendeskWriter | null, runner: Runner): TriageStart['writeBack'] {
  if (commands === 'decide') return { type: 'elsewhere' };
  return writer === null ? { type: 'by-hand' } : { type: 'ready', writer, runner };
}

/** The comment that started this workflow run. It only decides what is looked at first, so whatever is wrong with it is none. */
async function readEvent(path: string | undefined): Promise<TriageStart['event']> {
  if (path === undefined || path === '') return null;
  try {
    const event: unknown = JSON.parse(await readFile(path, 'utf8'));
    const issue = fieldOf(fieldOf(event, 'issue'), 'number');
    const comment = fieldOf(fieldOf(event, 'comment'), 'id');
    return typeof issue === 'number' ? { issue, comment: String(comment) } : { issue: 0, comment: '' };
  } catch {
    return null;
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
