import type { Config } from '#config/config.ts';
import type { GitHubAccount } from '#core/commit/commit-facts.ts';
import type { State } from '#core/state/state.ts';
import { isGitHubFailure, ZendriftError } from '#errors.ts';
import { distinctLogins } from '#policy/people.ts';
import type { Issues } from '#ports.ts';

/** The logins that a configuration names, each once, as they are written there. */
export function listLogins({ identities, approvers, owners }: Config): readonly string[] {
  const all = [
    ...[...identities.values()].flatMap(({ github }) => github ?? []),
    ...approvers.logins,
    ...approvers.outsideZendesk,
    ...owners.flatMap(({ logins }) => logins),
  ];
  return distinctLogins(all);
}

export interface ResolvedAccounts {
  /** Not recorded yet. */
  readonly accounts: readonly GitHubAccount[];
  readonly warnings: readonly string[];
}

/**
 * Asks GitHub who the logins are that no commit has an account for. A login is bound to the account that has it when the
 * configuration is first seen: renamed later, it stays the same person, and who takes the old name is someone else.
 * A login that does not exist stays unmapped. `isNew` = the configuration is seen for the first time: then every `github-id`
 * is looked up as well. Throws `identity-mismatch` where it belongs to another login.
 */
export async function resolveAccounts(
  config: Config,
  { accounts: known }: Pick<State, 'accounts'>,
  issues: Pick<Issues, 'readUser'> | null,
  isNew: boolean,
): Promise<ResolvedAccounts> {
  const isOpen = (login: string) => !known.has(login.toLowerCase());
  const open = listLogins(config).filter((login) => isOpen(login) || (isNew && hasId(config, login)));
  if (open.length === 0 || issues === null) return { accounts: [], warnings: [] };
  const accounts: GitHubAccount[] = [];
  const warnings: string[] = [];
  for (const login of open) {
    const found = await readUser(issues, login);
    if (found.type === 'unknown') return { accounts, warnings: [...warnings, found.warning] };
    if (found.type === 'none') {
      if (!hasId(config, login)) warnings.push(missing(config, login));
    } else {
      refuseMismatch(config, login, found.id);
      if (isOpen(login)) accounts.push({ login, id: found.id });
    }
  }
  return { accounts, warnings };
}

type Found =
  | { readonly type: 'found'; readonly id: string }
  | { readonly type: 'none' }
  /** GitHub did not say: nothing that it answers keeps anything from being recorded. */
  | { readonly type: 'unknown'; readonly warning: string };

async function readUser(issues: Pick<Issues, 'readUser'>, login: string): Promise<Found> {
  try {
    const user = await issues.readUser(login);
    return user === null ? { type: 'none' } : { type: 'found', id: user.id };
  } catch (error) {
    if (!isGitHubFailure(error)) throw error;
    return { type: 'unknown', warning: `GitHub did not say which user ${login} is: ${error.message}` };
  }
}

/** A `github-id` that GitHub has not confirmed yet would let someone be taken for someone else. */
export const hasUncheckedId = (config: Config, { accounts }: Pick<State, 'accounts'>): boolean =>
  listLogins(config).some((login) => hasId(config, login) && !accounts.has(login.toLowerCase()));

const hasId = ({ identities }: Config, login: string): boolean =>
  [...identities.values()].some(({ github, githubId }) => githubId !== null && isSame(github, login));

const isSame = (a: string | null, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

const missing = ({ owners }: Config, login: string): string =>
  owners.some(({ logins }) => logins.some((one) => isSame(one, login)))
    ? `GitHub has no user ${login}, who is an owner in the configuration. This login owns nothing and approves nothing`
    : `GitHub has no user ${login}, who is in the configuration. This person counts as unmapped`;

function refuseMismatch({ identities }: Config, login: string, id: string): void {
  for (const [zendesk, { github, githubId }] of identities) {
    if (!isSame(github, login) || githubId === null || githubId === id) continue;
    throw new ZendriftError('identity-mismatch', { zendesk, login, given: githubId, found: id });
  }
}
