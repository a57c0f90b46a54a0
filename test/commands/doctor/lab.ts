import { onTestFinished } from 'vitest';
import type { CommandOutcome } from '#commands/command.ts';
import type { CheckResult } from '#commands/doctor/check.ts';
import type { TrustReport } from '#commands/doctor/trust-level.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runDoctor } from '#connect/doctor.ts';
import { type GitHubOptions, type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { openZendesk, type ZendeskOptions, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import { commitFile, environment, git, makePair, type Pair } from '../../git/support.ts';

export interface DoctorLab {
  readonly zendesk: ZendeskSandbox;
  readonly github: GitHubSandbox;
  readonly pair: Pair;
  /** Text of `.github/zendrift.yml`, committed in the clone. */
  configure(text: string): void;
  /** Any file of the default branch. */
  commit(path: string, text: string): void;
  run(variables?: Readonly<Record<string, string>>, inputs?: InputValues): Promise<Examined>;
}

export interface Examined {
  readonly outcome: CommandOutcome;
  /** `role` → its line of the result. */
  readonly of: (id: string) => CheckResult;
  readonly statuses: Readonly<Record<string, string>>;
  readonly trust: TrustReport;
}

/** An account, a GitHub and a clone in which nothing is wrong, until a test makes it so. */
export async function openDoctorLab(
  options: { readonly zendesk?: ZendeskOptions; readonly github?: GitHubOptions } = {},
): Promise<DoctorLab> {
  const zendesk = await openZendesk({ clock: { now: '2026-11-23T08:00:00Z' }, ...options.zendesk });
  onTestFinished(() => zendesk.close());
  seedAccount(zendesk.account);
  const pair = makePair();
  const github = await openGitHub({ gitDirectory: pair.remote, ...options.github });
  onTestFinished(() => github.close());
  const hub = {
    GITHUB_TOKEN: github.token,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: github.serverUrl,
  };
  const commit: DoctorLab['commit'] = (path, text) => {
    commitFile(pair.checkout, path, text);
    git(pair.checkout, 'push', '-q', 'origin', 'HEAD');
  };
  return {
    zendesk,
    github,
    pair,
    configure: (text) => commit('.github/zendrift.yml', text),
    commit,
    run: async (variables, inputs = {}) => {
      const all = { ...environment, ...hub, ...(variables ?? zendesk.env) };
      const settings = readSettings({ repository: pair.checkout, ...inputs }, all, 'inspection');
      const outcome = await runDoctor({
        settings,
        environment: all,
        progress: { stage: () => {}, warn: () => {}, detail: () => {} },
        clock: { now: () => zendesk.clock.now(), sleep: async () => {} },
        signal: new AbortController().signal,
        random: () => 0.5,
      });
      const { checks: results, trust } = parseResult(outcome.json);
      return {
        outcome,
        trust,
        of: (id) => results.find((one) => one.id === id) ?? fail(id),
        statuses: Object.fromEntries(results.map(({ id, status }) => [id, status])),
      };
    },
  };
}

function fail(id: string): never {
  throw new Error(`no check ${id}`);
}

const parseResult = (json: unknown): { readonly checks: readonly CheckResult[]; readonly trust: TrustReport } =>
  JSON.parse(JSON.stringify(json));
