import type { Command, CommandContext } from '#commands/command.ts';
import type { RestoreRun } from '#commands/restore/restore-run.ts';
import { restore } from '#commands/restore.ts';
import { missingCredentials } from '#config/credentials.ts';
import { ZendriftError } from '#errors.ts';
import { readPerson } from '#git/read-person.ts';
import type { Zendesk, ZendeskWriter } from '#ports.ts';
import { warning } from '#warning.ts';
import { openZendeskWriter } from '#zendesk/open-zendesk-writer.ts';
import { accountOf, connectIssues, connectZendesk, privacyOf } from './adapters.ts';
import { connectLedger } from './ledger.ts';
import { readThrough } from './read-through.ts';
import { closingOnFailure, connectData } from './repository.ts';
import { openActionsRunner } from './runner.ts';

export const runRestore: Command = async (context) => {
  const run = await connectRestore(context);
  try {
    return await restore(run);
  } finally {
    await run.repository.close();
  }
};

async function connectRestore(context: CommandContext): Promise<RestoreRun> {
  const { settings, progress, clock, signal } = context;
  const { problems } = settings.restore;
  if (problems.length > 0) throw new ZendriftError('settings-invalid', { problems: problems.join('; ') });
  const apply = settings.restore.apply && !settings.dryRun;
  const data = await connectData(context, accountOf(settings).subdomain, { readOnly: !apply });
  const { config, clone } = data;
  return closingOnFailure(clone, async () => {
    // Without the key of its masks nothing that is redacted could be compared.
    privacyOf(config, settings);
    const deadline = clock.now() + settings.deadline;
    const zendesk = connectZendesk(context, deadline, config);
    const writer = apply ? connectWriter(context, deadline, zendesk) : null;
    if (apply && writer === null) {
      throw new ZendriftError('settings-invalid', { problems: missingCredentials('ZENDESK_WRITE_', settings.surface) });
    }
    return {
      ...connectLedger(context, data, connectIssues(context, deadline)),
      settings: settings.restore,
      zendesk,
      writer,
      runner: openActionsRunner(context.environment),
      asks: await readAsks(context),
      progress,
      signal,
    };
  });
}

/**
 * The account, for writing, under the credentials that are for nothing else; null where there are none. They read only where
 * there is no `reader`.
 */
export function connectWriter(context: CommandContext, deadline: number, reader: Zendesk | null): ZendeskWriter | null {
  const { settings, progress, clock, random, signal } = context;
  const { subdomain, url, writeCredentials } = accountOf(settings);
  if (writeCredentials === null) return null;
  const writer = openZendeskWriter({
    account: subdomain,
    url,
    credentials: writeCredentials,
    deadline: () => deadline,
    clock,
    warn: (text) => progress.warn(warning('zendesk', text)),
    random,
    signal,
  });
  return reader === null ? writer : readThrough(writer, reader);
}

async function readAsks({ environment, settings }: CommandContext): Promise<RestoreRun['asks']> {
  const { GITHUB_ACTOR: login = '', GITHUB_ACTOR_ID: id = '' } = environment;
  return { login, id, ...(await readPerson(settings.repository, environment)) };
}
