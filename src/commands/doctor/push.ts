import { type Check, checkFault, ok, skipped } from './check.ts';

/** The server runs no hook and no branch rule for a trial; the rules are a check of their own. */
export const push: Check = {
  id: 'push',
  title: 'Push',
  needs: ['clone'],
  look: async (run) => {
    const { remote } = await run.openRepository();
    if (remote === null) return skipped('no remote');
    const trial = await run.tryPush();
    if (trial.type === 'empty') return skipped('no commit yet that could be offered');
    return trial.type === 'accepted'
      ? ok('the remote takes a push from these credentials; its rules are asked for below')
      : checkFault(
          `refused: ${trial.reason}`,
          'Grant "contents: write" to the job, or give the clone credentials that may push.',
        );
  },
};
