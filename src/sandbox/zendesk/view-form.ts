import { problemsOfNarrowing, problemsOfTitle, toConditions, toList } from './conditions.ts';
import { isObject, type JsonObject } from './json.ts';
import { toRestriction } from './restriction.ts';
import type { RuleForm } from './rule.ts';
import { activeOf, describedBy, titleOf } from './rule-fields.ts';
import { toExecution } from './view-execution.ts';

/** Written with `all`, `any` and `output`; read with `conditions` and `execution`, which a body may not hold. */
export const viewForm: RuleForm = {
  writable: ['title', 'raw_title', 'active', 'description', 'all', 'any', 'output', 'restriction', 'position'],
  create: (input, birth, columns) => ({
    url: `${birth.origin}/api/v2/views/${birth.id}.json`,
    id: birth.id,
    title: titleOf(input, ''),
    active: activeOf(input, true),
    updated_at: birth.at,
    created_at: birth.at,
    default: false,
    position: birth.position,
    description: describedBy(input, null),
    execution: toExecution(input['output'], {}, columns),
    conditions: toConditions(input),
    restriction: toRestriction(input['restriction']),
    raw_title: titleOf(input, ''),
  }),
  update: (rule, input, columns) => ({
    ...rule,
    title: titleOf(input, rule.raw_title),
    active: activeOf(input, rule.active),
    description: describedBy(input, rule['description'] ?? null),
    execution: toExecution(input['output'], executionOf(rule), columns),
    conditions: conditionsOf(rule, input),
    restriction: 'restriction' in input ? toRestriction(input['restriction']) : (rule['restriction'] ?? null),
    raw_title: titleOf(input, rule.raw_title),
  }),
  problems: (rule) => [...problemsOfTitle(rule.raw_title), ...problemsOfNarrowing(rule['conditions'])],
};

function executionOf(rule: JsonObject): JsonObject {
  return isObject(rule['execution']) ? rule['execution'] : {};
}

/** A PUT replaces `all` and `any` each on its own (Update View); the UI's form sends both. */
function conditionsOf(rule: JsonObject, input: JsonObject): JsonObject {
  if (isObject(input['conditions'])) return toConditions(input);
  const held = isObject(rule['conditions']) ? rule['conditions'] : {};
  return {
    all: 'all' in input ? toList(input['all']) : (held['all'] ?? []),
    any: 'any' in input ? toList(input['any']) : (held['any'] ?? []),
  };
}
