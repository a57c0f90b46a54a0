import { audit } from '#commands/audit.ts';
import type { Command } from '#commands/command.ts';
import { auditFormats } from '#render/audit/audit-entries-text.ts';
import { accountOf, connectZendesk, privacyOf, redactionOf } from './adapters.ts';
import { connectExport } from './export.ts';
import { connectConfig } from './repository.ts';

export const runAudit: Command = async (context) => {
  const { settings, progress, clock } = context;
  const target = connectExport(context, auditFormats);
  const { config } = await connectConfig(context, accountOf(settings).subdomain);
  return audit({
    account: config.account,
    zendesk: connectZendesk(context, clock.now() + settings.deadline),
    redaction: redactionOf(config, settings),
    privacy: privacyOf(config, settings),
    range: settings.export,
    target,
    progress,
  });
};
