import type { Ask } from '#commands/command.ts';
import type { CheckedConfig } from '#config/parse.ts';
import type { ZendriftError } from '#errors.ts';
import type { ActivityEntry, Profile, Surveyed, TeamMember } from '#ports/setup.ts';
import type { Clock, FileChange, Progress, RepositoryFacts, ZendeskUser } from '#ports.ts';
import type { Warning } from '#warning.ts';

/** Everything that `init` asks and writes; `connect/init.ts` puts it together. */
export interface InitRun {
  /** Subdomain of the account. */
  readonly account: string;
  readonly options: {
    readonly yes: boolean;
    readonly dryRun: boolean;
    readonly pullRequest: boolean;
    readonly branch: string | null;
    readonly timezone: string | null;
    /** File for the private half of a new key; null = none is made. */
    readonly newSigningKey: string | null;
  };
  /** Null where nobody is to be asked. */
  readonly ask: Ask | null;
  /** An error where the settings have no credentials. */
  readonly zendesk: AccountSurvey | ZendriftError;
  /** Null without a token or a repository. */
  readonly hub: SetupHub | null;
  /** `acme/zendesk-config` and its address; null where neither settings nor the remote say it. */
  readonly repository: { readonly name: string; readonly url: string } | null;
  readonly workspace: Workspace;
  /** Where a configuration of this account counts, first match wins. */
  readonly configPaths: readonly string[];
  readonly checkConfig: (text: string) => CheckedConfig;
  /** Who started this run by GitHub, for a token that is nobody's; null elsewhere. */
  readonly actor: string | null;
  /** The program gh is on the PATH. */
  readonly hasGh: boolean;
  /** Makes a key, and gives back its line for the file of allowed signers. Throws `signing-unusable`. */
  readonly makeKey: (file: string) => Promise<string>;
  readonly clock: Clock;
  readonly progress: Progress;
  /** What was reported as a warning so far. */
  readonly warnings: readonly Warning[];
}

export interface AccountSurvey {
  /** Throws where the credentials are nobody's. */
  readUser(): Promise<ZendeskUser>;
  readTimezone(): Promise<string | null>;
  readTeam(): Promise<Surveyed<TeamMember>>;
  readActivity(since: string): Promise<Surveyed<ActivityEntry>>;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
}

/** The repository on GitHub. Null = this token may not see it. */
export interface SetupHub {
  readRepository(): Promise<RepositoryFacts>;
  readMyself(): Promise<Profile | null>;
  listPeople(): Promise<readonly Profile[] | null>;
  hasActions(): Promise<boolean | null>;
  listSecrets(environment: string | null): Promise<readonly string[] | null>;
  listEnvironments(): Promise<readonly { readonly name: string }[] | null>;
  listRules(branch: string): Promise<readonly string[] | null>;
  createLabels(
    names: readonly string[],
  ): Promise<{ readonly created: readonly string[]; readonly problem: ZendriftError | null }>;
  findPullRequest(branch: string): Promise<PullRequest | null>;
  createPullRequest(draft: {
    readonly head: string;
    readonly base: string;
    readonly title: string;
    readonly body: string;
  }): Promise<PullRequest>;
  resolveTag(repository: string, tag: string): Promise<string | null>;
}

/** The clone: what is at the remote, and what stands here. */
export interface Workspace {
  /** Default branch of the remote as it is now; commit null = it has none yet, or there is no remote. */
  readonly tip: { readonly branch: string | null; readonly commit: string | null };
  /** Why the remote cannot be used; null where it can. */
  readonly problem: ZendriftError | null;
  /** Branch of the remote → commit. */
  readonly heads: ReadonlyMap<string, string>;
  /** The account has a state here already. */
  readonly hasRecord: boolean;
  readFile(commit: string, path: string): Promise<string | null>;
  /** A file of the work tree. */
  readLocal(path: string): Promise<string | null>;
  writeLocal(path: string, text: string): Promise<void>;
  /** Commits files on `parent` and brings the commit to a branch of the remote. */
  propose(proposal: {
    readonly parent: string;
    readonly files: readonly FileChange[];
    readonly message: string;
    readonly branch: string;
    /** UTC, whole seconds. */
    readonly time: string;
  }): Promise<void>;
}
