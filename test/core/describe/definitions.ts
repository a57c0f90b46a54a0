/** A small account in the shape of `/triggers/definitions` and `/macros/definitions`: every documented kind of field. */

const value = (id: string, title: string) => ({ value: id, title, enabled: true });
const none = value('__NULL__', '-');

const operators = (titles: Readonly<Record<string, string>>) =>
  Object.entries(titles).map(([id, title]) => ({
    value: id,
    title,
    terminal: /^(?:not_)?(?:changed|present)$/.test(id),
  }));

const is = { is: 'Is', is_not: 'Is not' };
const compares = { less_than: 'Less than', greater_than: 'Greater than' };
const equals = { less_than_equal: 'Less than or equal to', greater_than_equal: 'Greater than or equal to' };
const changes = {
  ...{ changed: 'Changed', value: 'Changed to', value_previous: 'Changed from' },
  ...{ not_changed: 'Not changed', not_value: 'Not changed to', not_value_previous: 'Not changed from' },
};
const present = { present: 'Present', not_present: 'Not present' };
const words = {
  includes: 'Contains at least one of the following words',
  not_includes: 'Contains none of the following words',
  is: 'Contains the following string',
  is_not: 'Does not contain the following string',
};
const texts = {
  ...is,
  ...present,
  includes_words: 'Contains at least one of the following words',
  not_includes_words: 'Contains none of the following words',
  includes_string: 'Contains the following string',
  not_includes_string: 'Does not contain the following string',
};
const dates = {
  ...is,
  ...present,
  ...{ less_than: 'Before', less_than_equal: 'Before or on', greater_than: 'After', greater_than_equal: 'After or on' },
  ...{ within_previous_n_days: 'Is within the previous', within_next_n_days: 'Is within the next' },
};
const tags = {
  includes: 'Contains at least one of the following',
  not_includes: 'Contains none of the following',
};

const statuses = [value('new', 'New'), value('open', 'Open'), value('hold', 'On-hold'), value('closed', 'Closed')];
const priorities = [value('low', 'Low'), value('urgent', 'Urgent')];
const types = [value('question', 'Question'), value('task', 'Task')];
const groups = [value('4401', 'Billing desk'), value('4402', 'Night shift'), value('4403', 'Billing desk')];
const people = [value('900100', 'Robin Vale'), value('900200', 'Sam Hollow')];
const brands = [value('5501', 'Northwind'), value('5502', 'Southwind')];
const forms = [value('default_ticket_form', '(default form)'), value('6601', 'Returns')];
const schedules = [value('7701', 'Weekdays'), value('7702', 'Weekends')];
const channels = [value('0', 'Web form'), value('4', 'Email'), value('74', 'WhatsApp')];
const languages = [value('1', 'English'), value('8', 'Deutsch')];
const plans = [none, value('3300001', 'Starter'), value('3300002', 'Enterprise plan')];
const series = [value('2024', 'Series 2024'), value('2025', 'Series 2025'), value('used', 'Second hand')];
const skills = [value('6f1c2a3e-0001', 'German'), value('6f1c2a3e-0002', 'Refunds')];

export const triggerDefinitions = {
  conditions_all: [
    condition('status', 'Status', 'list', { ...is, ...compares, ...changes }, statuses),
    condition('custom_status_id', 'Ticket status', 'list', { includes: 'Includes', not_includes: 'Does not include' }, [
      value('8801', 'Waiting for parts'),
      value('8802', 'Parts ordered'),
    ]),
    condition('priority', 'Priority', 'list', { ...is, ...compares, ...changes }, [none, ...priorities]),
    condition('type', 'Type', 'list', { ...is, ...changes }, [none, ...types]),
    condition('number_of_incidents', 'Number of incidents', 'text', { ...compares, is: 'Is', ...equals }),
    condition('brand_id', 'Brand', 'list', { ...is, ...changes }, brands),
    condition('ticket_form_id', 'Form', 'list', { ...is, ...changes }, forms),
    condition('group_id', 'Group', 'list', { ...is, ...changes }, [none, ...groups]),
    condition('assignee_id', 'Assignee', 'list', { ...is, ...changes }, [
      none,
      value('current_user', '(current user)'),
      ...people,
    ]),
    condition('requester_id', 'Requester', 'list', { ...is, ...changes }, [
      value('assignee_id', '(assignee)'),
      ...people,
    ]),
    condition('organization_id', 'Organization', 'list', { ...is, ...changes }, [
      none,
      value('77001', 'Larkspur Mills'),
      value('77002', 'Harbour Works'),
    ]),
    condition('current_tags', 'Tags', 'tags', tags),
    condition('via_id', 'Channel', 'list', is, channels),
    condition('current_via_id', 'Update via', 'list', is, channels),
    condition('recipient', 'Received at', 'list', { is: 'Is' }, [value('help@acme.test', 'help@acme.test')]),
    condition('update_type', 'Ticket', 'list', { is: 'Is' }, [value('Create', 'Created'), value('Change', 'Updated')]),
    condition('subject_includes_word', 'Subject text', 'text', words),
    condition('comment_includes_word', 'Comment text', 'text', words),
    condition('ticket_is_public', 'Privacy', 'list', { is: 'Is' }, [
      value('public', 'Ticket has public comments'),
      value('private', 'Ticket has no public comments'),
    ]),
    condition('comment_is_public', 'Comment', 'list', { is: 'Is' }, [
      value('true', 'Public'),
      value('requester_can_see_comment', 'Present, and requester can see the comment'),
    ]),
    condition('satisfaction_score', 'Satisfaction', 'list', { ...is, ...changes }, [
      value('good_with_comment', 'Good with comment'),
      value('bad', 'Bad'),
    ]),
    condition('satisfaction_reason_code', 'Satisfaction reason', 'list', { ...is, ...changes }, [
      value('5', 'The issue took too long to resolve'),
      value('6', 'Some other reason'),
    ]),
    condition('reopens', 'Reopens', 'text', { ...compares, is: 'Is' }),
    condition('agent_stations', 'Assignee stations', 'text', { ...compares, is: 'Is' }),
    condition('in_business_hours', 'Within business hours?', 'list', { is: 'Is' }, [
      value('true', 'Yes'),
      value('false', 'No'),
    ]),
    condition('on_holiday', 'On a holiday?', 'list', { is: 'Is' }, [value('true', 'Yes'), value('false', 'No')]),
    condition('schedule_id', 'Schedule', 'list', is, schedules),
    condition('within_schedule', 'Within (schedule)', 'list', { is: 'Is' }, schedules),
    condition('ticket_due_date', 'Due date', 'list', { is: 'Is' }, [
      value('true', 'Present'),
      value('false', 'Not present'),
    ]),
    condition('requester_role', 'Role', 'list', is, [value('4', 'Agent'), value('0', '(end-user)')], 'requester'),
    condition('locale_id', 'Language', 'list', is, languages, 'requester'),
    condition('role', 'Current user', 'list', is, [
      value('agent', '(agent)'),
      value('end_user', '(end-user)'),
      ...people,
    ]),
    condition(
      'custom_fields_36001',
      'Product',
      'list',
      { includes: 'Includes', not_includes: 'Does not include', ...present },
      [none, ...series],
    ),
    condition('custom_fields_36002', 'Postcode', 'list', present),
    condition('custom_fields_36003', 'Gift', 'list', { is: 'Is' }, [
      value('true', 'Checked'),
      value('false', 'Unchecked'),
    ]),
    condition('custom_fields_36004', 'Warranty ends', 'date', dates),
    condition('custom_fields_36005', 'Parcels', 'text', {
      is: 'Is',
      ...compares,
      ...equals,
      is_not: 'Is not',
      ...present,
    }),
    condition('requester.custom_fields.plan', 'Plan', 'list', { ...is, ...present }, plans, 'requester'),
    condition('requester.custom_fields.nickname', 'Nickname', 'text', texts, undefined, 'requester'),
    condition('requester.custom_fields.joined', 'Joined', 'date', dates, undefined, 'requester'),
    condition('organization.custom_fields.plan', 'Plan', 'list', { ...is, ...present }, plans, 'organization'),
    condition(
      'organization.custom_fields.seats',
      'Seats',
      'text',
      { ...is, ...compares, ...equals },
      undefined,
      'organization',
    ),
    condition('lookup:ticket.ticket_field_36009.custom_fields.region', 'Region', 'list', is, [
      value('eu', 'Europe'),
      value('us', 'America'),
    ]),
  ],
  conditions_any: [],
  actions: [
    action('status', 'Status', 'list', statuses),
    action('custom_status_id', 'Ticket status', 'list', [value('8801', 'Waiting for parts')]),
    action('priority', 'Priority', 'list', priorities),
    action('type', 'Type', 'list', types),
    action('brand_id', 'Brand', 'list', brands),
    action('ticket_form_id', 'Form', 'list', forms),
    action('group_id', 'Group', 'list', [none, ...groups]),
    action('assignee_id', 'Assignee', 'list', [none, value('requester_id', '(requester)'), ...people]),
    action('set_tags', 'Set tags', 'tags'),
    action('current_tags', 'Add tags', 'tags'),
    action('remove_tags', 'Remove tags', 'tags'),
    action('follower', 'Add follower', 'list', [value('current_user', '(current user)'), ...people]),
    action('cc', 'Add CC', 'list', [value('current_user', '(current user)'), ...people]),
    action('set_schedule', 'Set schedule', 'list', schedules),
    action('locale_id', 'Language', 'list', languages, 'requester'),
    action('satisfaction_score', 'Satisfaction', 'list', [value('offered', 'Offered')]),
    action('add_skills', 'Add skills', 'list', skills),
    action('set_skills', 'Set skills', 'list', skills),
    action('notification_user', 'Email user', 'email', [value('requester_id', '(requester)'), ...people]),
    action('notification_group', 'Email group', 'email', [value('group_id', '(assigned group)'), ...groups]),
    action('notification_target', 'Notify target', 'target', [value('1200001', 'Warehouse')]),
    action('notification_webhook', 'Notify active webhook', 'webhook'),
    {
      ...action('notification_sms_user', 'Text user', 'sms', [value('requester_id', '(requester)'), ...people]),
      metadata: { phone_numbers: [{ value: 1_300_001, title: '+1 (555) 010-0001' }] },
    },
    action('deflection', 'Autoreply with articles', 'email'),
    action('tweet_requester', 'Tweet requester', 'textarea'),
    action('custom_fields_36001', 'Product', 'multiselect_list', series),
    action('custom_fields_36004', 'Warranty ends', 'date'),
    action('requester.custom_fields.plan', 'Plan', 'list', plans, 'requester'),
    action('organization.custom_fields.plan', 'Plan', 'list', plans, 'organization'),
  ],
};

export const macroDefinitions = {
  actions: [
    ['subject', 'Set subject', 'text', []],
    [
      'comment_value',
      'Comment/description',
      'list_with_textarea',
      [value('channel:all', 'Channel: All'), value('channel:web', 'Channel: Web')],
    ],
    ['comment_value_html', 'Comment/description', 'textarea', []],
    ['comment_mode_is_public', 'Comment mode', 'list', [value('true', 'Public'), value('false', 'Private')]],
    ['side_conversation', 'Side conversation', 'side_conversation', []],
    ['side_conversation_ticket', 'Side conversation ticket', 'side_conversation', []],
    ['side_conversation_slack', 'Side conversation Slack', 'side_conversation', []],
  ].map(([id, title, type, list]) => ({ value: id, title, values: { type, list } })),
};

function condition(
  subject: string,
  title: string,
  type: string,
  titles: Readonly<Record<string, string>>,
  values?: readonly object[],
  group = 'ticket',
) {
  return {
    subject,
    title,
    type,
    group,
    nullable: false,
    repeatable: false,
    operators: operators(titles),
    ...(values && { values }),
  };
}

function action(subject: string, title: string, type: string, values?: readonly object[], group = 'ticket') {
  return { subject, title, type, group, nullable: false, repeatable: false, ...(values && { values }) };
}
