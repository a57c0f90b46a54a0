import { type Check, checkFault, checkWarning, ok, skipped } from './check.ts';

/** https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/ */
export const scopes: Check = {
  id: 'scopes',
  title: 'Zendesk scopes',
  needs: ['credentials'],
  look: async ({ account, settings }) => {
    if (account === null) return skipped('no account');
    if (settings.zendesk?.credentials?.type === 'api-token') return ok('an API token may do all that its user may');
    const facts = await account.readToken();
    if (facts === null)
      return skipped('the account does not report them; the checks below show whether they are enough');
    const text = facts.scopes.join(', ') || 'none';
    if (facts.scopes.some((scope) => /(?:^|:)write$/.test(scope)))
      return checkWarning(
        text,
        'Reading is enough: give the client the scope "read", and keep "write" for ZENDESK_WRITE_*.',
      );
    if (!facts.scopes.includes('read'))
      return checkFault(
        text,
        'Give the client the scope "read": narrower ones leave out views and trigger categories.',
      );
    return ok(text);
  },
};
