import { type Check, ok } from './check.ts';

export const configuration: Check = {
  id: 'config',
  title: 'Configuration',
  needs: [],
  look: async (run) => {
    const { account, kinds, policy } = await run.readConfig();
    return ok(`valid: account ${account}, ${kinds.join(', ')}, ${policy.rules.length} rules`);
  },
};
