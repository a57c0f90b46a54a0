import type { Command, CommandContext } from '#commands/command.ts';
import type { TrackRun } from '#commands/track/track-run.ts';
import { track } from '#commands/track.ts';
import { ZendriftError } from '#errors.ts';
import { openOutage } from '#github/outage.ts';
import type { Progress } from '#ports.ts';
import type { Warning } from '#warning.ts';
import { accountOf, connectAuditReader, connectIssues, connectZendesk, privacyOf, redactionOf } from './adapters.ts';
import { connectKeptLog } from './kept-log.ts';
import { connectLedger } from './ledger.ts';
import { connectNotify } from './notify.ts';
import { longestWait, reportUnconnected, toSecretMask } from './report-unconnected.ts';
import { closingOnFailure, connectData } from './repository.ts';
import { readStarter } from './runner.ts';

/** The one place where adapters are chosen: settings and configuration become what a command works with. */
export const runTrack: Command = async (context) => {
  const warned: Warning[] = [];
  const run = await connectTrack({ ...context, progress: withMemory(context.progress, warned) }).catch(
    async (error: unknown) => {
      await reportUnconnected(context, error);
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
const withMemory = (progress: Progress, warned: Warning[]): Progress => ({
  ...progress,
  warn: (warning) => {
    warned.push(warning);
    progress.warn(warning);
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
  const zendesk = connectZendesk(context, deadline, config);
  return closingOnFailure(clone, async () => ({
    ...connectLedger(context, data, connectIssues(context, deadline, outage), zendesk),
    log: connectKeptLog(connectAuditReader(context, deadline), {
      alerts: config.alerts,
      keep: config.log.keep,
      kinds: config.kinds,
      redaction: redactionOf(config, settings),
      privacy: privacyOf(config, settings),
      progress,
    }),
    notify: connectNotify(context, config, toSecretMask(context)),
    policy: { ...config.policy, hours: config.hours, timezone: config.timezone, blob: repository.blobId(source.text) },
    privacy: privacyOf(config, settings),
    zendesk,
    lateIssues: connectIssues(context, deadline + longestWait, outage),
    progress,
    signal,
    deadline,
    deadlineText: settings.deadlineText,
    mask: toSecretMask(context),
    dryRun: settings.dryRun,
    // Whether something has vanished is seen in a sweep alone.
    sweep: settings.track.sweep || settings.track.newBaseline || settings.track.acceptVanished.length > 0,
    newBaseline: settings.track.newBaseline,
    acceptVanished: settings.track.acceptVanished,
    starter: readStarter(context.environment),
  }));
}
