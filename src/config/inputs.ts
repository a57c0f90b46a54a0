import { auditFilters, auditTargets } from './audit-inputs.ts';
import { initInputs } from './init-inputs.ts';
import type { Input } from './input.ts';
import { rangeInputs } from './range-inputs.ts';
import { objectInputs, reportInputs } from './report-inputs.ts';
import { snapshotInputs } from './snapshot-inputs.ts';

export type { Input, InputType } from './input.ts';

/**
 * Every option in one registry. The CLI's flags, the Action's inputs (`INPUT_…`), the help texts and the tables of
 * action.yml and docs/reference.md are made from it, so that none of them can say something else.
 */
const credential = (env: string, description: string, secret = true): Input => ({
  type: 'text',
  env,
  description,
  secret,
  only: 'environment',
});

// The runner puts the job's own token here.
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the runner's template
const githubToken = '${{ github.token }}';

const policyFormat: NonNullable<Input['meanings']>[string] = {
  value: 'FORMAT',
  description: 'text, markdown (for a comment in a pull request) or json. Default: text.',
};

export const inputs = {
  command: {
    type: 'text',
    default: 'track',
    description:
      'Command to run: any command of the CLI except init, demo and completion, such as track, triage, report or doctor.',
    only: 'action',
  },
  repository: { type: 'path', value: 'DIR', default: '.', description: 'Clone of the data repository.' },
  branch: {
    type: 'text',
    value: 'NAME',
    description:
      'Branch that holds the history. Default: "branch" in the configuration, or the remote\'s default branch.',
  },
  config: {
    type: 'path',
    value: 'PATH',
    description:
      'Path of the configuration in the default branch. Default: .github/zendrift/<account>.yml, or .github/zendrift.yml. A local file is used only by doctor, policy and with --dry-run.',
  },
  deadline: {
    type: 'duration',
    value: 'DURATION',
    env: 'ZENDRIFT_DEADLINE',
    default: '45m',
    description: 'Time limit of a run, such as 90s, 45m or 2h. The next run continues where this one stopped.',
    commands: ['track', 'triage', 'verify', 'restore', 'audit', 'evidence', 'backfill'],
  },
  sweep: {
    type: 'flag',
    description: 'Read and compare every object now, whatever the audit log says.',
    commands: ['track'],
  },
  'accept-vanished': {
    type: 'list',
    value: 'KIND',
    description: 'Treat missing objects of this kind as deleted. Can be repeated.',
    commands: ['track'],
  },
  'new-baseline': {
    type: 'flag',
    description: 'Record the current state as a new baseline, even if a record exists. Open drift stays open.',
    commands: ['track'],
  },
  'fail-on-drift': {
    type: 'flag',
    description: 'Exit with code 4 while unapproved drift is open; for compare, if the accounts differ.',
    commands: ['track', 'compare'],
  },
  commands: {
    type: 'text',
    value: 'WHICH',
    default: 'all',
    description:
      "Which reviewers' commands to run: all, decide (all except /revert) or revert (only the /revert comment that started the run).",
    commands: ['triage'],
  },
  remote: {
    type: 'text',
    value: 'PERCENT',
    optionalValue: true,
    description: 'Also compare with Zendesk: everything (true), or a random sample such as 5%.',
    commands: ['verify'],
  },
  github: {
    type: 'flag',
    description: 'Check each decision against the comment or workflow run that made it.',
    commands: ['verify'],
  },
  expect: {
    type: 'text',
    value: 'SHA',
    description:
      'Commit of the branch or state ref, printed by an earlier run, that must still be part of the history.',
    commands: ['verify'],
  },
  ...objectInputs,
  objects: {
    type: 'list',
    value: 'KIND/ID',
    argument: 'many',
    description: 'Objects to restore. Default: all objects that differ, limited by --actor and --since.',
    commands: ['restore'],
  },
  file: {
    type: 'path',
    value: 'FILE',
    argument: 'one',
    description: 'Configuration file to try out. Default: the one of this checkout.',
    commands: ['policy check', 'policy replay'],
  },
  ...rangeInputs,
  ...auditFilters,
  format: {
    type: 'text',
    value: 'FORMAT',
    description:
      'For audit: csv, jsonl, json or ocsf. For report: html, markdown, json or csv. For policy: text, markdown or json. Default: by the ending of the output file, else the first one.',
    commands: ['audit', 'report', 'policy check', 'policy replay'],
    meanings: { 'policy check': policyFormat, 'policy replay': policyFormat },
  },
  output: {
    type: 'path',
    value: 'FILE',
    description:
      'File to write; it is replaced once the export is complete. Default: standard output, or nothing in Actions.',
    commands: ['audit', 'report', 'evidence'],
    meanings: { evidence: { value: 'FILE.zip', description: 'Zip file to write. Required.' } },
  },
  ...auditTargets,
  actor: {
    type: 'list',
    value: 'ID',
    description:
      'For restore: restore only what this Zendesk user has changed since the commit. For audit and report: only entries or changes of this user id. Can be repeated.',
    commands: ['restore', 'audit', 'report'],
    meanings: {
      report: {
        value: 'ID',
        description:
          'Report only changes by this Zendesk user id. -1 is Zendesk itself; unknown = without an audit entry. Can be repeated.',
      },
      restore: { value: 'ID', description: 'Restore only what this Zendesk user has changed since the commit.' },
      audit: {
        value: 'ID',
        description: 'Export only entries of this Zendesk user id. -1 is Zendesk itself. Can be repeated.',
      },
    },
  },
  since: {
    type: 'text',
    value: 'TIME',
    description:
      'For restore: restore only what was changed since this time, such as 2026-11-22 or 2026-11-22T10:12:13Z. For audit and report: the same as "from".',
    commands: ['restore', 'audit', 'report'],
    meanings: {
      restore: {
        value: 'TIME',
        description: 'Restore only what was changed since this time, such as 2026-11-22 or 2026-11-22T10:12:13Z.',
      },
      audit: { value: 'TIME', description: 'The same as --from.' },
      report: { value: 'TIME', description: 'The same as --from.' },
    },
  },
  ...reportInputs,
  shell: {
    type: 'text',
    value: 'SHELL',
    argument: 'one',
    description: 'Shell: bash, zsh or fish.',
    commands: ['completion'],
    only: 'cli',
  },
  apply: {
    type: 'flag',
    description: 'Write to Zendesk, with the write credentials. Without it, the plan is printed.',
    commands: ['restore'],
  },
  keep: {
    type: 'flag',
    description: "Keep the demo's servers running so that you can look around. The demo's repository is always kept.",
    commands: ['demo'],
    only: 'cli',
  },
  entries: {
    type: 'flag',
    description: 'Also add audit entries of kinds without revisions, as commits without a file change.',
    commands: ['backfill'],
  },
  ...initInputs,
  ...snapshotInputs,
  'dry-run': { type: 'flag', description: 'Print the plan and write nothing.' },
  json: { type: 'flag', description: 'Print only the result, as JSON.', only: 'cli' },
  quiet: { type: 'flag', short: 'q', description: 'Print only errors and the result.', only: 'cli' },
  verbose: { type: 'flag', short: 'v', description: 'Print every step, and the stack trace of an error.' },
  'zendesk-subdomain': credential('ZENDESK_SUBDOMAIN', 'First part of https://SUBDOMAIN.zendesk.com.', false),
  'zendesk-url': credential(
    'ZENDESK_URL',
    'URL of the Zendesk account. Default: https://SUBDOMAIN.zendesk.com.',
    false,
  ),
  'zendesk-client-id': credential('ZENDESK_CLIENT_ID', "An admin's OAuth client (recommended).", false),
  'zendesk-client-secret': credential('ZENDESK_CLIENT_SECRET', 'Secret of that OAuth client.'),
  'zendesk-oauth-token': credential('ZENDESK_OAUTH_TOKEN', 'OAuth access token, instead of an OAuth client.'),
  'zendesk-email': credential('ZENDESK_EMAIL', 'E-mail address of the admin that the API token belongs to.', false),
  'zendesk-api-token': credential('ZENDESK_API_TOKEN', 'API token. Zendesk ends these on 2027-04-30.'),
  'zendesk-write-client-id': credential('ZENDESK_WRITE_CLIENT_ID', 'OAuth client that can write, to revert.', false),
  'zendesk-write-client-secret': credential('ZENDESK_WRITE_CLIENT_SECRET', 'Secret of that OAuth client.'),
  'zendesk-write-oauth-token': credential('ZENDESK_WRITE_OAUTH_TOKEN', 'OAuth access token that can write.'),
  'zendesk-write-email': credential(
    'ZENDESK_WRITE_EMAIL',
    'E-mail address of the admin that the write API token belongs to.',
    false,
  ),
  'zendesk-write-api-token': credential('ZENDESK_WRITE_API_TOKEN', 'API token that can write.'),
  'hash-key': credential('ZENDRIFT_HASH_KEY', 'Key for the hashes that replace redacted values and IP addresses.'),
  'signing-key': credential('ZENDRIFT_SIGNING_KEY', 'SSH private key without a passphrase, to sign commits.'),
  'notify-url': credential(
    'ZENDRIFT_NOTIFY_URL',
    'Webhook for "notify" in the configuration. Whoever knows it can post there.',
  ),
  'notify-key': credential('ZENDRIFT_NOTIFY_KEY', 'Key that signs messages in the format json (HMAC-SHA256).'),
  'github-token': {
    ...credential(
      'GITHUB_TOKEN',
      'Token with "issues: write", and "pull-requests: read" if change requests name pull requests. Without a token, issues are only printed.',
    ),
    actionDefault: githubToken,
  },
  'github-repository': credential('GITHUB_REPOSITORY', 'Repository for the issues (owner/name).', false),
  'github-api-url': {
    ...credential('GITHUB_API_URL', 'URL of the GitHub REST API.', false),
    default: 'https://api.github.com',
  },
  'github-graphql-url': credential(
    'GITHUB_GRAPHQL_URL',
    'URL of the GitHub GraphQL API, on the host of the REST API. Default: the one that belongs to the REST API.',
    false,
  ),
  'github-server-url': {
    ...credential('GITHUB_SERVER_URL', 'URL of GitHub in links.', false),
    default: 'https://github.com',
  },
} as const satisfies Record<string, Input>;

export type InputName = keyof typeof inputs;

/** What the command line or the Action gave, as text; a flag is `true` or `false`, a list is comma-separated. */
export type InputValues = { readonly [Name in InputName]?: string };

/** The registry in its order, each with its name. */
export const inputList: ReadonlyArray<readonly [InputName, Input]> = Object.entries(inputs).filter(isInputEntry);

function isInputEntry(entry: readonly [string, Input]): entry is [InputName, Input] {
  return entry[0] in inputs;
}

/** The inputs that a command takes, in the order of the registry. */
export const listInputsOf = (command: string): ReadonlyArray<readonly [InputName, Input]> =>
  inputList
    .filter(([, input]) => input.commands === undefined || input.commands.includes(command))
    .map(([name, input]) => [name, { ...input, ...input.meanings?.[command] }]);

/** The variable in which Actions hands over an input: upper case, spaces become `_`, dashes stay. */
export const toActionVariable = (name: string): string => `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
