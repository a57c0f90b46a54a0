import { isObject } from '#json.ts';
import type { Kind } from './kind.ts';
import {
  conditions,
  exactly,
  flag,
  identifier,
  list,
  record,
  requiredText,
  restriction,
  type Shape,
  text,
} from './shape.ts';

// The API repeats titles, filterable flags and custom fields beside each column: display copies that change by
// themselves. Only the column ids are state.
const columnId: Shape = (value) => identifier(isObject(value) ? value['id'] : value);

/** Views list tickets, in one order for everybody. https://developer.zendesk.com/api-reference/ticketing/business-rules/views/ */
export const view: Kind = {
  name: 'view',
  plural: 'views',
  envelope: 'view',
  auditSources: ['view', 'rule'],
  adminPath: (id) => `/admin/workspaces/agent-workspace/views/${id}`,
  order: 'plain',
  personal: true,
  fields: {
    id: identifier,
    title: requiredText,
    description: text,
    active: flag,
    conditions,
    execution: record({
      columns: list(columnId),
      group_by: exactly,
      group_order: exactly,
      sort_by: exactly,
      sort_order: exactly,
    }),
    restriction,
  },
  secrets: [],
  revisions: false,
  definitions: '/views/definitions',
  // The write form differs from the read form: flat `all`/`any`, `output` instead of `execution`.
  toWrite: ({ title, description, active, conditions, execution, restriction }) => ({
    title: title ?? null,
    description: description ?? null,
    active: active ?? null,
    all: isObject(conditions) ? (conditions['all'] ?? []) : [],
    any: isObject(conditions) ? (conditions['any'] ?? []) : [],
    output: execution ?? null,
    restriction: restriction ?? null,
  }),
};
