import type { Command } from '#commands/command.ts';
import type { Need } from '#config/settings.ts';

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly need: Need;
}

/** What help texts and settings must know of a command before its code is loaded. */
const specs: readonly CommandSpec[] = [
  {
    name: 'track',
    summary: 'Record what changed, who did it, and file an issue for what nobody approved',
    need: 'inspection',
  },
  {
    name: 'triage',
    summary: 'Carry out what reviewers wrote on open drift issues: /approve, /reject, /revert and the like',
    need: 'account',
  },
  {
    name: 'show',
    summary: "Show one object's history: when, who, from which address, verdict, decisions, what changed",
    need: 'account',
  },
  {
    name: 'restore',
    summary: 'Write earlier recorded states back to Zendesk; without --apply the plan is printed',
    need: 'credentials',
  },
  {
    name: 'move',
    summary: 'Carry the history over to another branch',
    need: 'account',
  },
  {
    name: 'verify',
    summary: 'Check that the history is whole, and with --remote that Zendesk agrees with it',
    need: 'account',
  },
  {
    name: 'report',
    summary: 'Tell who changed what, when, off hours or not, approved or not, from git alone',
    need: 'account',
  },
  {
    name: 'audit',
    summary: "Export the account's whole audit log, masked as in history",
    need: 'credentials',
  },
  {
    name: 'doctor',
    summary: 'Check credentials, role, plan, repository, permissions and configuration; say what to mend',
    need: 'inspection',
  },
  {
    name: 'demo',
    summary: 'Watch the whole of it against an embedded Zendesk and GitHub, no credentials',
    need: 'nothing',
  },
];

/** Loads a command's code when it is asked for: help and version stay fast. Each entry has its own table. */
export type Loaders = Readonly<Record<string, () => Promise<Command>>>;

/** The commands of an entry, in the order of the registry: a command without a loader does not exist there. */
export const listCommands = (loaders: Loaders): readonly CommandSpec[] =>
  specs.filter((spec) => Object.hasOwn(loaders, spec.name));

/** Whether any entry has a command of that name. */
export const isCommand = (name: string): boolean => specs.some((spec) => spec.name === name);
