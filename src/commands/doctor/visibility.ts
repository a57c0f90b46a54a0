import { type Check, checkFault, ok, skipped } from './check.ts';

export const visibility: Check = {
  id: 'visibility',
  title: 'Repository visibility',
  needs: ['github', 'config'],
  look: async ({ hub, readConfig }) => {
    if (hub === null) return skipped('no GitHub');
    const { visibility: seen } = await hub.readRepository();
    if (seen !== 'public') return ok(seen);
    const { privacy } = await readConfig();
    return privacy.allowPublic
      ? ok('public, as the configuration allows')
      : checkFault(
          'public: configuration, names and IP addresses would be, too',
          'Make it private, or set "privacy: { allow-public: true }" if that is what you want.',
        );
  },
};
