import type { Kind } from './kind.ts';
import { actions, flag, identifier, requiredText, restriction, set, text } from './shape.ts';

/** Macros are applied by hand; their title holds their category (`A::B::C`). https://developer.zendesk.com/api-reference/ticketing/business-rules/macros/ */
export const macro: Kind = {
  name: 'macro',
  plural: 'macros',
  envelope: 'macro',
  auditSources: ['macro', 'rule'],
  adminPath: (id) => `/admin/workspaces/agent-workspace/macros/${id}`,
  order: 'none',
  personal: true,
  fields: {
    id: identifier,
    title: requiredText,
    description: text,
    active: flag,
    actions,
    restriction,
    // Zendesk shows them in no order of its own: an edit of anything else may turn it round.
    attachments: set(identifier),
  },
  secrets: [],
  revisions: false,
  definitions: '/macros/definitions',
  toWrite: ({ title, description, active, actions, restriction }) => ({
    title: title ?? null,
    description: description ?? null,
    active: active ?? null,
    actions: actions ?? null,
    restriction: restriction ?? null,
  }),
};
