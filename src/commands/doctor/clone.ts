import { type Check, checkFault, checkWarning, ok } from './check.ts';

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
