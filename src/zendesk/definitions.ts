import type { FieldNames } from '#core/names/names.ts';
import { digits, field, textField } from './parse.ts';

type Fields = Readonly<Record<string, FieldNames>>;

/**
 * Zendesk's own fields whose numeric values are no person. `names.json` names no person, so values that may be the id of one
 * (`assignee_id`, `requester_id`, `cc`, `notification_user` …) are left out. An allow-list, because a field that Zendesk adds
 * later must not leak by default.
 */
const impersonal = new Set([
  ...['group_id', 'brand_id', 'ticket_form_id', 'custom_status_id', 'locale_id', 'via_id', 'current_via_id'],
  ...['schedule_id', 'set_schedule', 'within_schedule', 'notification_group', 'notification_sms_group'],
  ...['notification_target', 'requester_role', 'satisfaction_reason_code', 'organization_id'],
  ...['add_skills', 'set_skills', 'remove_skills'],
]);

/** A field that an account added, with a list of options. Fields that look something up have another type. */
const hasOptions = (subject: string, type: string | null): boolean =>
  /^(?:custom_fields_\d+|(?:requester|organization)\.custom_fields\..+)$/.test(subject) &&
  (type === 'list' || type === 'multiselect_list' || type === 'tagger');

/**
 * Reads a list of definitions: `subject`, `values` as a list (triggers, views), or `value`, `values.list` (macros). What
 * has another shape is left out: these are words for people, nothing depends on them.
 */
export function toFieldNames(definitions: unknown): Fields {
  if (!Array.isArray(definitions)) return {};
  const fields = new Map<string, FieldNames>();
  const people = peopleIn(definitions);
  for (const definition of definitions) {
    const subject = textField(definition, 'subject') ?? textField(definition, 'value');
    const title = textField(definition, 'title');
    if (subject === null || title === null) continue;
    const before = fields.get(subject);
    fields.set(subject, {
      title,
      values: {
        ...before?.values,
        ...toValues(definition, subject, people),
        ...toTitles(field(field(definition, 'metadata'), 'phone_numbers')),
      },
      operators: { ...before?.operators, ...toTitles(field(definition, 'operators')) },
    });
  }
  return Object.fromEntries(fields);
}

const listOf = (definition: unknown): unknown => {
  const values = field(definition, 'values');
  return Array.isArray(values) ? values : field(values, 'list');
};

/** Ids of people, as far as the fields that name people show them. */
const peopleIn = (definitions: readonly unknown[]): ReadonlySet<string> =>
  new Set(
    definitions
      .filter((definition) => personal.has(textField(definition, 'subject') ?? textField(definition, 'value') ?? ''))
      .flatMap((definition) => Object.keys(toTitles(listOf(definition)))),
  );

const personal = new Set([
  'assignee_id',
  'requester_id',
  'submitter_id',
  'follower',
  'cc',
  'role',
  'notification_user',
]);

function toValues(definition: unknown, subject: string, people: ReadonlySet<string>): Readonly<Record<string, string>> {
  const mayBeNumbers = impersonal.has(subject) || hasOptions(subject, typeOf(definition));
  return Object.fromEntries(
    Object.entries(toTitles(listOf(definition))).filter(
      ([value, title]) =>
        !value.includes('@') &&
        !title.includes('@') &&
        (!/^\d+$/.test(value) || (mayBeNumbers && (impersonal.has(subject) || !people.has(value)))),
    ),
  );
}

/** In the definitions of macros, the type stands beside the values. */
const typeOf = (definition: unknown): string | null =>
  textField(definition, 'type') ?? textField(field(definition, 'values'), 'type');

function toTitles(items: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(items)) return {};
  const titles = items.flatMap((item): [string, string][] => {
    const value = textField(item, 'value') ?? digits(field(item, 'value'));
    const title = textField(item, 'title');
    return value === null || title === null ? [] : [[value, title]];
  });
  return Object.fromEntries(titles);
}
