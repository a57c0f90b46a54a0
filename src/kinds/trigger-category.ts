import { idIn, type Kind } from './kind.ts';
import { identifier, requiredText } from './shape.ts';

/**
 * Trigger categories hold triggers and run one after another; their order is in that of the triggers.
 * https://developer.zendesk.com/api-reference/ticketing/business-rules/trigger_categories/
 */
export const triggerCategory: Kind = {
  name: 'trigger-category',
  plural: 'trigger-categories',
  api: { path: 'trigger_categories', method: 'PATCH' },
  envelope: 'trigger_category',
  auditSources: [],
  needs: 'trigger categories switched on',
  adminPath: () => '/admin/objects-rules/rules/triggers',
  order: 'none',
  personal: false,
  fields: { id: identifier, name: requiredText },
  namedBy: { type: 'category', id: idIn },
  secrets: [],
  revisions: false,
  definitions: null,
  toWrite: ({ name }) => ({ name: name ?? null }),
};
