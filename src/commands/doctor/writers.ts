import { type Check, ok, skipped } from './check.ts';

const shown = 20;

export const writers: Check = {
  id: 'writers',
  title: 'Who may push',
  needs: ['github'],
  look: async ({ hub }) => {
    if (hub === null) return skipped('no GitHub');
    const logins = await hub.listWriters();
    if (logins === null) return skipped('this token may not see them');
    const more = logins.length > shown ? ` and ${logins.length - shown} more` : '';
    return ok(logins.length === 0 ? 'nobody else' : `${logins.slice(0, shown).join(', ')}${more}`);
  },
};
