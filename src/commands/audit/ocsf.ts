import { isEdit } from '#core/entry/audit-entry.ts';
import { parseIpRange } from '#policy/ip-range.ts';
import type { LogEntry } from '#ports/audit-log.ts';
import { version } from '#version.ts';

/** docs/decisions/0030-the-audit-log-as-data.md names every field and why it is there. */
export const ocsfVersion = '1.3.0';

const activities: Readonly<Record<string, readonly [id: number, name: string]>> = {
  create: [1, 'Create'],
  exported: [2, 'Read'],
  update: [3, 'Update'],
  destroy: [4, 'Delete'],
};
const otherActivity = 99;

/** One OCSF event: Entity Management (3004) for what changed an object, API Activity (6003) for everything else. */
export function renderOcsf(entry: LogEntry, account: string): string {
  const action = entry.action ?? '';
  const isChange = isEdit({ action });
  const classUid = isChange ? 3004 : 6003;
  const [activityId, activityName] = activities[action] ?? [otherActivity, entry.action_label ?? (action || 'Other')];
  const className = isChange ? 'Entity Management' : 'API Activity';
  const object = {
    ...named('uid', entry.source_id),
    ...named('name', entry.source_label),
    ...named('type', entry.source_type),
  };
  // Both objects need one of their attributes at least.
  const subject = Object.keys(object).length === 0 ? { name: 'unknown' } : object;
  return JSON.stringify({
    activity_id: activityId,
    activity_name: activityName,
    category_uid: isChange ? 3 : 6,
    category_name: isChange ? 'Identity & Access Management' : 'Application Activity',
    class_uid: classUid,
    class_name: className,
    type_uid: classUid * 100 + activityId,
    type_name: `${className}: ${activityName}`,
    severity_id: 1,
    severity: 'Informational',
    status_id: 1,
    status: 'Success',
    time: Date.parse(entry.created_at),
    message: [entry.source_label, entry.change_description].filter(Boolean).join(': ') || activityName,
    metadata: {
      version: ocsfVersion,
      uid: entry.id,
      product: { name: 'Zendesk', vendor_name: 'Zendesk', feature: { name: 'Audit log' } },
      log_name: 'audit_logs',
      log_provider: `zendrift ${version}`,
      original_time: entry.created_at,
      tenant_uid: account,
    },
    actor: { user: toUser(entry) },
    src_endpoint: toEndpoint(entry.ip_address),
    ...(isChange
      ? { entity: subject, ...named('comment', entry.change_description) }
      : { api: { operation: action || 'unknown', service: { name: 'Zendesk' } }, resources: [subject] }),
    unmapped: {
      action: entry.action,
      action_label: entry.action_label,
      change_description: entry.change_description,
      url: entry.url,
    },
  });
}

const named = (name: string, value: string | null): Readonly<Record<string, string>> =>
  value === null || value === '' ? {} : { [name]: value };

/** Zendesk itself is a system, whoever else acts is a user. */
const toUser = ({ actor_id: id, actor_name: name }: LogEntry) => ({
  ...named('uid', id),
  name: name ?? 'unknown',
  type_id: id === '-1' ? 3 : 1,
  type: id === '-1' ? 'System' : 'User',
});

/** An address that `privacy.ip` masks is no address any more, so it stands as a name. */
function toEndpoint(ip: string | null): Readonly<Record<string, string>> {
  if (ip === null || ip === '') return { name: 'Zendesk' };
  return ip.includes('/') || parseIpRange(ip) === null ? { name: ip } : { ip };
}
