import type { Kind } from './kind.ts';
import { actions, conditions, flag, identifier, reference, requiredText, text } from './shape.ts';

/** Triggers run on every ticket update, category by category. https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/ */
export const trigger: Kind = {
  name: 'trigger',
  plural: 'triggers',
  envelope: 'trigger',
  auditSources: ['trigger', 'rule'],
  adminPath: (id) => `/admin/objects-rules/rules/triggers/${id}`,
  order: 'category',
  personal: false,
  fields: {
    id: identifier,
    title: requiredText,
    description: text,
    active: flag,
    category_id: reference,
    conditions,
    actions,
  },
  secrets: ['notification_webhook', 'notification_target'],
  revisions: true,
  definitions: '/triggers/definitions',
  toWrite: ({ title, description, active, category_id, conditions, actions }) => ({
    title: title ?? null,
    description: description ?? null,
    active: active ?? null,
    category_id: category_id ?? null,
    conditions: conditions ?? null,
    actions: actions ?? null,
  }),
};
