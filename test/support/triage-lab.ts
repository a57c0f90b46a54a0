import type { CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runTriage } from '#connect/triage.ts';
import type { TriageResult } from '#render/triage/triage-result.ts';
import type { Comment, Issue, Permission } from '#sandbox/github/model/entities.ts';
import type { GitHubSandbox } from '#sandbox/github/open-github.ts';
import { environment } from '../git/support.ts';
import { type Lab, type LabOptions, openLab } from './lab.ts';

export interface TriageRun extends CommandOutcome {
  readonly json: TriageResult;
  readonly warnings: readonly string[];
}

export interface TriageOptions {
  readonly inputs?: InputValues;
  readonly environment?: Readonly<Record<string, string>>;
  /** With the credentials that write. */
  readonly mayWrite?: boolean;
  /** Seconds by which this machine's clock is ahead. */
  readonly skew?: number;
  readonly onSleep?: () => void | Promise<void>;
}

/** One `triage` in this process. Rejects with what it throws. */
export async function triageIn(lab: Lab, options: TriageOptions = {}): Promise<TriageRun> {
  const { zendesk } = lab;
  const github = hubOf(lab);
  const variables = {
    ...environment,
    ...zendesk.env,
    ...(options.mayWrite === true ? zendesk.writeEnv : {}),
    GITHUB_TOKEN: github.token,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: github.serverUrl,
    ...options.environment,
  };
  const warnings: string[] = [];
  let slept = 0;
  const outcome = await runTriage({
    settings: readSettings({ repository: lab.checkout, ...options.inputs }, variables, 'account'),
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: ({ message }) => void warnings.push(message) },
    clock: {
      now: () => zendesk.clock.now() + slept + 1000 * (options.skew ?? 0),
      sleep: async (milliseconds) => {
        slept += milliseconds;
        await options.onSleep?.();
      },
    },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
  return { ...outcome, json: asResult(outcome.json), warnings };
}

function asResult(json: unknown): TriageResult {
  if (isResult(json)) return json;
  throw new Error('triage gave no result');
}

const isResult = (json: unknown): json is TriageResult =>
  typeof json === 'object' && json !== null && 'commands' in json;

export function hubOf({ github }: Lab): GitHubSandbox {
  if (github === null) throw new Error('this lab has no GitHub');
  return github;
}

/** Logins of the team: `bob-gh` is Zendesk user 1002, `jane-gh` is 1001, `admin-ann` is 1003; `auditor` has no Zendesk user. */
export const identities = `identities:
  1001: { github: jane-gh }
  1002: { github: bob-gh }
  1003: { github: admin-ann }
`;

export const start = '2026-11-20T08:00:00Z';

const people: readonly { readonly login: string; readonly permission: Permission }[] = [
  { login: 'jane-gh', permission: 'write' },
  { login: 'bob-gh', permission: 'write' },
  { login: 'admin-ann', permission: 'admin' },
  { login: 'auditor', permission: 'write' },
  { login: 'reader', permission: 'read' },
  { login: 'stranger', permission: 'none' },
];

/** An account with a GitHub on the same clock, whose baseline is ten minutes old. */
export async function openTeam(options: LabOptions & { readonly more?: string } = {}): Promise<Lab> {
  const { more = '', ...rest } = options;
  const standard = { github: { clock: start, users: people }, config: `${identities}${more}`, hasBaseline: true };
  const lab = await openLab({ ...standard, ...rest });
  later(lab, 600);
  return lab;
}

/** The same without a remote, for what does not depend on one: a run that records takes half as long. */
export const openLocalTeam = (options: Parameters<typeof openTeam>[0] = {}): Promise<Lab> =>
  openTeam({ remote: 'none', ...options });

/** Moves both clocks. */
export function later(lab: Lab, seconds = 60): void {
  lab.wait(seconds);
  hubOf(lab).model.clock.set(lab.zendesk.clock.iso());
}

/** Lets a minute pass, then runs `track`. */
export async function trackLater(lab: Lab, ...args: Parameters<Lab['run']>): ReturnType<Lab['run']> {
  later(lab);
  return lab.run(...args);
}

const openWith = (lab: Lab, label: string): readonly Issue[] =>
  hubOf(lab)
    .model.issues('open')
    .filter(({ labels }) => labels.includes(label));

/** Open drift issues, oldest first. */
export const openIssues = (lab: Lab): readonly Issue[] => openWith(lab, 'config-drift');

/** Open alerts, oldest first. */
export const openAlerts = (lab: Lab): readonly Issue[] => openWith(lab, 'zendrift-alert');

/** The one open drift issue. */
export function theIssue(lab: Lab): Issue {
  const [issue, ...others] = openIssues(lab);
  if (issue === undefined || others.length > 0) throw new Error(`${others.length + (issue ? 1 : 0)} open issues`);
  return issue;
}

/** Someone comments a minute later. */
export function say(lab: Lab, login: string, body: string, issue = theIssue(lab).number): Comment {
  later(lab);
  return hubOf(lab).model.as(login).comment(issue, body);
}

/** Our answers to a comment. */
export const answersTo = (lab: Lab, comment: Comment): readonly string[] =>
  hubOf(lab)
    .model.comments(comment.issue)
    .map(({ body }) => body)
    .filter((body) => body.startsWith(`<!-- zendrift:1 reply=${comment.id} -->`));

/** The first seven digits of the state that an issue's body shows. */
export const shownState = ({ body }: Pick<Issue, 'body'>): string => /\/approve (\w+)/.exec(body ?? '')?.[1] ?? '';
