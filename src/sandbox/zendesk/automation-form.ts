import {
  hasConditions,
  problemsOfActions,
  problemsOfNarrowing,
  problemsOfTitle,
  toActions,
  toConditions,
} from './conditions.ts';
import { isObject, type Json, objectsIn } from './json.ts';
import type { Problem, RuleForm } from './rule.ts';
import { activeOf, titleOf } from './rule-fields.ts';

/** `raw_title` is read-only for this kind alone (AutomationObject), and there is no description. */
export const automationForm: RuleForm = {
  writable: ['title', 'active', 'actions', 'conditions', 'all', 'any', 'position'],
  create: (input, birth) => ({
    url: `${birth.origin}/api/v2/automations/${birth.id}.json`,
    id: birth.id,
    title: titleOf(input, ''),
    active: activeOf(input, true),
    updated_at: birth.at,
    created_at: birth.at,
    default: false,
    actions: toActions(input['actions']),
    conditions: toConditions(input),
    position: birth.position,
    raw_title: titleOf(input, ''),
  }),
  update: (rule, input) => ({
    ...rule,
    title: titleOf(input, rule.raw_title),
    active: activeOf(input, rule.active),
    actions: 'actions' in input ? toActions(input['actions']) : (rule['actions'] ?? []),
    conditions: hasConditions(input) ? toConditions(input) : (rule['conditions'] ?? {}),
    raw_title: titleOf(input, rule.raw_title),
  }),
  problems: (rule) => [
    ...problemsOfTitle(rule.raw_title),
    ...problemsOfActions(rule['actions']),
    ...problemsOfNarrowing(rule['conditions']),
    ...problemsOfTime(rule['conditions']),
  ],
};

/** Hours since … are written in capitals: `SOLVED`, `PENDING`, `OPEN`, `NEW`; `due_date` and SLA ones are not. */
const timed = /^(?:[A-Z_]+|updated_at|requester_updated_at|assignee_updated_at|assigned_at|due_date|until_due_date)$/;

function problemsOfTime(conditions: Json | undefined): readonly Problem[] {
  const all = isObject(conditions) ? objectsIn(conditions['all']) : [];
  if (all.some(({ field }) => typeof field === 'string' && timed.test(field))) return [];
  const description = 'Conditions: must have at least one time-based condition in "all"';
  return [{ field: 'conditions', description, error: 'InvalidValue' }];
}
