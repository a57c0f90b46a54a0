import type { CommandContext } from '#commands/command.ts';
import { reportStopped, type StoppedRun } from '#commands/track/report-stopped.ts';
import { parseConfig } from '#config/parse.ts';
import { reasonOf, ZendriftError } from '#errors.ts';
import type { Clone } from '#git/clone.ts';
import { connectIssues } from './adapters.ts';
import { type FoundConfig, readConfig } from './config-source.ts';
import { configUseOf, connectBranch, connectClone } from './repository.ts';

/** What is reported beside a failure: nobody waits long for it, in milliseconds. */
export const longestWait = 120_000;

/**
 * Reports that tracking has stopped where a run could not even be put together: settings or configuration are broken. What is
 * not known is taken from the defaults. Best effort: whatever fails here is not the failure that a person has to hear of.
 */
export async function reportUnconnected(given: CommandContext, thrown: unknown): Promise<void> {
  const { settings, clock } = given;
  if (settings.zendesk === null || !(thrown instanceof ZendriftError)) return;
  const context: CommandContext = {
    ...given,
    settings: { ...settings, deadline: longestWait },
    progress: { ...given.progress, warn: () => {} },
  };
  try {
    const issues = connectIssues(context, clock.now() + longestWait);
    if (issues === null) return;
    const clone = await connectClone(context, { readOnly: true });
    try {
      const { config, source } = await readUsableConfig(context, clone, settings.zendesk.subdomain);
      const unsigned = { config: { ...config, allowedSigners: null }, source };
      const repository = await connectBranch(context, clone, unsigned, { readOnly: true });
      const run: StoppedRun = {
        ...context,
        config,
        repository,
        issues,
        dryRun: settings.dryRun,
        mask: toSecretMask(given),
      };
      await reportStopped(run, thrown);
    } finally {
      await clone.close();
    }
  } catch (error) {
    given.progress.detail(`The "Tracking stopped" issue could not be opened: ${reasonOf(error)}`);
  }
}

async function readUsableConfig(context: CommandContext, clone: Clone, subdomain: string): Promise<FoundConfig> {
  try {
    return await readConfig(context, clone, subdomain, configUseOf(context));
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    const source = { branch: null, commit: null, path: null, text: '' };
    return { config: parseConfig('', 'defaults', subdomain), source };
  }
}

/** Errors name no secret; what a server said in them might. */
export const toSecretMask =
  ({ settings }: Pick<CommandContext, 'settings'>) =>
  (text: string): string =>
    settings.secrets
      .filter((secret) => secret.length >= 4)
      .flatMap((secret) => [secret, encodeURIComponent(Buffer.from(secret).toString())])
      .reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
