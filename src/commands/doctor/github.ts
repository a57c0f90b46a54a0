import { type Check, checkFault, checkWarning, ok } from './check.ts';

export const github: Check = {
  id: 'github',
  title: 'GitHub',
  needs: [],
  look: async ({ hub }) => {
    if (hub === null)
      return checkWarning(
        'no token or no repository',
        'Issues are only printed. Set GITHUB_TOKEN and GITHUB_REPOSITORY to file them.',
      );
    const login = await hub.readLogin();
    const { archived } = await hub.readRepository();
    if (archived)
      return checkFault(
        `${hub.repository} is archived: it takes neither pushes nor issues`,
        'Unarchive it under Settings > General, or name another repository.',
      );
    return ok(`${hub.repository}, as ${login ?? "the job's own token (github-actions[bot])"}`);
  },
};
