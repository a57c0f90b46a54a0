import { type Kind, only } from './kind.ts';
import { identifier, list, record, requiredText, text } from './shape.ts';

/** Skills route tickets to the agents who have them. https://developer.zendesk.com/api-reference/ticketing/ticket-management/skill_based_routing/ */
export const skill: Kind = {
  name: 'skill',
  plural: 'skills',
  api: {
    path: 'routing/attributes',
    list: 'attributes',
    paging: 'none',
    parts: [{ field: 'values', path: 'values', list: 'attribute_values' }],
  },
  envelope: 'attribute',
  auditSources: [],
  needs: 'a plan with skills-based routing',
  adminPath: () => '/admin/objects-rules/rules/routing',
  order: 'none',
  personal: false,
  fields: { id: identifier, name: requiredText, values: list(record({ id: identifier, name: text })) },
  words: { values: 'Value' },
  secrets: [],
  revisions: false,
  definitions: null,
  // Its values are written one by one.
  toWrite: only('name'),
};
