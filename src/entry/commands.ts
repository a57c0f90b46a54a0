import type { Command } from '#commands/command.ts';
import type { Need } from '#config/reader.ts';

export interface CommandSpec {
  /** One word, or two where the first one names a group: `policy check`. */
  readonly name: string;
  readonly summary: string;
  readonly need: Need;
  /** For its help: what is typed after `zendrift`, and what for. */
  readonly examples: readonly [Example, Example];
}

export type Example = readonly [words: string, meaning: string];

/** What help texts and settings must know of a command before its code is loaded. */
const specs: readonly CommandSpec[] = [
  {
    name: 'init',
    summary: 'Set a repository up: ask, check, write workflows and configuration, and open a pull request',
    need: 'inspection',
    examples: [
      ['init --dry-run', 'see the files that it would write'],
      ['init --yes --subdomain acme', 'take every default'],
    ],
  },
  {
    name: 'track',
    summary: 'Record what changed and who changed it, and open issues for unapproved changes',
    need: 'inspection',
    examples: [
      ['track --dry-run', 'see what a run would record and open, without writing anything'],
      ['track --sweep', 'compare every object now, whatever the audit log says'],
    ],
  },
  {
    name: 'triage',
    summary: "Run reviewers' commands on drift issues, such as /approve, /reject and /revert",
    need: 'account',
    examples: [
      ['triage', 'run what reviewers commented on open drift issues'],
      ['triage --commands decide', 'the same without /revert, for a job that may not write to Zendesk'],
    ],
  },
  {
    name: 'show',
    summary: "Show an object's history: what changed, when, by whom, from which IP address, and what was decided",
    need: 'account',
    examples: [
      ['show trigger/360000000041', 'everything that happened to one trigger'],
      ['show "Notify requester"', 'the same by its title'],
    ],
  },
  {
    name: 'list',
    summary: 'List the recorded objects: title, active or not, last change, by whom, open drift',
    need: 'account',
    examples: [
      ['list trigger', 'all triggers, with their last change and open drift'],
      ['list --json', 'all objects, for a script'],
    ],
  },
  {
    name: 'diff',
    summary: 'Show in words what changed between two commits or times, for all objects',
    need: 'account',
    examples: [
      ['diff 7d', 'what changed in the last seven days'],
      ['diff 1a2b3c4 2026-11-22T18:00Z', 'what changed between a commit and a time'],
    ],
  },
  {
    name: 'restore',
    summary: 'Write earlier states back to Zendesk. Without --apply, print the plan',
    need: 'credentials',
    examples: [
      ['restore trigger/360000000041 --to 1a2b3c4', 'the plan that brings one trigger back to a commit'],
      ['restore --to 1a2b3c4 --actor 1001 --apply', 'undo everything that one person changed since then'],
    ],
  },
  {
    name: 'move',
    summary: 'Move the history to another branch',
    need: 'account',
    examples: [
      ['move --to zendrift --dry-run', 'what moving the history to branch zendrift would do'],
      ['move --to zendrift', 'move it'],
    ],
  },
  {
    name: 'backfill',
    summary: "Add the history from before the baseline: triggers' revisions and the audit log",
    need: 'credentials',
    examples: [
      ['backfill --dry-run', 'read everything and say how many commits it would add'],
      ['backfill --from 365d --entries', 'the last year, with the edits whose state is not known'],
    ],
  },
  {
    name: 'verify',
    summary: 'Check that the history is intact and, with --remote, that it matches Zendesk',
    need: 'account',
    examples: [
      ['verify', 'check that nobody changed the history'],
      ['verify --remote=5% --github', "the same, with a sample of Zendesk's objects and each decision's comment"],
    ],
  },
  {
    name: 'report',
    summary: 'Report who changed what and when, and whether it was approved, using git history only',
    need: 'account',
    examples: [
      ['report --since 7d --output week.html', 'last week as a page'],
      ['report --around 2026-11-20T14:00Z --window 2h --format csv', 'what was changed just before an incident'],
    ],
  },
  {
    name: 'evidence',
    summary: 'Pack the evidence of a period for auditors: changes, approvals, completeness, verification',
    need: 'account',
    examples: [
      ['evidence --from 2026-10-01 --to 2026-12-31 --output q4.zip', 'the fourth quarter'],
      ['evidence --from 90d --output evidence.zip', 'the last 90 days'],
    ],
  },
  {
    name: 'audit',
    summary: "Export the account's whole audit log, masked as in history",
    need: 'credentials',
    examples: [
      ['audit --from 2026-01-01 --output log.csv', 'the audit log of this year as CSV'],
      ['audit --incremental log.jsonl', 'append what is new to a file'],
    ],
  },
  {
    name: 'policy check',
    summary: 'Check a configuration file and say what each rule does. Needs no credentials',
    need: 'checkout',
    examples: [
      ['policy check', 'check the configuration of this checkout and say what each rule does'],
      ['policy check zendrift.yml --json', 'the same of another file, for a script'],
    ],
  },
  {
    name: 'policy replay',
    summary: 'Show which recorded changes would get another verdict under a configuration file',
    need: 'checkout',
    examples: [
      ['policy replay --from 90d', "what would have been decided otherwise under this checkout's rules"],
      ['policy replay zendrift.yml --format markdown', 'the same of another file, for a pull request'],
    ],
  },
  {
    name: 'policy suggest',
    summary: 'Propose rules from what reviewers keep approving',
    need: 'checkout',
    examples: [
      ['policy suggest', 'rules for what reviewers keep approving'],
      ['policy suggest --from 30d', 'the same from the last 30 days'],
    ],
  },
  {
    name: 'doctor',
    summary: 'Check credentials, role, plan, repository, permissions and configuration, and say what to fix',
    need: 'inspection',
    examples: [
      ['doctor', 'check the setup and say what to fix'],
      ['doctor --config zendrift.yml', 'the same with a configuration that is not committed yet'],
    ],
  },
  {
    name: 'demo',
    summary: 'Replay a week against simulated Zendesk and GitHub servers. Needs no credentials',
    need: 'nothing',
    examples: [
      ['demo', 'a week of a support team, in half a minute'],
      ['demo --keep', 'the same, with pages to look around in'],
    ],
  },
  {
    name: 'completion',
    summary: 'Print the script that makes bash, zsh or fish complete commands and options',
    need: 'nothing',
    examples: [
      ['completion bash > ~/.local/share/bash-completion/completions/zendrift', 'for bash, loaded in every new shell'],
      ['completion fish | source', 'for fish, in this shell'],
    ],
  },
  {
    name: 'uses',
    summary: 'Show which objects name a field, tag, group, webhook or the like',
    need: 'account',
    examples: [
      ['uses tag/vip', 'the objects that name a tag'],
      ['uses field/360000000201 --at 1a2b3c4', 'the objects that named a ticket field in a commit'],
    ],
  },
  {
    name: 'lint',
    summary: 'Find recorded rules that can never match, are there twice, or name what is unknown',
    need: 'account',
    examples: [
      ['lint', 'everything that looks wrong'],
      ['lint --fail', 'exit with 4 for a finding that is more than a note'],
    ],
  },
  {
    name: 'compare',
    summary: 'Compare two accounts of one repository by what their objects mean',
    need: 'checkout',
    examples: [
      ['compare acme acme-sandbox', 'what differs between an account and its sandbox'],
      ['compare acme acme-sandbox --fail-on-drift', 'exit with 4 if anything differs'],
    ],
  },
];

/** What the commands of a group are about, by its name. */
export const groups: Readonly<Record<string, string>> = {
  policy: 'Check, replay and propose policy rules',
};

/**
 * Loads a command's code when it is asked for: help and version stay fast. Each entry has its own table. `commands` = all that the
 * entry has.
 */
export type Loaders = Readonly<Record<string, (commands: readonly CommandSpec[]) => Promise<Command>>>;

/** The commands of an entry, in the order of the registry: a command without a loader does not exist there. */
export const listCommands = (loaders: Loaders): readonly CommandSpec[] =>
  specs.filter((spec) => Object.hasOwn(loaders, spec.name));

/** Whether any entry has a command of that name. */
export const isCommand = (name: string): boolean => specs.some((spec) => spec.name === name);
