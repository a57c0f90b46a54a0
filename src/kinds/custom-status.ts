import { idIn, type Kind, only } from './kind.ts';
import { flag, identifier, maybe, requiredText, text } from './shape.ts';

/** Custom ticket statuses. https://developer.zendesk.com/api-reference/ticketing/tickets/custom_ticket_statuses/ */
export const customStatus: Kind = {
  name: 'custom-status',
  plural: 'custom-statuses',
  api: { path: 'custom_statuses', paging: 'none' },
  envelope: 'custom_status',
  auditSources: ['custom_status'],
  needs: 'custom ticket statuses switched on',
  adminPath: (id) => `/admin/objects-rules/tickets/ticket-statuses/edit/${id}`,
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    status_category: requiredText,
    agent_label: requiredText,
    end_user_label: text,
    description: text,
    end_user_description: text,
    active: flag,
    default: maybe(flag),
  },
  namedBy: { type: 'status', id: idIn },
  words: {
    status_category: 'Category',
    end_user_label: 'Name for customers',
    end_user_description: 'Text for customers',
  },
  secrets: [],
  revisions: false,
  definitions: null,
  toWrite: only('status_category', 'agent_label', 'end_user_label', 'description', 'end_user_description', 'active'),
};
