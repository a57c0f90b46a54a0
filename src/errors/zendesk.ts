import { entry } from './entry.ts';

/** What Zendesk answered, or did not. */
export const zendeskErrors = {
  'zendesk-host': entry<'url' | 'reason'>(
    2,
    (v) => `No Zendesk account at ${v.url}: ${v.reason}`,
    () => 'Check ZENDESK_SUBDOMAIN: it is the first part of https://SUBDOMAIN.zendesk.com.',
  ),
  'zendesk-credentials': entry<'url' | 'reason'>(
    2,
    (v) => `Zendesk rejected the credentials for ${v.url}: ${v.reason}`,
    () =>
      'Create an OAuth client (Admin Center > Apps and integrations > APIs > OAuth clients) and set ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET. If a revert or restore failed, set ZENDESK_WRITE_CLIENT_ID and ZENDESK_WRITE_CLIENT_SECRET.',
  ),
  'zendesk-role': entry<'user' | 'role'>(
    2,
    (v) =>
      `Zendesk user ${v.user} has the role "${v.role}", which may not see every object: restore would create the objects it can't see a second time.`,
    () => "Use an admin's OAuth client for ZENDESK_CLIENT_ID. To see the plan only, leave --apply out.",
  ),
  'zendesk-plan': entry<'account' | 'reason'>(
    2,
    (v) => `Zendesk denied access to the audit log of ${v.account}: ${v.reason}`,
    () =>
      'The audit log needs an Enterprise plan, and an admin or a custom role with the permission "View audit logs". Without it, set "audit: optional" to find changes by sweep only.',
  ),
  'zendesk-forbidden': entry<'request' | 'reason'>(
    2,
    (v) => `Zendesk denied ${v.request} (403): ${v.reason}`,
    () => 'Check the OAuth client\'s scopes ("read" covers everything) and its user\'s role.',
  ),
  'zendesk-refused': entry<'request' | 'status' | 'reason'>(
    2,
    (v) => `Zendesk rejected ${v.request} (${v.status}): ${v.reason}`,
    () => 'This is probably a bug in zendrift. Please report it with the line above.',
  ),
  'zendesk-unavailable': entry<'request' | 'reason'>(
    1,
    (v) => `Zendesk did not answer ${v.request}: ${v.reason}`,
    () => 'Nothing is lost: the next run continues here.',
  ),
  'zendesk-nonsense': entry<'request' | 'reason'>(
    1,
    (v) => `Zendesk's answer to ${v.request} is invalid: ${v.reason}`,
    () => 'Nothing was recorded from this answer. The next run tries again.',
  ),
  'mail-csv-refused': entry<'reason'>(
    2,
    (v) => `Zendesk refuses to e-mail the audit log: ${v.reason}`,
    () => 'It needs an admin and the OAuth scope "write"; zendrift audit --output FILE needs "read" alone.',
  ),
  'mail-csv-limit': entry<'account' | 'seconds'>(
    1,
    (v) => `Zendesk e-mails one CSV of the audit log a minute, and ${v.account} has used it up.`,
    (v) => `Run again in ${v.seconds} seconds, or export without a limit: zendrift audit --output FILE.`,
  ),
} as const;
