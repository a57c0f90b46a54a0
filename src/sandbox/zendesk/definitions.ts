import type { Account } from './account.ts';
import { type JsonObject, objectsIn } from './json.ts';
import { columnTitles } from './view-execution.ts';

/** Automations have no definitions of their own in the API. */
export type DefinedKind = 'trigger' | 'macro' | 'view';

type Value = { readonly value: string; readonly title: string; readonly enabled: boolean };
type Subject = {
  readonly subject: string;
  readonly title: string;
  readonly type: string;
  readonly values?: readonly Value[];
};

/** Words for fields, operators and values, as `/definitions` gives them for a kind. */
export function toDefinitions(account: Account, kind: DefinedKind): JsonObject {
  const conditions = toConditions(account, kind);
  if (kind === 'macro') return { actions: toActions(account, kind) };
  if (kind === 'trigger') {
    return {
      actions: toActions(account, kind),
      conditions_all: conditions,
      conditions_any: conditions.map(({ values: _values, ...condition }) => condition),
    };
  }
  const columns = [
    ...Object.entries(columnTitles).map(([value, title]) => ({ value, title, group: 'ticket', type: 'list' })),
    ...customFields(account).map(({ id, title, type }) => ({ value: String(id), title, group: 'ticket', type })),
  ];
  return {
    conditions_all: conditions,
    conditions_any: conditions,
    groupables: columns,
    output: columns,
    sortables: columns,
  };
}

function toConditions(account: Account, kind: DefinedKind): readonly JsonObject[] {
  const onlyTriggers: readonly Subject[] = [
    { subject: 'update_type', title: 'Ticket', type: 'list', values: values({ Create: 'Created', Change: 'Updated' }) },
    { subject: 'current_via_id', title: 'Channel', type: 'list', values: values({ '0': 'Web form', '4': 'Email' }) },
    {
      subject: 'comment_is_public',
      title: 'Comment is',
      type: 'list',
      values: values({ true: 'Public', false: 'Private' }),
    },
    {
      subject: 'role',
      title: 'Current user',
      type: 'list',
      values: values({ agent: '(agent)', end_user: '(end user)' }),
    },
    { subject: 'comment_includes_word', title: 'Comment text', type: 'text' },
  ];
  const onlyViews: readonly Subject[] = [
    { subject: 'SOLVED', title: 'Hours since solved', type: 'text' },
    { subject: 'updated_at', title: 'Hours since update', type: 'text' },
  ];
  const subjects = [...shared(account), ...(kind === 'trigger' ? onlyTriggers : onlyViews)];
  return subjects.map((subject) => ({
    ...subject,
    group: 'ticket',
    nullable: subject.subject.endsWith('_id'),
    repeatable: subject.subject === 'current_tags',
    operators: operatorsOf(subject, kind),
  }));
}

function toActions(account: Account, kind: DefinedKind): readonly JsonObject[] {
  const onlyTriggers: readonly Subject[] = [
    { subject: 'notification_user', title: 'Email user', type: 'list', values: recipients },
    { subject: 'notification_group', title: 'Email group', type: 'list', values: groupValues(account) },
    { subject: 'notification_webhook', title: 'Notify active webhook', type: 'list', values: webhookValues(account) },
    { subject: 'notification_target', title: 'Notify target', type: 'list', values: [] },
  ];
  const onlyMacros: readonly Subject[] = [
    { subject: 'comment_value', title: 'Comment/description', type: 'text' },
    { subject: 'comment_value_html', title: 'Comment/description (rich text)', type: 'text' },
    {
      subject: 'comment_mode_is_public',
      title: 'Comment mode',
      type: 'list',
      values: values({ true: 'Public', false: 'Private' }),
    },
    { subject: 'subject', title: 'Set subject', type: 'text' },
  ];
  const tags: readonly Subject[] = [
    { subject: 'set_tags', title: 'Set tags', type: 'text' },
    { subject: 'current_tags', title: 'Add tags', type: 'text' },
    { subject: 'remove_tags', title: 'Remove tags', type: 'text' },
  ];
  const fields = shared(account).filter(({ subject }) => subject !== 'current_tags');
  return [...fields, ...tags, ...(kind === 'trigger' ? onlyTriggers : onlyMacros)].map((subject) => ({
    ...subject,
    group: 'ticket',
    nullable: false,
    repeatable: subject.subject.startsWith('notification_'),
  }));
}

function shared(account: Account): readonly Subject[] {
  const agents = account.users.list().filter(({ role, active }) => active && role !== 'end-user');
  return [
    { subject: 'status', title: 'Status', type: 'list', values: values(statuses) },
    { subject: 'custom_status_id', title: 'Ticket status', type: 'list', values: statusValues(account) },
    { subject: 'priority', title: 'Priority', type: 'list', values: values(priorities) },
    { subject: 'type', title: 'Type', type: 'list', values: values(types) },
    { subject: 'group_id', title: 'Group', type: 'list', values: groupValues(account) },
    {
      subject: 'assignee_id',
      title: 'Assignee',
      type: 'list',
      values: values({ '': '-', current_user: '(current user)', ...named(agents) }),
    },
    { subject: 'brand_id', title: 'Brand', type: 'list', values: values(named(account.brands.list())) },
    { subject: 'current_tags', title: 'Tags', type: 'text' },
    ...customFields(account).map(({ id, title, type, options }) => ({
      subject: `custom_fields_${id}`,
      title,
      type,
      ...(options.length === 0 ? {} : { values: options }),
    })),
  ];
}

const statuses = { new: 'New', open: 'Open', pending: 'Pending', hold: 'On-hold', solved: 'Solved', closed: 'Closed' };
const priorities = { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' };
const types = { question: 'Question', incident: 'Incident', problem: 'Problem', task: 'Task' };
const recipients = values({
  requester_id: '(requester)',
  requester_and_ccs: '(requester and CCs)',
  assignee_id: '(assignee)',
  all_agents: '(all agents)',
});

function operatorsOf({ subject, type }: Subject, kind: DefinedKind): readonly JsonObject[] {
  const terminal = new Set(['changed', 'not_changed']);
  const changes = {
    changed: 'Changed',
    value: 'Changed to',
    value_previous: 'Changed from',
    not_changed: 'Not changed',
  };
  const names =
    subject === 'current_tags'
      ? { includes: 'Contains at least one of', not_includes: 'Contains none of' }
      : type === 'text'
        ? {
            includes: 'Contains',
            not_includes: 'Does not contain',
            is: 'Is',
            greater_than: 'Greater than',
            less_than: 'Less than',
          }
        : {
            ...{ is: 'Is', is_not: 'Is not', less_than: 'Less than', greater_than: 'Greater than' },
            ...(kind === 'trigger' ? changes : {}),
          };
  return Object.entries(names).map(([value, title]) => ({ value, title, terminal: terminal.has(value) }));
}

function values(titles: Readonly<Record<string, string>>): readonly Value[] {
  return Object.entries(titles).map(([value, title]) => ({ value, title, enabled: true }));
}

function named(things: readonly JsonObject[]): Readonly<Record<string, string>> {
  return Object.fromEntries(things.map(({ id, name }) => [String(id), String(name)]));
}

function groupValues(account: Account): readonly Value[] {
  return values({ '': '-', current_groups: '(current group)', ...named(account.groups.list()) });
}

function webhookValues(account: Account): readonly Value[] {
  return values(named(account.webhooks.list()));
}

function statusValues(account: Account): readonly Value[] {
  return values(
    Object.fromEntries(account.customStatuses.list().map(({ id, agent_label }) => [String(id), String(agent_label)])),
  );
}

interface CustomField {
  readonly id: number | string;
  readonly title: string;
  readonly type: string;
  readonly options: readonly Value[];
}

function customFields(account: Account): readonly CustomField[] {
  return account.ticketFields
    .list()
    .filter(({ removable }) => removable === true)
    .map(({ id, title, type, custom_field_options: options }) => ({
      id,
      title: String(title),
      type: String(type),
      options: objectsIn(options).map(({ value, name }) => ({
        value: String(value),
        title: String(name),
        enabled: true,
      })),
    }));
}
