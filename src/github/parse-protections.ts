import { fieldOf, numberOf, parseId, textOf } from './parse.ts';

/** Name of the branch that a clone checks out; null where the answer does not say. */
export const parseDefaultBranch = (data: unknown): string | null => textOf(data, 'default_branch') || null;

export interface ParsedBranchRule {
  readonly type: string;
  /** Digits of the ruleset's id. */
  readonly ruleset: string;
  /** Approving reviews that a pull request needs; 0 for every other rule. */
  readonly reviews: number;
  readonly codeOwners: boolean;
}

/** One rule of a branch. https://docs.github.com/rest/repos/rules#get-rules-for-a-branch */
export function parseBranchRule(data: unknown): ParsedBranchRule | null {
  const type = textOf(data, 'type');
  if (type === '') return null;
  const parameters = fieldOf(data, 'parameters');
  return { type, ruleset: parseId(data, 'ruleset_id'), ...parseReviews(parameters) };
}

/** How many must approve, in the words that rules and classic protection share. */
const parseReviews = (data: unknown): Pick<ParsedBranchRule, 'reviews' | 'codeOwners'> => ({
  reviews: numberOf(data, 'required_approving_review_count') ?? 0,
  codeOwners:
    fieldOf(data, 'require_code_owner_review') === true || fieldOf(data, 'require_code_owner_reviews') === true,
});

export interface ParsedBypass {
  /** `DeployKey`, `Integration`, `RepositoryRole`, `Team`, `OrganizationAdmin` … */
  readonly type: string;
  /** Digits; empty where the type says it all. */
  readonly id: string;
  /** `always`, `pull_request` or `exempt`. */
  readonly mode: string;
}

/**
 * Who may bypass a ruleset. Null where the answer leaves the list out: only who may change the ruleset sees it.
 * https://docs.github.com/rest/repos/rules#get-a-repository-ruleset
 */
export function parseBypass(data: unknown): readonly ParsedBypass[] | null {
  const actors = fieldOf(data, 'bypass_actors');
  if (!Array.isArray(actors)) return null;
  return actors.map((one: unknown) => ({
    type: textOf(one, 'actor_type'),
    id: parseId(one, 'actor_id'),
    mode: textOf(one, 'bypass_mode'),
  }));
}

/** What the classic protection of a branch asks of a pull request, and whom it does not ask it of. */
export function parseReviewProtection(
  data: unknown,
): Pick<ParsedBranchRule, 'reviews' | 'codeOwners'> & { readonly bypass: readonly ParsedBypass[] } {
  const asked = fieldOf(data, 'required_pull_request_reviews');
  const allowed = fieldOf(asked, 'bypass_pull_request_allowances');
  const namesOf = (list: string, type: string, name: string): readonly ParsedBypass[] => {
    const found = fieldOf(allowed, list);
    return Array.isArray(found) ? found.map((one: unknown) => ({ type, id: textOf(one, name), mode: 'always' })) : [];
  };
  const bypass = [
    ...namesOf('users', 'User', 'login'),
    ...namesOf('teams', 'Team', 'slug'),
    ...namesOf('apps', 'App', 'slug'),
  ];
  return { ...parseReviews(asked), bypass };
}

export interface ParsedEnvironment {
  readonly name: string;
  /** `selected` = its own list of branches, asked for by itself. */
  readonly branches: 'all' | 'protected' | 'selected';
}

/** Null where this is no list. https://docs.github.com/rest/deployments/environments#list-environments */
export function parseEnvironments(data: unknown): readonly ParsedEnvironment[] | null {
  const environments = fieldOf(data, 'environments');
  if (!Array.isArray(environments)) return null;
  return environments.map((one: unknown) => {
    const policy = fieldOf(one, 'deployment_branch_policy');
    const selected = fieldOf(policy, 'custom_branch_policies') === true;
    const isProtected = fieldOf(policy, 'protected_branches') === true;
    return { name: textOf(one, 'name'), branches: selected ? 'selected' : isProtected ? 'protected' : 'all' };
  });
}

/** `refs/heads/main` for each branch, `refs/tags/v*` for each tag that may use an environment. Null where this is no list. */
export function parseBranchPolicies(data: unknown): readonly string[] | null {
  const policies = fieldOf(data, 'branch_policies');
  if (!Array.isArray(policies)) return null;
  return policies.map(
    (one: unknown) => `${textOf(one, 'type') === 'tag' ? 'refs/tags' : 'refs/heads'}/${textOf(one, 'name')}`,
  );
}

/** Names of secrets; null where this is no list. */
export function parseSecretNames(data: unknown): readonly string[] | null {
  const secrets = fieldOf(data, 'secrets');
  return Array.isArray(secrets) ? secrets.map((one: unknown) => textOf(one, 'name')) : null;
}

/** Paths of the files of a folder; null where this is no folder. */
export const parseFolder = (data: unknown): readonly string[] | null =>
  Array.isArray(data)
    ? data.filter((one: unknown) => textOf(one, 'type') === 'file').map((one: unknown) => textOf(one, 'path'))
    : null;
