import { auditFilters, auditTargets } from './audit-inputs.ts';
import type { Input } from './input.ts';

export type { Input, InputType } from './input.ts';

/**
 * Every option in one registry. The CLI's flags, the Action's inputs (`INPUT_…`), the help texts and the tables of
 * action.yml and README are made from it, so that none of them can say something else.
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

const rangeEnd: NonNullable<Input['meanings']>[string] = {
  value: 'TIME',
  description: 'End of the time range, inclusive, such as 2026-11-22 (all of that day, UTC) or 2026-11-22T10:12:13Z.',
};

export const inputs = {
  command: {
    type: 'text',
    default: 'track',
    description: 'What to do: any command of the CLI but demo, such as track, triage, report or doctor.',
    only: 'action',
  },
  repository: { type: 'path', value: 'DIR', default: '.', description: 'Clone of the data repository.' },
  branch: {
    type: 'text',
    value: 'NAME',
    description:
      'Branch that holds the history (else "branch" of the configuration, else the default branch of the remote).',
  },
  config: {
    type: 'path',
    value: 'PATH',
    description:
      'Path of the configuration in the default branch (else .github/zendrift/<account>.yml, else .github/zendrift.yml). A local file counts only with --dry-run and for doctor.',
  },
  deadline: {
    type: 'duration',
    value: 'DURATION',
    env: 'ZENDRIFT_DEADLINE',
    default: '45m',
    description: 'Longest time a run may take, such as 90s, 45m or 2h; the next run continues from there.',
    commands: ['track', 'triage', 'verify', 'restore', 'audit'],
  },
  sweep: {
    type: 'flag',
    description: 'Read every object now, whatever the audit log says.',
    commands: ['track'],
  },
  'accept-vanished': {
    type: 'list',
    value: 'KIND',
    description: 'Believe that the missing objects of a kind are deleted (may be given more than once).',
    commands: ['track'],
  },
  'new-baseline': {
    type: 'flag',
    description:
      'Record everything as it is now as a new baseline, also over an existing record. Open drift stays open.',
    commands: ['track'],
  },
  'fail-on-drift': {
    type: 'flag',
    description: 'Exit with 4 while unapproved drift is open.',
    commands: ['track'],
  },
  commands: {
    type: 'text',
    value: 'WHICH',
    default: 'all',
    description:
      'Which commands of reviewers are carried out: all, decide (all but /revert) or revert (that of the comment that started the run).',
    commands: ['triage'],
  },
  remote: {
    type: 'text',
    value: 'PERCENT',
    optionalValue: true,
    description: 'Compare with Zendesk as well: everything (true), or a random sample such as 5%.',
    commands: ['verify'],
  },
  github: {
    type: 'flag',
    description: 'Compare each decision with the comment, or the workflow run, that made it.',
    commands: ['verify'],
  },
  expect: {
    type: 'text',
    value: 'SHA',
    description: 'Commit of branch or state ref that an earlier run printed: it must still be part of the history.',
    commands: ['verify'],
  },
  object: {
    type: 'text',
    value: 'KIND/ID',
    argument: 'one',
    description: 'Object such as trigger/360000000041, or the order of a kind: trigger/order.',
    commands: ['show'],
  },
  objects: {
    type: 'list',
    value: 'KIND/ID',
    argument: 'many',
    description: 'Objects to bring back (else all that --actor and --since leave, else all that differ).',
    commands: ['restore'],
  },
  to: {
    type: 'text',
    value: 'COMMIT',
    description:
      'Commit whose recorded states are brought back: its id, or at least 7 digits of it. For move the branch that gets the history. For audit and report the end of the time range, inclusive (else now).',
    commands: ['restore', 'move', 'audit', 'report'],
    meanings: {
      restore: {
        value: 'COMMIT',
        description: 'Commit whose recorded states are brought back: its id, or at least 7 digits of it.',
      },
      move: { value: 'BRANCH', description: 'Branch that gets the history.' },
      audit: {
        value: 'TIME',
        description: 'End of the time range, inclusive, such as 2026-11-22 (all of that day) or 2026-11-22T10:12:13Z.',
      },
      report: rangeEnd,
    },
  },
  from: {
    type: 'text',
    value: 'TIME',
    description:
      'Start of the time range, such as 2026-11-22 or 2026-11-22T10:12:13Z, or how long before its end, such as 7d (else 30d; for audit the whole log).',
    commands: ['audit', 'report'],
    meanings: {
      audit: {
        value: 'TIME',
        description:
          'Start of the time range, such as 2026-11-22 or 2026-11-22T10:12:13Z, or how long before its end, such as 7d (else the whole log).',
      },
    },
  },
  ...auditFilters,
  format: {
    type: 'text',
    value: 'FORMAT',
    description:
      'For audit csv (default), jsonl, json or ocsf; for report html (default), markdown or json. Else as the file is named.',
    commands: ['audit', 'report'],
  },
  output: {
    type: 'path',
    value: 'FILE',
    description:
      'File to write, replaced when all of it is there (else standard output; in Actions the summary alone).',
    commands: ['audit', 'report'],
  },
  ...auditTargets,
  actor: {
    type: 'list',
    value: 'ID',
    description:
      'For restore: bring back only what this Zendesk user has changed since that commit. For audit: export only entries of this user id (may be given more than once).',
    commands: ['restore', 'audit'],
    meanings: {
      restore: {
        value: 'ID',
        description: 'Bring back only what this Zendesk user has changed since that commit.',
      },
      audit: {
        value: 'ID',
        description: 'Export only entries of this Zendesk user id (may be given more than once); -1 is Zendesk itself.',
      },
    },
  },
  since: {
    type: 'text',
    value: 'TIME',
    description:
      'For restore: bring back only what was changed since that time, such as 2026-11-22 or 2026-11-22T10:12:13Z. For audit: the same as "from".',
    commands: ['restore', 'audit'],
    meanings: {
      restore: {
        value: 'TIME',
        description: 'Bring back only what was changed since that time, such as 2026-11-22 or 2026-11-22T10:12:13Z.',
      },
      audit: { value: 'TIME', description: 'The same as --from.' },
    },
  },
  apply: {
    type: 'flag',
    description: 'Write to Zendesk with the writing credentials; without it the plan is printed.',
    commands: ['restore'],
  },
  keep: {
    type: 'flag',
    description: 'Keep the servers of the demo up, to look around; its repository stays in any case.',
    commands: ['demo'],
    only: 'cli',
  },
  'dry-run': { type: 'flag', description: 'Read everything, write nothing anywhere, print the plan.' },
  json: { type: 'flag', description: 'Print the result as JSON, and nothing else, on standard output.', only: 'cli' },
  quiet: { type: 'flag', short: 'q', description: 'Print errors and the result only.', only: 'cli' },
  verbose: { type: 'flag', short: 'v', description: 'Print every step, and the stack of an error.' },
  'zendesk-subdomain': credential('ZENDESK_SUBDOMAIN', 'First part of https://SUBDOMAIN.zendesk.com.', false),
  'zendesk-url': credential('ZENDESK_URL', 'Zendesk account; else https://SUBDOMAIN.zendesk.com.', false),
  'zendesk-client-id': credential('ZENDESK_CLIENT_ID', 'OAuth client of an admin (the recommended way).', false),
  'zendesk-client-secret': credential('ZENDESK_CLIENT_SECRET', 'Secret of that OAuth client.'),
  'zendesk-oauth-token': credential('ZENDESK_OAUTH_TOKEN', 'OAuth access token, instead of a client.'),
  'zendesk-email': credential('ZENDESK_EMAIL', 'Admin that the API token belongs to.', false),
  'zendesk-api-token': credential('ZENDESK_API_TOKEN', 'API token; Zendesk ends these on 2027-04-30.'),
  'zendesk-write-client-id': credential('ZENDESK_WRITE_CLIENT_ID', 'OAuth client that may write, to revert.', false),
  'zendesk-write-client-secret': credential('ZENDESK_WRITE_CLIENT_SECRET', 'Secret of that OAuth client.'),
  'zendesk-write-oauth-token': credential('ZENDESK_WRITE_OAUTH_TOKEN', 'OAuth access token that may write.'),
  'zendesk-write-email': credential('ZENDESK_WRITE_EMAIL', 'Admin that the writing API token belongs to.', false),
  'zendesk-write-api-token': credential('ZENDESK_WRITE_API_TOKEN', 'API token of that admin.'),
  'hash-key': credential('ZENDRIFT_HASH_KEY', 'Key of the hashes that stand for redacted values and IP addresses.'),
  'signing-key': credential('ZENDRIFT_SIGNING_KEY', 'SSH private key, without passphrase, that signs the commits.'),
  'github-token': {
    ...credential(
      'GITHUB_TOKEN',
      'Token with "issues: write" and, for change requests that name one, "pull-requests: read"; without a token, issues are only printed.',
    ),
    actionDefault: githubToken,
  },
  'github-repository': credential('GITHUB_REPOSITORY', 'Repository (owner/name) that gets the issues.', false),
  'github-api-url': {
    ...credential('GITHUB_API_URL', 'GitHub REST API.', false),
    default: 'https://api.github.com',
  },
  'github-graphql-url': credential(
    'GITHUB_GRAPHQL_URL',
    'GitHub GraphQL API, on the host of the REST API (else the one that belongs to it).',
    false,
  ),
  'github-server-url': {
    ...credential('GITHUB_SERVER_URL', 'GitHub for people, in links.', false),
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
