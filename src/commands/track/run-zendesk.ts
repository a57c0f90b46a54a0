import type { Config } from '#config/config.ts';
import { ZendriftError } from '#errors.ts';
import type { AuditPage, Zendesk } from '#ports.ts';

/** The account as one run reads it. */
export function toRunZendesk(zendesk: Zendesk, audit: Config['audit']): Zendesk {
  const remembered = withRememberedNames(zendesk);
  return audit === 'optional' ? lenientLog(remembered) : remembered;
}

const noEntries: AuditPage = { entries: [], others: [], unreadable: [] };

/** An account whose plan has no audit log, where the configuration lives with that: sweeps alone find what changed. */
const lenientLog = (zendesk: Zendesk): Zendesk => ({
  ...zendesk,
  listAuditEntries: async (window) => {
    try {
      return await zendesk.listAuditEntries(window);
    } catch (error) {
      if (error instanceof ZendriftError && error.code === 'zendesk-plan') return noEntries;
      throw error;
    }
  },
});

/** The account's words are read once a run: a dozen requests that each part of a long backlog would repeat. */
function withRememberedNames(zendesk: Zendesk): Zendesk {
  let names: ReturnType<Zendesk['readNames']> | null = null;
  return {
    ...zendesk,
    readNames: (kinds) => {
      names ??= zendesk.readNames(kinds);
      return names;
    },
  };
}
