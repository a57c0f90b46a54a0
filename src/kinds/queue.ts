import { isObject } from '#json.ts';
import type { Kind } from './kind.ts';
import { exactly, identifier, requiredText, type Shape, set, text } from './shape.ts';

// The API repeats names beside the ids and counts them.
const groupIds: Shape = (value) => {
  const groups = isObject(value) ? value['groups'] : value;
  return set(identifier)(Array.isArray(groups) ? groups.map((one) => (isObject(one) ? one['id'] : one)) : groups);
};

/** Queues of omnichannel routing. https://developer.zendesk.com/api-reference/ticketing/ticket-management/queues/ */
export const queue: Kind = {
  name: 'queue',
  plural: 'queues',
  api: { paging: 'none' },
  envelope: 'queue',
  auditSources: [],
  needs: 'a plan with omnichannel routing',
  adminPath: () => '/admin/objects-rules/omnichannel_routing/queues',
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    name: requiredText,
    description: text,
    priority: exactly,
    definition: exactly,
    primary_groups: groupIds,
    secondary_groups: groupIds,
  },
  volatile: ['order'],
  words: {
    priority: 'Priority',
    definition: 'Condition',
    primary_groups: 'Group',
    secondary_groups: 'Secondary group',
  },
  secrets: [],
  revisions: false,
  definitions: null,
  toWrite: ({ name, description, priority, definition, primary_groups, secondary_groups }) => ({
    name: name ?? null,
    description: description ?? null,
    priority: priority ?? null,
    definition: definition ?? null,
    primary_groups_id: primary_groups ?? null,
    secondary_groups_id: secondary_groups ?? null,
  }),
};
