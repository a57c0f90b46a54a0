import type { Command, CommandContext } from '#commands/command.ts';
import type { TrackRun } from '#commands/track/run.ts';
import { track } from '#commands/track.ts';
import { accountOf, connectIssues, connectZendesk, privacyOf } from '#connect/adapters.ts';
import { connectLedger } from '#connect/ledger.ts';
import { closingOnFailure, connectData } from '#connect/repository.ts';
import { readStarter } from '#connect/runner.ts';
import { patience, tellUnconnected, toMask } from '#connect/tell-unconnected.ts';
import { ZendriftError } from '#errors.ts';
import { openOutage } from '#github/outage.ts';
import type { Progress } from '#ports.ts';

/** The one place where adapters are chosen: settings and configuration become what a command works with. */
export const runTrack: Command = async (context) => {
  const warned: string[] = [];
  const run = await connectTrack({ ...context, progress: withMemory(context.progress, warned) }).catch(
    async (error: unknown) => {
      await tellUnconnected(context, error);
      throw error;
    },
  );
  try {
    return await track(run, { failOnDrift: context.settings.track.failOnDrift, warned: () => warned });
  } finally {
    await run.repository.close();
  }
};

/** What is warned of on the way belongs into the summary as well. */
const withMemory = (progress: Progress, warned: string[]): Progress => ({
  ...progress,
  warn: (text) => {
    warned.push(text);
    progress.warn(text);
  },
});

async function connectTrack(context: CommandContext): Promise<TrackRun> {
  const { settings, progress, clock, signal } = context;
  const { problems } = settings;
  if (problems.length > 0) throw new ZendriftError('settings-invalid', { problems: problems.join('; ') });
  const data = await connectData(context, accountOf(settings).subdomain);
  const { config, source, repository, clone } = data;
  const deadline = clock.now() + settings.deadline;
  const outage = openOutage();
  return closingOnFailure(clone, async () => ({
    ...connectLedger(context, data, connectIssues(context, deadline, outage)),
    policy: { ...config.policy, hours: config.hours, timezone: config.timezone, blob: repository.blobId(source.text) },
    privacy: privacyOf(config, settings),
    zendesk: connectZendesk(context, deadline),
    lateIssues: connectIssues(context, deadline + patience, outage),
    progress,
    signal,
    deadline,
    deadlineText: settings.deadlineText,
    mask: toMask(context),
    dryRun: settings.dryRun,
    // Whether something has vanished is seen in a sweep alone.
    sweep: settings.track.sweep || settings.track.newBaseline || settings.track.acceptVanished.length > 0,
    newBaseline: settings.track.newBaseline,
    acceptVanished: settings.track.acceptVanished,
    starter: readStarter(context.environment),
  }));
}
