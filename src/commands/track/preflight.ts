import type { Config } from '#config/config.ts';
import { ZendriftError } from '#errors.ts';
import type { Issues } from '#ports.ts';
import type { TrackRun } from './run.ts';

/** Both clocks may differ this much before a person hears of it, seconds (SEMANTICS, first paragraph). */
const tolerableSkewSeconds = 120;

/** Whether the run can work at all: credentials, role, a repository that may hold this. Throws what a person must mend. */
export async function checkAccount(run: TrackRun): Promise<void> {
  const { zendesk, issues, config, progress } = run;
  progress.stage('Checking credentials');
  const user = await zendesk.readUser();
  if (user.role !== 'admin') throw new ZendriftError('zendesk-role', { user: user.id, role: user.role });
  const skew = Math.round(zendesk.clockSkew());
  if (Math.abs(skew) > tolerableSkewSeconds) {
    progress.warn(
      `This machine's clock is ${Math.abs(skew)} s ${skew > 0 ? 'behind' : 'ahead of'} Zendesk's; Zendesk's is used.`,
    );
  }
  if (issues !== null) await checkRepository(issues, config);
}

/** Whether the repository may hold this, and has issues at all. */
export async function checkRepository(issues: Issues, config: Config): Promise<void> {
  const { visibility, hasIssues } = await issues.readRepository();
  if (visibility === 'public' && !config.privacy.allowPublic) {
    throw new ZendriftError('public-repository', { repository: issues.repository });
  }
  if (!hasIssues) {
    throw new ZendriftError('github-forbidden', {
      request: `issues of ${issues.repository}`,
      reason: 'issues are disabled for this repository',
    });
  }
}
