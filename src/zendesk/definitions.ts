import type { FieldNames } from '#core/names/names.ts';
import { digits, field, textField } from './parse.ts';

type Fields = Readonly<Record<string, FieldNames>>;

/**
 * Fields whose numeric values are no person. In every other field a numeric value may be the id of an agent
 * (`assignee_id`, `requester_id`, `cc`, `notification_user`, a lookup field …) or of a customer's organization, whose
 * title names a person; `names.json` names no person, so those values are left out. An allow-list,
 * because a field that Zendesk adds later must not leak by default.
 */
const impersonal = new Set([
  ...['group_id', 'brand_id', 'ticket_form_id', 'custom_status_id', 'locale_id', 'via_id', 'current_via_id'],
  ...['schedule_id', 'set_schedule', 'notification_group', 'notification_sms_group', 'notification_target'],
]);

/**
 * Reads a list of definitions: `subject`, `values` as a list (triggers, views), or `value`, `values.list` (macros). What
 * has another shape is left out: these are words for people, nothing depends on them.
 */
export function toFieldNames(definitions: unknown): Fields {
  if (!Array.isArray(definitions)) return {};
  const fields = new Map<string, FieldNames>();
  for (const definition of definitions) {
    const subject = textField(definition, 'subject') ?? textField(definition, 'value');
    const title = textField(definition, 'title');
    if (subject === null || title === null) continue;
    const before = fields.get(subject);
    const values = field(definition, 'values');
    fields.set(subject, {
      title,
      values: { ...before?.values, ...toValues(subject, Array.isArray(values) ? values : field(values, 'list')) },
      operators: { ...before?.operators, ...toTitles(field(definition, 'operators')) },
    });
  }
  return Object.fromEntries(fields);
}

const toValues = (subject: string, values: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(toTitles(values)).filter(
      ([value, title]) =>
        (impersonal.has(subject) || !/^\d+$/.test(value)) && !value.includes('@') && !title.includes('@'),
    ),
  );

function toTitles(items: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(items)) return {};
  const titles = items.flatMap((item): [string, string][] => {
    const value = textField(item, 'value') ?? digits(field(item, 'value'));
    const title = textField(item, 'title');
    return value === null || title === null ? [] : [[value, title]];
  });
  return Object.fromEntries(titles);
}
