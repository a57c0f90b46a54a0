import { type Check, fault, ok } from './check.ts';

export const hashKey: Check = {
  id: 'hash-key',
  title: 'Hash key',
  needs: ['config'],
  look: async (run) => {
    const { redact, privacy } = await run.readConfig();
    if (redact.length === 0 && privacy.ip !== 'hashed') return ok('not needed: nothing is redacted or hashed');
    const why = redact.length > 0 ? '"redact" has fields' : '"privacy: { ip: hashed }" is set';
    return run.settings.hashKey === null
      ? fault(
          `ZENDRIFT_HASH_KEY is not set, but ${why}`,
          'Set ZENDRIFT_HASH_KEY to a random text (openssl rand -hex 32), and keep it.',
        )
      : ok(`set, since ${why}`);
  },
};
