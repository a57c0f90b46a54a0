import { type Check, checkFault, ok } from './check.ts';

export const settings: Check = {
  id: 'settings',
  title: 'Settings',
  needs: [],
  look: async ({ settings: { problems, zendesk } }) =>
    problems.length > 0
      ? checkFault(
          problems.join('; '),
          'Set what is named (see README, Environment); in Actions, the inputs of the same names.',
        )
      : ok(`complete, for the account ${zendesk?.subdomain ?? ''}`),
};
