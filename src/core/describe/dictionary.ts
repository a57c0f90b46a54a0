/**
 * Zendesk's English words for what its own rules are made of, for accounts whose words could not be read.
 * https://support.zendesk.com/hc/en-us/articles/4408893545882 (conditions and actions reference)
 */
export const fieldTitles: Readonly<Record<string, string>> = {
  status: 'Status',
  custom_status_id: 'Ticket status',
  type: 'Type',
  ticket_type_id: 'Type',
  priority: 'Priority',
  group_id: 'Group',
  assignee_id: 'Assignee',
  requester_id: 'Requester',
  submitter_id: 'Submitter',
  organization_id: 'Organization',
  brand_id: 'Brand',
  ticket_form_id: 'Form',
  current_tags: 'Tags',
  via_id: 'Channel',
  current_via_id: 'Update via',
  via_subtype_id: 'Integration account',
  recipient: 'Received at',
  received_from: 'Received from',
  update_type: 'Ticket',
  comment_is_public: 'Comment',
  comment_includes_word: 'Comment text',
  subject_includes_word: 'Subject text',
  description_includes_word: 'Description',
  ticket_is_public: 'Privacy',
  role: 'Current user',
  satisfaction_score: 'Satisfaction',
  satisfaction_reason_code: 'Satisfaction reason',
  locale_id: 'Requester language',
  requester_role: 'Requester role',
  attachment: 'Attachment',
  cc: 'CC',
  in_business_hours: 'Within business hours',
  on_holiday: 'On a holiday',
  within_schedule: 'Within schedule',
  number_of_incidents: 'Number of incidents',
  ticket_due_date: 'Due date',
  schedule_id: 'Schedule',
  replies: 'Agent replies',
  agent_stations: 'Assignee stations',
  group_stations: 'Group stations',
  reopens: 'Reopens',
  due_at: 'Due date',
  due_date: 'Due date',
  NEW: 'Hours since created',
  OPEN: 'Hours since open',
  PENDING: 'Hours since pending',
  HOLD: 'Hours since on-hold',
  SOLVED: 'Hours since solved',
  CLOSED: 'Hours since closed',
  assigned_at: 'Hours since assigned',
  updated_at: 'Hours since update',
  requester_updated_at: 'Hours since requester update',
  assignee_updated_at: 'Hours since assignee update',
  until_due_date: 'Hours until due date',
  sla_next_breach_at: 'Hours until next SLA breach',
  until_sla_next_breach_at: 'Hours until next SLA breach',
  last_sla_breach_at: 'Hours since last SLA breach',
  subject: 'Subject',
};

/** Where a field means something else, or is said differently, as an action. */
export const actionTitles: Readonly<Record<string, string>> = {
  current_tags: 'Add tags',
  set_tags: 'Set tags',
  remove_tags: 'Remove tags',
  notification_user: 'Email user',
  notification_group: 'Email group',
  notification_target: 'Notify target',
  notification_webhook: 'Notify active webhook',
  notification_sms_user: 'Text user',
  notification_sms_group: 'Text group',
  tweet_requester: 'Tweet requester',
  deflection: 'Autoreply with articles',
  satisfaction_score: 'Satisfaction survey',
  follower: 'Add follower',
  cc: 'Add CC',
  share_ticket: 'Share ticket with',
  locale_id: 'Requester language',
  add_skills: 'Add skills',
  set_skills: 'Set skills',
  remove_skills: 'Remove skills',
  set_schedule: 'Schedule',
  comment_value: 'Comment',
  comment_value_html: 'Comment (rich text)',
  comment: 'Comment',
  comment_mode_is_public: 'Comment mode',
  side_conversation: 'Start side conversation',
  side_conversation_ticket: 'Start side conversation by ticket',
  side_conversation_slack: 'Start side conversation in Slack',
};

/** Actions that do something, where others set a field to a value: "Add tags x" and "Status is set to Open". */
export const deeds: ReadonlySet<string> = new Set(
  Object.keys(actionTitles).filter(
    (field) => !['satisfaction_score', 'locale_id', 'set_schedule', 'comment_mode_is_public'].includes(field),
  ),
);

const statuses = { new: 'New', open: 'Open', pending: 'Pending', hold: 'On-hold', solved: 'Solved', closed: 'Closed' };
const types = { question: 'Question', incident: 'Incident', problem: 'Problem', task: 'Task' };

// https://developer.zendesk.com/documentation/ticketing/reference-guides/via-types/
const channels = {
  ...{ 0: 'Web form', 4: 'Email', 5: 'Web service (API)', 8: 'Automation', 23: 'Twitter Like', 24: 'Forum topic' },
  ...{ 26: 'Twitter DM', 27: 'Closed ticket', 29: 'Chat', 30: 'Twitter', 31: 'Ticket sharing', 33: 'Voicemail' },
  ...{ 34: 'Phone call (incoming)', 35: 'Phone call (outgoing)', 38: 'Facebook Post', 48: 'Web Widget' },
  ...{ 41: 'Facebook Private Message', 49: 'Mobile SDK', 50: 'Help Center post', 55: 'Channel Integrations' },
  ...{ 56: 'Mobile', 57: 'Text', 72: 'LINE', 73: 'WeChat', 74: 'WhatsApp', 78: 'Facebook Messenger' },
  ...{ 86: 'Instagram Direct', 88: 'Twitter Direct Message' },
};

export const valueTitles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  status: statuses,
  type: types,
  priority: { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' },
  update_type: { Create: 'Created', Change: 'Updated' },
  ticket_is_public: { public: 'Ticket has public comments', private: 'Ticket has no public comments' },
  ticket_due_date: { true: 'Present', false: 'Not present' },
  comment_is_public: {
    true: 'Public',
    false: 'Private',
    not_relevant: 'Present (public or private)',
    requester_can_see_comment: 'Present, and requester can see the comment',
  },
  comment_mode_is_public: { true: 'Public', false: 'Private' },
  role: { end_user: '(end user)', agent: '(agent)', admin: '(admin)' },
  requester_role: { 0: '(end user)', 2: '(admin)', 4: '(agent)' },
  satisfaction_score: {
    ...{ offered: 'Offered', unoffered: 'Unoffered', good: 'Good', bad: 'Bad' },
    ...{ good_with_comment: 'Good with comment', bad_with_comment: 'Bad with comment' },
  },
  via_id: channels,
  current_via_id: channels,
  ticket_form_id: { default_ticket_form: '(default form)' },
  comment_value: { 'channel:all': 'all', 'channel:web': 'web' },
};

/** Stand-ins that many fields take. */
export const tokenTitles: Readonly<Record<string, string>> = {
  current_user: '(current user)',
  current_groups: "(current user's groups)",
  requester_id: '(requester)',
  requester_and_ccs: '(requester and CCs)',
  assignee_id: '(assignee)',
  group_id: '(assigned group)',
  submitter_id: '(submitter)',
  all_agents: '(all non-restricted agents)',
};

/** Columns, grouping and sorting of views. */
export const columnTitles: Readonly<Record<string, string>> = {
  assigned: 'Assigned',
  assignee: 'Assignee',
  attributes_match: 'Skill match',
  brand: 'Brand',
  created: 'Requested',
  custom_status_id: 'Ticket status',
  description: 'Latest comment',
  due_date: 'Due date',
  group: 'Group',
  locale_id: 'Language',
  nice_id: 'ID',
  organization: 'Organization',
  priority: 'Priority',
  requester: 'Requester',
  satisfaction_score: 'Satisfaction',
  score: 'Score',
  sla_next_breach_at: 'Next SLA breach',
  solved: 'Solved',
  status: 'Status',
  subject: 'Subject',
  submitter: 'Submitter',
  ticket_form: 'Form',
  type: 'Type',
  updated: 'Updated',
  updated_assignee: 'Assignee updated',
  updated_by_type: 'Updater',
  updated_requester: 'Requester updated',
};

/** What Zendesk's own UI calls a field where we say the same in other words. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  comment_value: ['Comment/description'],
  comment_value_html: ['Comment/description', 'Comment/description (rich text)'],
  comment_is_public: ['Comment is'],
  side_conversation: ['Side conversation', 'Create side conversation'],
  side_conversation_ticket: ['Side conversation ticket', 'Create side conversation ticket'],
  side_conversation_slack: ['Side conversation Slack', 'Create Slack side conversation'],
  subject: ['Set subject'],
  set_schedule: ['Set schedule'],
  locale_id: ['Language'],
  requester_role: ['Role'],
  in_business_hours: ['Within business hours?'],
  on_holiday: ['On a holiday?'],
  within_schedule: ['Within (schedule)'],
};

export const isAlias = (field: string, title: string): boolean =>
  Object.hasOwn(aliases, field) && aliases[field]?.includes(title) === true;

const words = ['Yes', 'No', 'Checked', 'Unchecked', 'Agent', 'Admin', 'End user', '(end-user)', '(all agents)'];

const ownTitles: ReadonlyMap<string, string> = new Map(
  [
    ...[fieldTitles, actionTitles, tokenTitles, columnTitles, ...Object.values(valueTitles)].flatMap(Object.values),
    ...words,
  ].map((title: string) => [title, title]),
);

/** The same word out of our own dictionary, or undefined: only then may it stand unquoted (words.ts). */
export const findOwnTitle = (title: string): string | undefined => ownTitles.get(title);
