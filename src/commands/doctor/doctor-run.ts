import type { Config } from '#config/config.ts';
import type { Settings } from '#config/settings.ts';
import type {
  Clock,
  ListedIssue,
  Progress,
  PushTrial,
  Query,
  Repository,
  RepositoryFacts,
  ZendeskUser,
} from '#ports.ts';

/** Everything that the checks look at; `connect/doctor.ts` puts it together. Nothing in it writes. */
export interface DoctorRun {
  readonly settings: Settings;
  /** Null where the settings name no account or no credentials. */
  readonly account: InspectedAccount | null;
  /** The same under the writing credentials; null where none are set. */
  readonly writer: Pick<InspectedAccount, 'readUser' | 'readToken'> | null;
  /** Null without a token or a repository. */
  readonly hub: InspectedHub | null;
  /** Paths at which the configuration of the account would count. */
  readonly configPaths: readonly string[];
  /** Throws `config-invalid` with every problem, `config-unreadable`, `not-a-repository`. */
  readonly readConfig: () => Promise<Config>;
  /** Throws what opening the clone throws. */
  readonly openRepository: () => Promise<Repository>;
  /** Signs something and checks it. Throws `signing-unusable`. */
  readonly trySigning: () => Promise<void>;
  /** Asks the remote whether it would take a push, without pushing. */
  readonly tryPush: () => Promise<PushTrial>;
  /** Where https requests go through, without user and password; null = directly. */
  readonly proxy: string | null;
  readonly clock: Clock;
  readonly progress: Progress;
}

/** The account as it is, raw: what the port of the other commands hides is what is to be seen here. */
export interface InspectedAccount {
  /** `https://acme.zendesk.com` */
  readonly url: string;
  /** Throws where the credentials are nobody's. */
  readUser(): Promise<ZendeskUser>;
  /** Seconds that the account's clock is ahead of this machine's. */
  clockSkew(): number;
  /** The OAuth token in use, or null where the account does not say. */
  readToken(): Promise<TokenFacts | null>;
  /** The first page of a list. `list` = the key that holds it; null = any answer is one, without items. */
  readPage(path: string, list: string | null, query?: Query): Promise<PageFacts>;
}

export interface TokenFacts {
  readonly scopes: readonly string[];
  /** Null for a token without an end. */
  readonly expiresAt: string | null;
}

export type PageFacts =
  | { readonly type: 'page'; readonly items: readonly unknown[] }
  | { readonly type: 'refused'; readonly status: number; readonly reason: string }
  | { readonly type: 'failed'; readonly reason: string };

/** The repository on GitHub, as far as the token can see. */
export interface InspectedHub {
  /** `acme/zendesk-config` */
  readonly repository: string;
  /** Null for a job's own token, which GitHub does not say. */
  readLogin(): Promise<string | null>;
  readRepository(): Promise<RepositoryFacts>;
  listOpen(label: string): Promise<readonly ListedIssue[]>;
  /** Types of the rules that hold for a branch; null where the token may not ask. */
  listRules(branch: string): Promise<readonly string[] | null>;
  /** A branch as the rules of old protect it; null where it does not exist or the token may not ask. */
  readProtection(branch: string): Promise<BranchProtection | null>;
  /** Logins that may push; null where the token may not ask. */
  listWriters(): Promise<readonly string[] | null>;
  /** Names; null where the token may not ask. */
  listLabels(): Promise<readonly string[] | null>;

  // What the trust level is made of. Null = cannot be seen with this token.
  readDefaultBranch(): Promise<string | null>;
  listBranchRules(branch: string): Promise<readonly BranchRule[] | null>;
  /** Who may bypass a ruleset: seen only by who may change it. */
  readBypass(ruleset: string): Promise<readonly BypassActor[] | null>;
  /** What classic protection asks of a pull request into a branch, and whom it does not ask it of. */
  readReviewProtection(branch: string): Promise<(Reviews & { readonly bypass: readonly BypassActor[] }) | null>;
  listEnvironments(): Promise<readonly DeploymentEnvironment[] | null>;
  /** Names of the secrets of an environment, or of the repository itself. */
  listSecrets(environment: string | null): Promise<readonly string[] | null>;
  /** Paths of the files in a folder of the default branch; none where there is no such folder. */
  listFolder(path: string): Promise<readonly string[] | null>;
  /** A file of the default branch; empty where there is none. */
  readText(path: string): Promise<string | null>;
}

export interface Reviews {
  /** Approving reviews that a pull request needs. */
  readonly reviews: number;
  /** One of them by an owner of what it changes (CODEOWNERS). */
  readonly codeOwners: boolean;
}

/** A rule of a ruleset that holds for a branch. */
export interface BranchRule extends Reviews {
  readonly type: string;
  readonly ruleset: string;
}

export interface BypassActor {
  /** `DeployKey`, `Integration` (an app), `RepositoryRole`, `Team`, `OrganizationAdmin` … */
  readonly type: string;
  /** Digits; empty where the type says it all. */
  readonly id: string;
  readonly mode: string;
}

export interface DeploymentEnvironment {
  readonly name: string;
  /** Refs whose runs may use it: all, those with protection, or these patterns; null where they cannot be seen. */
  readonly refs: 'all' | 'protected' | readonly string[] | null;
}

/** The summary that everybody who may read the branch sees; the rules themselves are for admins. */
export interface BranchProtection {
  readonly protected: boolean;
  /** Names of the status checks that it requires of everyone. */
  readonly checks: readonly string[];
}
