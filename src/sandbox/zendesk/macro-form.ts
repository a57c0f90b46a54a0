import { problemsOfActions, problemsOfTitle, toActions } from './conditions.ts';
import { toRestriction } from './restriction.ts';
import type { RuleForm } from './rule.ts';
import { activeOf, describedBy, titleOf } from './rule-fields.ts';

/** Categories are part of the title (`Billing::Refunds::EU`). Attachments are added apart from the body. */
export const macroForm: RuleForm = {
  writable: ['title', 'raw_title', 'active', 'description', 'actions', 'restriction', 'position'],
  create: (input, birth) => ({
    url: `${birth.origin}/api/v2/macros/${birth.id}.json`,
    id: birth.id,
    title: titleOf(input, ''),
    active: activeOf(input, true),
    updated_at: birth.at,
    created_at: birth.at,
    default: false,
    position: birth.position,
    description: describedBy(input, null),
    actions: toActions(input['actions']),
    restriction: toRestriction(input['restriction']),
    raw_title: titleOf(input, ''),
  }),
  update: (rule, input) => ({
    ...rule,
    title: titleOf(input, rule.raw_title),
    active: activeOf(input, rule.active),
    description: describedBy(input, rule['description'] ?? null),
    actions: 'actions' in input ? toActions(input['actions']) : (rule['actions'] ?? []),
    restriction: 'restriction' in input ? toRestriction(input['restriction']) : (rule['restriction'] ?? null),
    raw_title: titleOf(input, rule.raw_title),
  }),
  problems: (rule) => [...problemsOfTitle(rule.raw_title), ...problemsOfActions(rule['actions'])],
};
