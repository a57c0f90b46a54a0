import { redactText } from '#core/snapshot/redact.ts';
import type { ZendeskUser } from '#ports.ts';

/** `Jane Doe (user 1001, admin)`. Someone may have put a token into the name. */
export const userWords = ({ id, name, role }: ZendeskUser): string =>
  `${redactText(name, { fields: [], keyedHash: null })} (user ${id}, ${role})`;
