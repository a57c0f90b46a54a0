import { kindNames, namesOfPreset } from '#kinds/registry.ts';
import type { AlertClauses, OwnerApproval } from '#policy/rule.ts';
import type { Config } from './config.ts';
import { type ConfigInput, defaultCommitter } from './schema.ts';

/** Checked keys as they are written → the names and shapes that the code reads. */
export function toConfig(input: ConfigInput, subdomain: string): Config {
  const account = input.account ?? subdomain;
  const wanted: readonly string[] = typeof input.kinds === 'string' ? namesOfPreset(input.kinds) : input.kinds;
  const { issues, sweep, approvers } = input;
  return {
    account,
    kinds: kindNames.filter((name) => wanted.includes(name)),
    includePersonal: input['include-personal'],
    audit: input.audit,
    branch: input.branch ?? null,
    timezone: input.timezone,
    identities: new Map(
      Object.entries(input.identities).map(([id, { github, 'github-id': githubId, email }]) => [
        id,
        { github: github ?? null, githubId: githubId ?? null, email: email ?? null },
      ]),
    ),
    privacy: { ip: input.privacy.ip, allowPublic: input.privacy['allow-public'] },
    redact: input.redact.map(({ field, kind }) => ({ field, kind: kind ?? null })),
    policy: input.policy,
    hours: input.hours ?? null,
    issues: {
      authors: issues.authors,
      assignees: issues.assignees,
      highRisk: issues['high-risk'],
      maxNewPerRun: issues['max-new-per-run'],
      maxOpen: issues['max-open'],
      renotify: issues.renotify,
      remind: issues.remind ?? Math.max(issues.renotify, usualReminder),
    },
    sweep: { every: sweep.every, auditWindow: sweep['audit-window'], maxVanished: sweep['max-vanished'] },
    approvers: {
      permission: approvers.permission,
      logins: approvers.logins,
      outsideZendesk: approvers['outside-zendesk'],
      unmapped: approvers.unmapped,
      reason: approvers.reason,
      highRisk: approvers['high-risk'],
    },
    owners: input.owners.map((owner) => ({ ...owner, approve: toApproval(owner.approve) })),
    alerts: input.alerts.map(({ except, ...alert }) => ({
      ...toAlertClauses(alert),
      name: alert.name,
      ...(except && { except: toAlertClauses(except) }),
    })),
    log: input.log,
    notify: input.notify ? { urlVariable: input.notify['url-variable'], format: input.notify.format } : null,
    committer: input.committer,
    formerCommitters: [...input['former-committers'], defaultCommitter],
    sign: input.sign,
    allowedSigners: input['allowed-signers'] ?? null,
    signedAfter: input['signed-after'] ?? null,
    stateRef: input['state-ref'].replaceAll('<account>', account),
    alertAfter: input['alert-after'],
  };
}

type AlertInput = NonNullable<ConfigInput['alerts'][number]['except']>;

const toAlertClauses = ({ 'source-types': sourceTypes, ...clauses }: AlertInput): AlertClauses => ({
  ...clauses,
  ...(sourceTypes && { sourceTypes }),
});

/** Milliseconds: a week. */
const usualReminder = 7 * 24 * 3600 * 1000;

const toApproval = (approve: boolean | 'only'): OwnerApproval => (approve === 'only' ? 'only' : approve ? 'too' : 'no');
