import { type Check, ok, skipped } from './check.ts';
import { userWords } from './user-words.ts';

export const credentials: Check = {
  id: 'credentials',
  title: 'Zendesk credentials',
  needs: [],
  look: async ({ account, settings }) => {
    if (account === null) return skipped('the settings have no account or no credentials');
    const who = userWords(await account.readUser());
    const client = settings.zendesk?.credentials?.type === 'client-credentials';
    return ok(client ? `the OAuth client runs as ${who}: its writes would bear this name` : `they are ${who}`);
  },
};
