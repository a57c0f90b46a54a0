import { type Check, checkWarning, ok, skipped } from './check.ts';

/** Seconds (docs/semantics.md, Time). */
const tolerable = 120;

export const clockSkew: Check = {
  id: 'clock',
  title: 'Clock',
  needs: ['credentials'],
  look: async ({ account }) => {
    if (account === null) return skipped('no account');
    const skew = Math.round(account.clockSkew());
    const text = `this machine is ${Math.abs(skew)} s ${skew > 0 ? 'behind' : 'ahead of'} Zendesk`;
    if (Math.abs(skew) > tolerable)
      return checkWarning(
        text,
        'Set the clock. Only the dates of the committer are wrong; what decides is the time of Zendesk.',
      );
    return ok(skew === 0 ? 'as that of Zendesk' : text);
  },
};
