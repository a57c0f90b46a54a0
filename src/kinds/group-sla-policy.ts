import { type Kind, only } from './kind.ts';
import { exactly, identifier, list, record, requiredText, text } from './shape.ts';

/** Group SLA policies promise times between groups. https://developer.zendesk.com/api-reference/ticketing/business-rules/group_sla_policies/ */
export const groupSlaPolicy: Kind = {
  name: 'group-sla-policy',
  plural: 'group-sla-policies',
  api: { path: 'group_slas/policies', list: 'group_sla_policies', paging: 'none' },
  envelope: 'group_sla_policy',
  auditSources: [],
  needs: 'a plan with group SLA policies',
  adminPath: () => '/admin/objects-rules/rules/slas',
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    title: requiredText,
    description: text,
    filter: record({ all: list(exactly), any: list(exactly) }),
    policy_metrics: list(exactly),
  },
  words: { filter: 'Condition', policy_metrics: 'Target' },
  secrets: [],
  revisions: false,
  definitions: null,
  toWrite: only('title', 'description', 'filter', 'policy_metrics'),
};
