import type { Command } from '#commands/command.ts';
import type { Need } from '#config/reader.ts';

export interface CommandSpec {
  /** One word, or two where the first one names a group: `policy check`. */
  readonly name: string;
  readonly summary: string;
  readonly need: Need;
}

/** What help texts and settings must know of a command before its code is loaded. */
const specs: readonly CommandSpec[] = [
  {
    name: 'init',
    summary: 'Set a repository up: ask, check, write workflows and configuration, and open a pull request',
    need: 'inspection',
  },
  {
    name: 'track',
    summary: 'Record what changed and who changed it, and open issues for unapproved changes',
    need: 'inspection',
  },
  {
    name: 'triage',
    summary: "Run reviewers' commands on drift issues, such as /approve, /reject and /revert",
    need: 'account',
  },
  {
    name: 'show',
    summary: "Show an object's history: what changed, when, by whom, from which IP address, and what was decided",
    need: 'account',
  },
  {
    name: 'restore',
    summary: 'Write earlier states back to Zendesk. Without --apply, print the plan',
    need: 'credentials',
  },
  {
    name: 'move',
    summary: 'Move the history to another branch',
    need: 'account',
  },
  {
    name: 'verify',
    summary: 'Check that the history is intact and, with --remote, that it matches Zendesk',
    need: 'account',
  },
  {
    name: 'report',
    summary: 'Report who changed what and when, and whether it was approved, using git history only',
    need: 'account',
  },
  {
    name: 'audit',
    summary: "Export the account's whole audit log, masked as in history",
    need: 'credentials',
  },
  {
    name: 'policy check',
    summary: 'Check a configuration file and say what each rule does. Needs no credentials',
    need: 'checkout',
  },
  {
    name: 'policy replay',
    summary: 'Show which recorded changes would get another verdict under a configuration file',
    need: 'checkout',
  },
  {
    name: 'policy suggest',
    summary: 'Propose rules from what reviewers keep approving',
    need: 'checkout',
  },
  {
    name: 'doctor',
    summary: 'Check credentials, role, plan, repository, permissions and configuration, and say what to fix',
    need: 'inspection',
  },
  {
    name: 'demo',
    summary: 'Replay a week against simulated Zendesk and GitHub servers. Needs no credentials',
    need: 'nothing',
  },
];

/** What the commands of a group are about, by its name. */
export const groups: Readonly<Record<string, string>> = {
  policy: 'Check, replay and propose policy rules',
};

/** Loads a command's code when it is asked for: help and version stay fast. Each entry has its own table. */
export type Loaders = Readonly<Record<string, () => Promise<Command>>>;

/** The commands of an entry, in the order of the registry: a command without a loader does not exist there. */
export const listCommands = (loaders: Loaders): readonly CommandSpec[] =>
  specs.filter((spec) => Object.hasOwn(loaders, spec.name));

/** Whether any entry has a command of that name. */
export const isCommand = (name: string): boolean => specs.some((spec) => spec.name === name);
