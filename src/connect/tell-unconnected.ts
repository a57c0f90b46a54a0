import type { CommandContext } from '#commands/command.ts';
import { type StoppedRun, tellStopped } from '#commands/track/tell-stopped.ts';
import type { Config } from '#config/config.ts';
import { parseConfig } from '#config/parse.ts';
import { reasonOf, ZendriftError } from '#errors.ts';
import { connectIssues, connectRepository, readConfig } from './adapters.ts';

/** What is told beside a failure: nobody waits long for it, in milliseconds. */
export const patience = 120_000;

/**
 * Tells that tracking has stopped where a run could not even be put together: settings or configuration are broken. What is
 * not known is taken from the defaults. Best effort: whatever fails here is not the failure that a person has to hear of.
 */
export async function tellUnconnected(given: CommandContext, thrown: unknown): Promise<void> {
  const { settings, clock } = given;
  if (settings.zendesk === null || !(thrown instanceof ZendriftError)) return;
  const context: CommandContext = {
    ...given,
    settings: { ...settings, deadline: patience },
    progress: { ...given.progress, warn: () => {} },
  };
  try {
    const issues = connectIssues(context, clock.now() + patience);
    if (issues === null) return;
    const config = await readUsableConfig(context, settings.zendesk.subdomain);
    const repository = await connectRepository(context, { ...config, allowedSigners: null }, { readOnly: true });
    try {
      const run: StoppedRun = { ...context, config, repository, issues, dryRun: settings.dryRun, mask: toMask(given) };
      await tellStopped(run, thrown);
    } finally {
      await repository.close();
    }
  } catch (error) {
    given.progress.detail(`Nobody could be told that tracking has stopped: ${reasonOf(error)}`);
  }
}

async function readUsableConfig(context: CommandContext, subdomain: string): Promise<Config> {
  try {
    return (await readConfig(context, subdomain)).config;
  } catch (error) {
    if (!(error instanceof ZendriftError)) throw error;
    return parseConfig('', 'defaults', subdomain);
  }
}

/** Errors name no secret; what a server said in them might. */
export const toMask =
  ({ settings }: Pick<CommandContext, 'settings'>) =>
  (text: string): string =>
    settings.secrets
      .filter((secret) => secret.length >= 4)
      .flatMap((secret) => [secret, encodeURIComponent(Buffer.from(secret).toString())])
      .reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
