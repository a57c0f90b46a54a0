import { type Check, fault, ok, skipped } from './check.ts';

export const role: Check = {
  id: 'role',
  title: 'Zendesk role',
  needs: ['credentials'],
  look: async ({ account }) => {
    if (account === null) return skipped('no account');
    const user = await account.readUser();
    return user.role === 'admin'
      ? ok('admin')
      : fault(`"${user.role}", but the audit log is for admins`, 'Use the OAuth client of an admin.');
  },
};
