import { isObject } from '#json.ts';
import { type Kind, only } from './kind.ts';
import { exactly, identifier, requiredText, type Shape, text } from './shape.ts';

// Zendesk adds permissions to every role, switched off: what a role may not do is left out.
const permissions: Shape = (value) => {
  const kept = exactly(value);
  if (kept.type === 'unreadable' || !isObject(kept.value)) return kept;
  const given = Object.entries(kept.value).filter(([, permission]) => permission !== false && permission !== null);
  return { type: 'kept', value: Object.fromEntries(given) };
};

/** Custom roles say what agents may do. https://developer.zendesk.com/api-reference/ticketing/account-configuration/custom_roles/ */
export const customRole: Kind = {
  name: 'custom-role',
  plural: 'custom-roles',
  api: { path: 'custom_roles', paging: 'none' },
  envelope: 'custom_role',
  auditSources: ['permission_set'],
  needs: 'a plan with custom roles',
  adminPath: (id) => `/admin/people/team/roles/${id}`,
  order: 'none',
  personal: false,
  fields: { id: identifier, name: requiredText, description: text, role_type: exactly, configuration: permissions },
  volatile: ['team_member_count'],
  words: { role_type: 'Type', configuration: 'Permission' },
  secrets: [],
  revisions: false,
  definitions: null,
  // What a role may not do is not recorded, so nothing could be taken back from it.
  toWrite: only('name', 'description'),
};
