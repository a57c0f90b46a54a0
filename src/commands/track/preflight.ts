import { limitedRoleWords } from '#render/limited-role.ts';
import { warning } from '#warning.ts';
import type { TrackRun } from './track-run.ts';

/** Seconds that the local clock may differ from the server before a warning (docs/semantics.md, Time). */
const tolerableSkewSeconds = 120;

/** Whether the run can work at all: credentials, clocks. Throws what a person must fix. */
export async function checkAccount(run: TrackRun): Promise<void> {
  const { zendesk, progress } = run;
  progress.stage('Checking credentials');
  const user = await zendesk.readUser();
  const limited = limitedRoleWords(user);
  if (limited !== null) progress.warn(warning('role-limited', limited));
  const skew = Math.round(zendesk.clockSkew());
  if (Math.abs(skew) > tolerableSkewSeconds) {
    progress.warn(
      warning(
        'clock-skew',
        `This machine's clock is ${Math.abs(skew)} s ${skew > 0 ? 'behind' : 'ahead of'} Zendesk's. zendrift uses Zendesk's clock.`,
      ),
    );
  }
}
