import { type Check, checkFault, checkWarning, ok, skipped } from './check.ts';

export const clone: Check = {
  id: 'clone',
  title: 'Clone',
  needs: ['config'],
  look: async (run) => {
    const repository = await run.openRepository();
    const { branch } = await repository.fetchTip();
    const where = `branch ${repository.branch} ${branch === null ? 'does not exist yet' : `at ${branch.slice(0, 12)}`}`;
    if (repository.remote === null)
      return checkWarning(`${where}, no remote`, 'Commits stay here. Add a remote "origin" to share them.');
    if (branch === null && repository.branch === '')
      return checkFault('no branch', 'Set "branch" in the configuration.');
    return ok(`${where}, remote ${repository.remote}`);
  },
};

export const signing: Check = {
  id: 'signing',
  title: 'Signatures',
  needs: ['config'],
  look: async ({ settings, readConfig, trySigning }) => {
    if (settings.zendesk === null) return skipped('the settings name no account');
    const { sign, allowedSigners } = await readConfig();
    await trySigning();
    if (settings.signingKey === null) return ok('not set up: commits are not signed (optional)');
    const which = sign === 'every' ? 'every commit is signed' : 'the last commit of each push is signed';
    return allowedSigners === null
      ? checkWarning(
          `${which}, but nothing checks it`,
          'Name the allowed signers: docs/operating.md, "Signed commits".',
        )
      : ok(`${which}, and only what ${allowedSigners} allows counts`);
  },
};

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
