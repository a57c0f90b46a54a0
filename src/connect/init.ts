import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Ask, Command, CommandContext } from '#commands/command.ts';
import type { AccountSurvey, InitRun, SetupHub } from '#commands/init/init-run.ts';
import { init } from '#commands/init.ts';
import { missingCredentials } from '#config/credentials.ts';
import { configPaths } from '#config/file.ts';
import { checkConfig } from '#config/parse.ts';
import { nameInput } from '#config/problem.ts';
import { defaultCommitter } from '#config/schema.ts';
import { readSettings, type Settings, type ZendeskSettings } from '#config/settings.ts';
import { ZendriftError } from '#errors.ts';
import type { Clone } from '#git/clone.ts';
import { findGitHubName } from '#git/github-name.ts';
import { makeSigningKey } from '#git/make-signing-key.ts';
import { openGitHubInspection } from '#github/inspect.ts';
import { openIssues } from '#github/issues.ts';
import { openOutage } from '#github/outage.ts';
import { openGitHubSetup } from '#github/setup.ts';
import type { Warning } from '#warning.ts';
import { openZendeskSurvey } from '#zendesk/survey.ts';
import { toIssuesOptions } from './adapters.ts';
import { openWorkspace } from './init-workspace.ts';
import { connectClone } from './repository.ts';

/** Someone waits for the answer: no rate limit or retry is waited out for longer, in milliseconds. */
const longestWait = 120_000;

export const runInit: Command = async (given) => {
  const warnings: Warning[] = [];
  const warn = (one: Warning): void => {
    warnings.push(one);
    given.progress.warn(one);
  };
  const { stage, detail } = given.progress;
  const context = { ...given, progress: { stage, detail, warn } };
  const { settings, environment, clock, progress } = context;
  const { yes, pullRequest, timezone, newSigningKey } = settings.init;
  const ask = yes ? null : (context.ask ?? null);
  if (ask === null && !yes && !settings.dryRun)
    throw new ZendriftError('settings-invalid', {
      problems: 'init asks questions, and there is no terminal to ask at',
      hint: 'Pass --yes to take every default, or --dry-run to see the files. --subdomain, --branch and --timezone answer in advance.',
    });
  const account = await findAccount(context, ask);
  const deadline = clock.now() + longestWait;
  const clone = await connectClone(context);
  try {
    const repository = settings.github.repository ?? findGitHubName(clone, settings.github.serverUrl);
    const run: InitRun = {
      account: account.subdomain,
      options: { yes, dryRun: settings.dryRun, pullRequest, branch: settings.branch, timezone, newSigningKey },
      ask,
      zendesk: connectSurvey(context, account, deadline),
      hub: connectHub(context, repository, deadline),
      repository: repository === null ? null : { name: repository, url: `${settings.github.serverUrl}/${repository}` },
      workspace: await openWorkspace(clone, account.subdomain),
      configPaths: settings.config === null ? configPaths(account.subdomain) : [await toPath(clone, settings)],
      checkConfig: (text) => checkConfig(text, account.subdomain),
      actor: environment['GITHUB_ACTOR'] || null,
      hasGh: await hasProgram('gh', environment['PATH'] ?? ''),
      makeKey: (file) =>
        makeSigningKey({
          ...{ file, worktree: clone.checkout.worktree, principal: defaultCommitter.email },
          ...{ environment, signal: context.signal },
        }),
      ...{ clock, progress, warnings },
    };
    return await init(run);
  } finally {
    await clone.close();
  }
};

/** The account, asked for where nothing names it. Credentials may lack: what needs them is left out and said. */
async function findAccount({ settings, environment }: CommandContext, ask: Ask | null): Promise<ZendeskSettings> {
  const noName = `${nameInput('zendesk-subdomain', settings.surface)} is not set`;
  const noCredentials = missingCredentials('ZENDESK_', settings.surface);
  const problems = settings.problems.filter((one) => one !== noName && one !== noCredentials);
  if (problems.length > 0) throw new ZendriftError('settings-invalid', { problems: problems.join('; ') });
  if (settings.zendesk !== null) return settings.zendesk;
  const answer = await ask?.('Which Zendesk account? (the first part of https://SUBDOMAIN.zendesk.com)', '');
  const found = answer
    ? readSettings({ subdomain: answer }, environment, 'inspection', settings.surface).zendesk
    : null;
  if (found !== null) return found;
  const said = answer ? `${JSON.stringify(answer)} is not the first part of https://SUBDOMAIN.zendesk.com` : noName;
  throw new ZendriftError('settings-invalid', {
    problems: said,
    hint: 'Pass --subdomain NAME: the first part of https://SUBDOMAIN.zendesk.com.',
  });
}

function connectSurvey(
  { settings, progress, clock, random, signal }: CommandContext,
  { subdomain, url, credentials }: ZendeskSettings,
  deadline: number,
): AccountSurvey | ZendriftError {
  if (credentials === null)
    return new ZendriftError('settings-invalid', {
      problems: missingCredentials('ZENDESK_', settings.surface),
      hint: 'Create an OAuth client of an admin with the scope "read": Admin Center > Apps and integrations > APIs > OAuth clients.',
    });
  return openZendeskSurvey({
    ...{ account: subdomain, url, credentials, clock, random, signal },
    deadline: () => deadline,
    warn: (text) => progress.detail(text),
  });
}

function connectHub(context: CommandContext, repository: string | null, deadline: number): SetupHub | null {
  const given = toIssuesOptions(context, repository, deadline, (text) => context.progress.detail(text));
  if (given === null) return null;
  const options = { ...given, outage: openOutage() };
  const { readRepository } = openIssues(options);
  return { readRepository, ...openGitHubInspection(options), ...openGitHubSetup(options) };
}

async function toPath(clone: Clone, { config, surface }: Settings): Promise<string> {
  const path = await clone.toRepositoryPath(config ?? '');
  if (path !== null) return path;
  throw new ZendriftError('settings-invalid', {
    problems: `${nameInput('config', surface)} ${JSON.stringify(config)} is not a path in the repository`,
  });
}

async function hasProgram(name: string, path: string): Promise<boolean> {
  const found = path.split(delimiter).map((folder) =>
    access(join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(found)).includes(true);
}
