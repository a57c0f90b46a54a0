import { type Kind, only } from './kind.ts';
import { conditions, exactly, flag, identifier, list, maybe, requiredText, text } from './shape.ts';

/** Contextual workspaces show agents a form, macros and apps. https://developer.zendesk.com/api-reference/ticketing/ticket-management/workspaces/ */
export const workspace: Kind = {
  name: 'workspace',
  plural: 'workspaces',
  api: { paging: 'none' },
  envelope: 'workspace',
  auditSources: [],
  needs: 'a plan with contextual workspaces',
  adminPath: (id) => `/admin/workspaces/agent-workspace/contextual-workspaces/${id}`,
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    title: requiredText,
    description: text,
    activated: flag,
    conditions,
    ticket_form_id: exactly,
    macro_ids: list(identifier),
    apps: list(exactly),
    prefer_workspace_app_order: maybe(flag),
  },
  volatile: ['selected_macros', 'macros'],
  words: { ticket_form_id: 'Form', macro_ids: 'Macro', apps: 'App' },
  secrets: [],
  revisions: false,
  definitions: null,
  // It is switched on and off on its page alone.
  toWrite: only('title', 'description', 'conditions', 'ticket_form_id', 'macro_ids'),
};
