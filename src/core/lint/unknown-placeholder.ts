/** What stands behind `ticket.` in Zendesk's list of placeholders; people and groups have properties of their own. */
const known: readonly string[] = [
  ...[
    'account',
    'assignee',
    'brand',
    'cc_names',
    'ccs',
    'comments',
    'comments_formatted',
    'created_at',
    'custom_status',
  ],
  ...['created_at_with_time', 'created_at_with_timestamp', 'description', 'due_date', 'due_date_with_timestamp'],
  ...['email_cc_names', 'email_ccs', 'encoded_id', 'external_id', 'follower_names', 'followers', 'group', 'id'],
  ...['follower_reply_type_message', 'in_business_hours', 'latest_comment', 'latest_comment_formatted'],
  ...['latest_comment_html', 'latest_comment_rich', 'latest_public_comment', 'latest_public_comment_formatted'],
  ...[
    'latest_public_comment_html',
    'latest_public_comment_rich',
    'link',
    'organization',
    'priority',
    'public_comments',
  ],
  ...['public_comments_formatted', 'requester', 'score', 'status', 'submitter', 'tags', 'ticket_form', 'ticket_type'],
  ...['title', 'updated_at', 'updated_at_with_time', 'updated_at_with_timestamp', 'url', 'url_with_protocol', 'via'],
  ...['verbatim_description', 'type', 'subject'],
];
const names: ReadonlySet<string> = new Set(known);

/**
 * The placeholder that was probably meant, or null. Zendesk adds placeholders without notice, so a name counts as wrong only
 * where it is one or two letters away from a known one.
 */
export function findMisspelling(placeholder: string): string | null {
  const [, name = ''] = /^ticket\.([a-z_]{4,60})(?:\.|$)/.exec(placeholder) ?? [];
  if (name === '' || names.has(name)) return null;
  const meant = known.find((one) => one.length > 4 && distance(name, one) <= (one.length > 8 ? 2 : 1));
  // A plural may well be a placeholder of its own.
  return meant === undefined || `${meant}s` === name || `${name}s` === meant ? null : `ticket.${meant}`;
}

/** Letters to put in, take away, replace, or swap with their neighbour. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const at = (up: number, left: number): number => (up === 0 ? row : rows[i - up])?.[j - left] ?? 99;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && i > 1 && j > 1 ? at(2, 2) + 1 : 99;
      row.push(Math.min(at(1, 0) + 1, at(0, 1) + 1, at(1, 1) + (a[i - 1] === b[j - 1] ? 0 : 1), swapped));
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 99;
}
