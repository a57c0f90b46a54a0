import type { Command, CommandContext } from '#commands/command.ts';
import type { DoctorRun, InspectedAccount, InspectedHub } from '#commands/doctor/doctor-run.ts';
import { doctor } from '#commands/doctor.ts';
import type { Credentials } from '#config/credentials.ts';
import { configPaths } from '#config/file.ts';
import type { Clone } from '#git/clone.ts';
import { tryPush } from '#git/try-push.ts';
import { openGitHubInspection as openHubInspection } from '#github/inspect.ts';
import { openIssues } from '#github/issues.ts';
import { openOutage } from '#github/outage.ts';
import { openZendeskInspection } from '#zendesk/inspect.ts';
import { accountOf, toIssuesOptions } from './adapters.ts';
import { readConfig } from './config-source.ts';
import { connectBranch, connectClone, readSigners, trySigning } from './repository.ts';

/** Someone waits for the answer: no rate limit or retry is waited out for longer, in milliseconds. */
const longestWait = 120_000;

export const runDoctor: Command = async (context) => {
  const opened: Clone[] = [];
  try {
    return await doctor(connectDoctor(context, opened));
  } finally {
    for (const clone of opened) await clone.close();
  }
};

function connectDoctor(context: CommandContext, opened: Clone[]): DoctorRun {
  const { settings, environment, clock, progress, signal } = context;
  const deadline = clock.now() + Math.min(settings.deadline, longestWait);
  const readOnly = { readOnly: true };
  const openOnce = once(async () => {
    const clone = await connectClone(context, readOnly);
    opened.push(clone);
    return clone;
  });
  const findOnce = once(async () => readConfig(context, await openOnce(), accountOf(settings).subdomain, 'local'));
  const openBranchOnce = once(async () => connectBranch(context, await openOnce(), await findOnce(), readOnly));
  const { token, serverUrl } = settings.github;
  const github = token === null ? undefined : { serverUrl, token };
  return {
    settings,
    account: connectAccount(context, deadline),
    writer: connectWriter(context, deadline),
    hub: connectHub(context, deadline),
    configPaths: settings.config === null ? configPaths(settings.zendesk?.subdomain ?? '') : [settings.config],
    readConfig: async () => (await findOnce()).config,
    openRepository: openBranchOnce,
    trySigning: async () => {
      const { config, source } = await findOnce();
      await trySigning(context, config, await readSigners(await openOnce(), config, source));
    },
    tryPush: () => tryPush({ directory: settings.repository, github, environment, signal }),
    proxy: readProxyHost(environment),
    clock,
    progress,
  };
}

function connectAccount(context: CommandContext, deadline: number): InspectedAccount | null {
  const credentials = context.settings.zendesk?.credentials ?? null;
  return credentials === null ? null : inspect(context, deadline, { credentials });
}

/** Asks for the token that a revert would ask for. */
function connectWriter(context: CommandContext, deadline: number): InspectedAccount | null {
  const credentials = context.settings.zendesk?.writeCredentials ?? null;
  return credentials === null ? null : inspect(context, deadline, { credentials, scope: 'read write' });
}

function inspect(
  context: CommandContext,
  deadline: number,
  access: { readonly credentials: Credentials; readonly scope?: string },
): InspectedAccount {
  const { settings, progress, clock, random, signal } = context;
  const { subdomain, url } = accountOf(settings);
  return openZendeskInspection({
    ...{ account: subdomain, url, clock, random, signal, ...access },
    deadline: () => deadline,
    // The end of the API tokens is a finding of its own.
    warn: (text) => progress.detail(text),
  });
}

function connectHub(context: CommandContext, deadline: number): InspectedHub | null {
  const { repository } = context.settings.github;
  const given = toIssuesOptions(context, repository, deadline, (text) => context.progress.detail(text));
  if (given === null) return null;
  const options = { ...given, outage: openOutage() };
  const { readLogin, readRepository, listOpen } = openIssues(options);
  return { repository: options.repository, readLogin, readRepository, listOpen, ...openHubInspection(options) };
}

/** What is asked twice is read once; a failure is the same failure each time. */
function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | null = null;
  return () => {
    reading ??= read();
    return reading;
  };
}

function readProxyHost(environment: Readonly<Record<string, string | undefined>>): string | null {
  const text = environment['https_proxy'] || environment['HTTPS_PROXY'];
  return text !== undefined && URL.canParse(text) ? new URL(text).host : null;
}
