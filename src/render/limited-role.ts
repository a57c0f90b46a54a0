import type { ZendeskUser } from '#ports.ts';

/** What a role other than admin may miss; null for an admin. Whether it can read the log at all, the log itself says. */
export const limitedRoleWords = ({ id, role }: ZendeskUser): string | null =>
  role === 'admin'
    ? null
    : `Zendesk user ${id} has the role "${role}": objects restricted to other groups or agents may be invisible to it, so they may be missing from the record or look deleted. An admin sees everything.`;
