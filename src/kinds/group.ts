import { idIn, type Kind, only } from './kind.ts';
import { flag, identifier, maybe, requiredText, text } from './shape.ts';

/** Groups of agents; who is in them is not kept. https://developer.zendesk.com/api-reference/ticketing/groups/groups/ */
export const group: Kind = {
  name: 'group',
  plural: 'groups',
  envelope: 'group',
  auditSources: ['group'],
  needs: 'the permission to read them',
  adminPath: (id) => `/admin/people/team/groups/${id}`,
  order: 'none',
  personal: false,
  fields: { id: identifier, name: requiredText, description: text, is_public: maybe(flag), default: maybe(flag) },
  volatile: ['deleted'],
  namedBy: { type: 'group', id: idIn },
  words: { is_public: 'Public', default: 'Default group' },
  secrets: [],
  revisions: false,
  definitions: null,
  toWrite: only('name', 'description', 'is_public', 'default'),
};
