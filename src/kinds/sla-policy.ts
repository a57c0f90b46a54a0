import { type Kind, only } from './kind.ts';
import { exactly, identifier, list, record, requiredText, text } from './shape.ts';

/** SLA policies promise times. https://developer.zendesk.com/api-reference/ticketing/business-rules/sla_policies/ */
export const slaPolicy: Kind = {
  name: 'sla-policy',
  plural: 'sla-policies',
  api: { path: 'slas/policies', list: 'sla_policies', paging: 'none' },
  envelope: 'sla_policy',
  auditSources: ['sla/policy'],
  needs: 'a plan with SLA policies',
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
  volatile: ['metric_settings'],
  words: { filter: 'Condition', policy_metrics: 'Target' },
  secrets: [],
  revisions: false,
  definitions: null,
  toWrite: only('title', 'description', 'filter', 'policy_metrics'),
};
