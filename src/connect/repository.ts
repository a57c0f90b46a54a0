import type { CommandContext } from '#commands/command.ts';
import type { Config } from '#config/config.ts';
import type { OwnCommitter } from '#core/state/history.ts';
import { ZendriftError } from '#errors.ts';
import type { Signers } from '#git/check-signatures.ts';
import { checkSigning } from '#git/check-signing.ts';
import { type Clone, openClone } from '#git/clone.ts';
import { openBranch } from '#git/repository.ts';
import type { Signing } from '#git/sign-commits.ts';
import type { ConfigSource, Repository } from '#ports.ts';
import { warning } from '#warning.ts';
import { type ConfigUse, type FoundConfig, nameTip, readConfig } from './config-source.ts';
import { gitSignal } from './git-signal.ts';

/** The data repository and the configuration that it holds. */
export interface ConnectedData extends FoundConfig {
  /** Closing it closes the clone as well. */
  readonly repository: Repository;
  /** To open another branch of it. */
  readonly clone: Clone;
}

interface ConnectOptions {
  /** Nothing below `.git` changes: what has to be fetched is kept beside the repository. */
  readonly readOnly?: boolean;
}

/** Whose commits may count: the default committer, the configured one, former ones. */
export const committersOf = (config: Config): readonly OwnCommitter[] => [config.committer, ...config.formerCommitters];

const isDry = ({ settings }: CommandContext, { readOnly = false }: ConnectOptions): boolean =>
  readOnly || settings.dryRun;

/** Local files count where a person tries something out, and for nothing else. */
export const configUseOf = ({ settings }: CommandContext): ConfigUse => (settings.dryRun ? 'local' : 'default-branch');

export function connectClone(context: CommandContext, options: ConnectOptions = {}): Promise<Clone> {
  const { settings, environment, clock, random, signal, progress } = context;
  const { token, serverUrl } = settings.github;
  return openClone({
    directory: settings.repository,
    github: token === null ? undefined : { serverUrl, token },
    dryRun: isDry(context, options),
    ...{ environment, clock, random },
    warn: (text) => progress.warn(warning('git', text)),
    signal: gitSignal(signal, settings),
  });
}

/** Clone, configuration, data branch: in this order, because each says where the next one is. */
export async function connectData(
  context: CommandContext,
  subdomain: string,
  options: ConnectOptions = {},
): Promise<ConnectedData> {
  const clone = await connectClone(context, options);
  return closingOnFailure(clone, async () => {
    const found = await readConfig(context, clone, subdomain, configUseOf(context));
    return { ...found, clone, repository: await connectBranch(context, clone, found, options) };
  });
}

/** For a command that needs the configuration alone. */
export async function connectConfig(context: CommandContext, subdomain: string): Promise<FoundConfig> {
  const clone = await connectClone(context, { readOnly: true });
  try {
    return await readConfig(context, clone, subdomain, configUseOf(context));
  } finally {
    await clone.close();
  }
}

export async function closingOnFailure<Value>(clone: Clone, use: () => Promise<Value>): Promise<Value> {
  try {
    return await use();
  } catch (error) {
    await clone.close();
    throw error;
  }
}

/** The data branch, or another one. Throws `signing-unusable` where what would be committed would not count. */
export async function connectBranch(
  context: CommandContext,
  clone: Clone,
  { config, source }: FoundConfig,
  { branch, ...options }: ConnectOptions & { readonly branch?: string } = {},
): Promise<Repository> {
  const dryRun = isDry(context, options);
  const signers = await readSigners(clone, config, source);
  if (!dryRun) await trySigning(context, config, signers);
  return openBranch(clone, {
    branch: branch ?? context.settings.branch ?? config.branch ?? undefined,
    stateRef: config.stateRef,
    signing: dryRun ? null : signingOf(context, config),
    signers,
  });
}

const signingOf = ({ settings: { signingKey } }: CommandContext, { sign }: Config): Signing | null =>
  signingKey === null ? null : { key: signingKey, which: sign };

/** Who may sign what counts: from where the configuration is, which names the file. */
export async function readSigners(clone: Clone, config: Config, source: ConfigSource): Promise<Signers | null> {
  const { allowedSigners: path, signedAfter: after } = config;
  if (path === null) return null;
  const { commit } = source;
  const found = commit === null ? await clone.readLocal([path]) : await clone.readFirst(commit, [path]);
  if (found !== null) return { text: found.text, after };
  const where = commit === null ? 'this checkout' : nameTip(source);
  throw new ZendriftError('signing-unusable', { reason: `"allowed-signers" names ${path}, which is not in ${where}` });
}

/** Signs something and checks it, before anything is committed. Throws `signing-unusable`. */
export const trySigning = async (context: CommandContext, config: Config, signers: Signers | null): Promise<void> =>
  checkSigning({
    signing: signingOf(context, config),
    signers,
    principal: config.committer.email,
    now: context.clock.now(),
    environment: context.environment,
    signal: context.signal,
  });
