import { limitedRoleWords } from '#render/limited-role.ts';
import { type Check, checkFault, checkWarning, ok, skipped } from './check.ts';

export const role: Check = {
  id: 'role',
  title: 'Zendesk role',
  needs: ['credentials'],
  look: async ({ account }) => {
    if (account === null) return skipped('no account');
    const user = await account.readUser();
    const limited = limitedRoleWords(user);
    if (limited === null) return ok('admin');
    return user.role === 'end-user'
      ? checkFault('"end-user", who can read no configuration', 'Use the OAuth client of an admin.')
      : checkWarning(limited, 'Use the OAuth client of an admin, unless nothing of yours is restricted.');
  },
};
