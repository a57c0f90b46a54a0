import { createHash } from 'node:crypto';
import { access, constants, stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import type { AuditRun, Destination } from '#commands/audit/audit-run.ts';
import { audit } from '#commands/audit.ts';
import type { Command, CommandContext } from '#commands/command.ts';
import { type AuditFormat, type AuditSettings, parseAuditSettings } from '#config/audit-settings.ts';
import { reasonOf, ZendriftError } from '#errors.ts';
import type { AuditLogReader } from '#ports/audit-log.ts';
import { accountOf, connectAuditReader, privacyOf, redactionOf } from './adapters.ts';
import { exportFiles } from './audit-files.ts';
import { toInertDocument, writeWhole } from './export.ts';
import { connectConfig } from './repository.ts';

export const runAudit: Command = async (context) => {
  const { progress, clock } = context;
  const settings = parseAuditSettings(context.settings.audit, context.settings.surface);
  const format = toFormat(settings);
  const destination = toDestination(context, settings);
  if (destination.type === 'file' && destination.kept) await checkPlace(destination.file);
  const { config } = await connectConfig(context, accountOf(context.settings).subdomain);
  return audit({
    account: config.account,
    log: connectLog(context, settings),
    redaction: redactionOf(config, context.settings),
    privacy: privacyOf(config, context.settings),
    settings,
    format,
    destination,
    deliver: connectDelivery(context, destination, format),
    files: exportFiles,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    dryRun: context.settings.dryRun,
    clock,
    progress,
  });
};

function connectLog(context: CommandContext, { target }: AuditSettings): AuditLogReader {
  const { settings, clock } = context;
  const writes = target.type === 'mail-csv' && !settings.dryRun;
  return connectAuditReader(context, clock.now() + settings.deadline, writes ? { scope: 'read write' } : {});
}

const formatOfEnding: Readonly<Record<string, AuditFormat>> = {
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.ocsf': 'ocsf',
};

function toFormat({ format, target }: AuditSettings): AuditFormat {
  if (format !== null) return format;
  const file = target.type === 'export' || target.type === 'incremental' ? target.file : null;
  const named = file === null ? undefined : formatOfEnding[extname(file).toLowerCase()];
  if (named === 'json' && target.type === 'incremental')
    throw new ZendriftError('settings-invalid', {
      problems: `can't append to a JSON document (${file}): use a .jsonl or .csv file, or set the format`,
    });
  return named ?? 'csv';
}

function toDestination({ settings: { dryRun }, print }: CommandContext, { target }: AuditSettings): Destination {
  if (target.type !== 'export' || (target.file === null && print === undefined)) return { type: 'nowhere' };
  return target.file === null ? { type: 'stdout' } : { type: 'file', file: target.file, kept: !dryRun };
}

/** A long export must not find out at its end that it has no place. A pipe or a device is written to where it is. */
async function checkPlace(file: string): Promise<void> {
  const unwritable = (reason: string, cause?: unknown) =>
    new ZendriftError('output-unwritable', { file, reason }, cause);
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory() === true) throw unwritable('it is a folder');
  if (found !== null && !found.isFile()) return;
  try {
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    throw unwritable(reasonOf(error), error);
  }
}

function connectDelivery(
  { print }: CommandContext,
  destination: Destination,
  format: AuditFormat,
): AuditRun['deliver'] {
  if (destination.type === 'file' && destination.kept) return (parts) => writeWhole(destination.file, parts);
  return async (parts) => {
    for await (const part of parts) if (destination.type === 'stdout') await print?.(toInertDocument(part, format));
  };
}
