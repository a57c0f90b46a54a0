import { type Check, checkFault, ok } from './check.ts';

export const settings: Check = {
  id: 'settings',
  title: 'Settings',
  needs: [],
  look: async ({ settings: { problems, zendesk } }) =>
    problems.length > 0
      ? checkFault(problems.join('; '), 'See "Settings" in the README for every option, input and variable.')
      : ok(`complete, for the account ${zendesk?.subdomain ?? ''}`),
};
