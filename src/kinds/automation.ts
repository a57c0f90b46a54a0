import type { Kind } from './kind.ts';
import { actions, conditions, flag, identifier, requiredText } from './shape.ts';

/** Automations run every hour, in one order. https://developer.zendesk.com/api-reference/ticketing/business-rules/automations/ */
export const automation: Kind = {
  name: 'automation',
  plural: 'automations',
  envelope: 'automation',
  auditSources: ['automation', 'rule'],
  adminPath: (id) => `/admin/objects-rules/rules/automations/${id}`,
  order: 'plain',
  personal: false,
  fields: { id: identifier, title: requiredText, active: flag, conditions, actions },
  secrets: ['notification_webhook', 'notification_target'],
  revisions: false,
  definitions: null,
  toWrite: ({ title, active, conditions, actions }) => ({
    title: title ?? null,
    active: active ?? null,
    conditions: conditions ?? null,
    actions: actions ?? null,
  }),
};
