import type { BackfillRun } from '#commands/backfill/backfill-run.ts';
import { backfill } from '#commands/backfill.ts';
import type { Command, CommandContext } from '#commands/command.ts';
import { ZendriftError } from '#errors.ts';
import { redactingZendesk } from '#ledger/redacting-zendesk.ts';
import { accountOf, connectAuditReader, connectIssues, connectZendesk, privacyOf } from './adapters.ts';
import { connectLedger } from './ledger.ts';
import { closingOnFailure, connectData } from './repository.ts';

export const runBackfill: Command = async (context) => {
  const run = await connectBackfill(context);
  try {
    return await backfill(run);
  } finally {
    await run.repository.close();
  }
};

async function connectBackfill(context: CommandContext): Promise<BackfillRun> {
  const { settings, progress, clock, signal } = context;
  const { problems } = settings.backfill;
  if (problems.length > 0) throw new ZendriftError('settings-invalid', { problems: problems.join('; ') });
  const data = await connectData(context, accountOf(settings).subdomain);
  return closingOnFailure(data.clone, async () => {
    const deadline = clock.now() + settings.deadline;
    const zendesk = connectZendesk(context, deadline, data.config);
    const ledger = connectLedger(context, data, connectIssues(context, deadline), zendesk);
    return {
      ...ledger,
      zendesk: redactingZendesk(zendesk, ledger.redaction),
      log: connectAuditReader(context, deadline),
      privacy: privacyOf(data.config, settings),
      settings: settings.backfill,
      progress,
      signal,
      deadline,
      deadlineText: settings.deadlineText,
      dryRun: settings.dryRun,
    };
  });
}
