import { type Check, checkFault, checkWarning, ok } from './check.ts';
import { userWords } from './user-words.ts';

/** They are asked who they are, and nothing else: what writes is never tried. */
export const writeCredentials: Check = {
  id: 'write-credentials',
  title: 'Writing credentials',
  needs: [],
  look: async ({ writer }) => {
    if (writer === null)
      return ok('not set: a revert says what to change by hand (ZENDESK_WRITE_* where reverts are carried out)');
    const user = await writer.readUser();
    const { role } = user;
    const who = userWords(user);
    const scopes = (await writer.readToken())?.scopes ?? null;
    if (scopes !== null && !scopes.some((scope) => /(?:^|:)write$/.test(scope)))
      return checkFault(
        `they are ${who}, but may not write: ${scopes.join(', ')}`,
        'Give this client the scope "read write".',
      );
    if (role === 'admin') return ok(`they are ${who}: reverts bear this name`);
    return role === 'agent'
      ? checkWarning(`they are ${who}`, "An agent writes rules only where the agent's role permits it: use an admin.")
      : checkFault(`they are ${who}, who may not write rules`, 'Use the OAuth client of an admin.');
  },
};
