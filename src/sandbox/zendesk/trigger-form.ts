import { hasConditions, problemsOfActions, problemsOfTitle, toActions, toConditions } from './conditions.ts';
import type { RuleForm } from './rule.ts';
import { activeOf, describedBy, titleOf } from './rule-fields.ts';

export const triggerForm: RuleForm = {
  writable: [
    ...['title', 'raw_title', 'active', 'description', 'actions', 'conditions', 'all', 'any', 'position'],
    'category_id',
  ],
  create: (input, birth) => ({
    url: `${birth.origin}/api/v2/triggers/${birth.id}.json`,
    id: birth.id,
    title: titleOf(input, ''),
    active: activeOf(input, true),
    updated_at: birth.at,
    created_at: birth.at,
    default: false,
    actions: toActions(input['actions']),
    conditions: toConditions(input),
    description: describedBy(input, null),
    position: birth.position,
    raw_title: titleOf(input, ''),
    category_id: input['category_id'] ?? null,
  }),
  update: (rule, input) => ({
    ...rule,
    title: titleOf(input, rule.raw_title),
    active: activeOf(input, rule.active),
    actions: 'actions' in input ? toActions(input['actions']) : (rule['actions'] ?? []),
    conditions: hasConditions(input) ? toConditions(input) : (rule['conditions'] ?? {}),
    description: describedBy(input, rule['description'] ?? null),
    raw_title: titleOf(input, rule.raw_title),
    category_id: input['category_id'] ?? rule['category_id'] ?? null,
  }),
  problems: (rule) => [...problemsOfTitle(rule.raw_title), ...problemsOfActions(rule['actions'])],
};
