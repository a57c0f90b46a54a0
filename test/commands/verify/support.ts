import type { CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runVerify } from '#connect/verify.ts';
import type { Finding } from '#render/verify/finding.ts';
import type { VerifyResult } from '#render/verify/verify-result.ts';
import type { GitHubSandbox } from '#sandbox/github/open-github.ts';
import type { ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { environment } from '../../git/support.ts';

export interface Verified extends CommandOutcome {
  readonly result: VerifyResult;
  readonly faults: readonly Finding[];
}

/** One `verify` in this process; it gets credentials only together with an account or a GitHub to compare with. */
export async function verifyAt(
  repository: string,
  inputs: InputValues = {},
  zendesk: ZendeskSandbox | null = null,
  github: GitHubSandbox | null = null,
): Promise<Verified> {
  const hub = github === null ? {} : variablesOf(github);
  const variables = { ...environment, ZENDESK_SUBDOMAIN: 'acme', ...zendesk?.env, ...hub };
  const outcome = await runVerify({
    settings: readSettings({ repository, ...inputs }, variables, 'account'),
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
    clock: { now: () => zendesk?.clock.now() ?? 0, sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
  const result: VerifyResult = JSON.parse(JSON.stringify(outcome.json));
  return { ...outcome, result, faults: result.faults };
}

const variablesOf = (github: GitHubSandbox) => ({
  GITHUB_TOKEN: github.token,
  GITHUB_REPOSITORY: github.repository,
  GITHUB_API_URL: github.url,
  GITHUB_SERVER_URL: github.serverUrl,
});
