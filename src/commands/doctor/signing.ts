import { type Check, checkWarning, ok, skipped } from './check.ts';

export const signing: Check = {
  id: 'signing',
  title: 'Signatures',
  needs: ['config'],
  look: async ({ settings, readConfig, trySigning }) => {
    if (settings.zendesk === null) return skipped('the settings name no account');
    const { sign, allowedSigners } = await readConfig();
    await trySigning();
    if (settings.signingKey === null) return ok('not set up: commits are not signed (optional)');
    const which = sign === 'every' ? 'every commit is signed' : 'the last commit of each push is signed';
    return allowedSigners === null
      ? checkWarning(
          `${which}, but nothing checks it`,
          'Name the allowed signers: docs/operating.md, "Signed commits".',
        )
      : ok(`${which}, and only what ${allowedSigners} allows counts`);
  },
};
