import type { Config } from '#config/config.ts';
import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { toUtcTime } from '#core/time.ts';
import type { FileVersion } from '#ports.ts';
import { hasUncheckedId, listLogins, type ResolvedAccounts, resolveAccounts } from './accounts.ts';
import { describeConfiguration } from './describe-configuration.ts';
import { readPresentBlobs } from './present-blobs.ts';
import { configBlob, type Ledger, type PublishRun, type PushItem } from './publish.ts';

/** Blob id of the configuration in force, null where there is no file. */
export const currentConfig = (run: PublishRun): string | null =>
  run.configSource.path === null ? null : configBlob(run);

export interface PlannedConfiguration {
  /** Null = the configuration is the one that was recorded last. */
  readonly item: PushItem | null;
  readonly warnings: readonly string[];
}

/**
 * The commit that records a changed configuration, or the accounts of logins that could not be resolved before. It comes
 * before anything that is judged by it. `again` = ask once more about logins that GitHub did not know (once a day).
 */
export async function planConfiguration(
  run: PublishRun,
  { state }: Ledger,
  again: boolean,
): Promise<PlannedConfiguration> {
  const after = currentConfig(run);
  const isChanged = state.config !== after;
  if (!isChanged && !again && !hasUncheckedId(run.config, state)) return { item: null, warnings: [] };
  const resolved = await resolveAccounts(run.config, state, run.issues, isChanged);
  if (!isChanged && resolved.accounts.length === 0) return { item: null, warnings: resolved.warnings };
  const version = isChanged ? await findVersion(run, after) : null;
  const before = isChanged && state.config !== null ? await readBefore(run, state.config) : null;
  const described = describeConfiguration(isChanged ? before : run.config, run.config, resolved.accounts);
  return {
    item: toItem(run, { before: state.config, after, version, resolved, described }),
    warnings: resolved.warnings,
  };
}

/** Whether a login of the configuration has no account yet. */
export const hasUnresolved = (config: Config, { state }: Ledger): boolean =>
  listLogins(config).some((login) => !state.accounts.has(login.toLowerCase()));

/** The commit of the configuration branch that brought the file as it is. */
async function findVersion({ repository, configSource }: PublishRun, blob: string | null): Promise<FileVersion | null> {
  if (configSource.path === null) return null;
  const versions = await repository.listFileVersions([configSource.path]);
  return versions.find((version) => version.blob === blob) ?? null;
}

async function readBefore({ repository, parseConfig }: PublishRun, blob: string): Promise<Config | null> {
  const text = (await readPresentBlobs(repository, [blob])).texts.get(blob);
  return text === undefined ? null : parseConfig(text);
}

interface Change {
  readonly before: string | null;
  readonly after: string | null;
  readonly version: FileVersion | null;
  readonly resolved: ResolvedAccounts;
  readonly described: ReturnType<typeof describeConfiguration>;
}

function toItem(run: PublishRun, { before, after, version, resolved, described }: Change): PushItem {
  const { account, committer } = run.config;
  const facts = {
    type: 'configuration' as const,
    account,
    before,
    after,
    commit: version?.commit ?? null,
    accounts: resolved.accounts,
  };
  return {
    files: [],
    toCommit: (watermark) => {
      const now = { ...committer, time: toUtcTime(run.clock.now()) };
      return {
        author: version === null ? now : { name: version.authorName, email: version.authorEmail, time: version.time },
        committer: now,
        message: renderCommitMessage({
          subject: { type: 'plain', text: described.headline },
          description: { verb: 'Update', title: '', lines: described.lines.map((words) => ({ words })) },
          facts: watermark === null ? facts : { ...facts, watermark },
        }),
        files: [],
      };
    },
    toEvents: () => [{ type: 'configuration', config: after, accounts: resolved.accounts }],
  };
}
