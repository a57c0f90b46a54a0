import type { Config } from '#config/config.ts';
import type { KnownRepository } from '#core/state/hub-memory.ts';
import type { State } from '#core/state/state.ts';
import { secondsBetween, type UtcTime } from '#core/time.ts';
import { isGitHubFailure, ZendriftError } from '#errors.ts';
import type { Issues } from '#ports.ts';

/** So long an answer holds, in seconds: a repository that was private an hour ago is not asked about in every run. */
const validSeconds = 86_400;

export interface CheckedRepository {
  /** What GitHub says, or said last; null = it never did. */
  readonly facts: KnownRepository | null;
  /** Asked in this run. */
  readonly isNew: boolean;
  /** Why GitHub did not answer, or why no issues can be filed: what was recorded stands. */
  readonly failure: ZendriftError | null;
}

/** Whether the repository may hold this, and has issues at all. Throws where GitHub says that everybody could read it. */
export async function checkRepository(
  issues: Issues,
  config: Config,
  { repository: known }: Pick<State, 'repository'>,
  now: UtcTime,
): Promise<CheckedRepository> {
  const age = known === null ? null : secondsBetween(known.at, now);
  const isValid = age !== null && age >= 0 && age < validSeconds;
  const asked = isValid ? { facts: known, failure: null } : await ask(issues, known, now);
  const { facts, failure } = asked;
  if (facts?.visibility === 'public' && !config.privacy.allowPublic) {
    throw new ZendriftError('public-repository', { repository: issues.repository });
  }
  const isNew = !isValid && failure === null;
  return facts?.hasIssues === false ? { facts, isNew, failure: withoutIssues(issues) } : { facts, isNew, failure };
}

async function ask(
  issues: Issues,
  known: KnownRepository | null,
  now: UtcTime,
): Promise<Pick<CheckedRepository, 'facts' | 'failure'>> {
  try {
    const { visibility, hasIssues } = await issues.readRepository();
    return { facts: { visibility, hasIssues, at: now }, failure: null };
  } catch (error) {
    if (!isGitHubFailure(error)) throw error;
    return { facts: known, failure: error };
  }
}

const withoutIssues = ({ repository }: Issues): ZendriftError =>
  new ZendriftError('github-forbidden', {
    request: `issues of ${repository}`,
    reason: 'issues are disabled for this repository',
  });
