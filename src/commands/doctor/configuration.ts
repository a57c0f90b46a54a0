import { type Check, ok, skipped } from './check.ts';

export const configuration: Check = {
  id: 'config',
  title: 'Configuration',
  needs: [],
  look: async (run) => {
    if (run.settings.zendesk === null) return skipped('the settings name no account');
    const { account, kinds, policy } = await run.readConfig();
    return ok(`valid: account ${account}, ${kinds.join(', ')}, ${policy.rules.length} rules`);
  },
};
