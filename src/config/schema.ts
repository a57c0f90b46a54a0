import * as z from 'zod';
import { businessRules, kindPresets } from '#kinds/registry.ts';
import { alerts } from './alert-schema.ts';
import { ipPrivacies, keptLogs, noticeFormats, permissions } from './config.ts';
import { hours, owners, policy } from './policy-schema.ts';
import { isBranchName, isStateRef } from './ref-name.ts';
import {
  accountName,
  commitId,
  duration,
  emailAddress,
  githubId,
  kindName,
  listOf,
  login,
  oneOf,
  percentage,
  printableName,
  repositoryPath,
  section,
  someOf,
  timezone,
  trueOrFalse,
  userIdKey,
  wholeNumber,
} from './scalars.ts';

/** The one source of every key: of what is accepted, of the JSON Schema, and of the table in docs/configuration.md. */

/** Who commits, unless the configuration names another committer. */
export const defaultCommitter = { name: 'zendrift[bot]', email: 'zendrift@users.noreply.github.com' };

const committer = section({
  name: printableName('must be a name')
    .refine((name) => !/[<>]/.test(name) && /[^\s.,:;"'\\]/.test(name), { error: 'must be a name that git accepts' })
    .describe('Committer name.'),
  email: emailAddress.describe('Committer e-mail address.'),
});

const identity = section({
  github: login.exactOptional().describe('GitHub login of this person.'),
  'github-id': githubId
    .exactOptional()
    .describe('GitHub user id of this person. It stays the same if the login is renamed. Default: looked up once.'),
  email: emailAddress.exactOptional().describe('Author e-mail address for the commits of this person.'),
})
  .refine((it) => it.github !== undefined || it.email !== undefined, { error: 'must have github or email' })
  .refine((it) => it['github-id'] === undefined || it.github !== undefined, {
    error: 'must have github if it has github-id',
  })
  .meta({ minProperties: 1 });

const privacy = section({
  ip: oneOf(ipPrivacies)
    .default('full')
    .describe('How IP addresses appear in commits and issues. `hashed` needs ZENDRIFT_HASH_KEY.'),
  'allow-public': trueOrFalse.default(false).describe('Allow a public repository.'),
});

const redacted = section({
  field: printableName('must be a field').describe('Action field whose value is masked: `notification_webhook`.'),
  kind: kindName.exactOptional().describe('Kind to mask the field in. Default: every kind.'),
});

const issues = section({
  authors: someOf(login)
    .default(['github-actions[bot]'])
    .describe('Logins whose markers in issues and comments count: the one that zendrift runs as, and earlier ones.'),
  assignees: listOf(login).default([]).describe('Logins to assign to every drift issue.'),
  'high-risk': section({
    assignees: listOf(login).default([]).describe('Logins to also assign to high-risk issues.'),
  })
    .prefault({})
    .describe('Additional settings for high-risk issues.'),
  'max-new-per-run': wholeNumber(0, 100)
    .default(10)
    .describe(
      'If a run finds more new drift than this, it opens one digest for each person. High-risk drift always gets its own issue.',
    ),
  'max-open': wholeNumber(1, 1000)
    .default(50)
    .describe('Maximum number of open drift issues. High-risk issues are always opened.'),
  renotify: duration('0s', '365d')
    .prefault('24h')
    .describe('Minimum time between two comments on an issue, unless the risk rises.'),
  remind: duration('0s', '365d')
    .exactOptional()
    .describe(
      'If nobody has decided for this time, a comment brings the drift up again and mentions the assignees. `0s`: never. Default: `7d`, or `renotify` if that is longer.',
    ),
}).refine(({ remind = 0, renotify }) => remind === 0 || remind >= renotify, {
  error: 'must not be shorter than issues.renotify (0s turns reminders off)',
  path: ['remind'],
});

const sweep = section({
  every: duration('0s', '31d').prefault('24h').describe('How often all objects are compared.'),
  'audit-window': duration('1h', '31d').prefault('48h').describe('How far back a sweep reads the audit log again.'),
  'max-vanished': percentage
    .prefault('20%')
    .describe('If more of a kind than this is missing at once, the kind is held back until a person accepts it.'),
});

const needs = ['optional', 'required'] as const;

const approvers = section({
  permission: oneOf(permissions).default('write').describe('Minimum repository permission to decide.'),
  logins: listOf(login)
    .default([])
    .describe('If not empty, only these logins may decide. They also need the permission.'),
  'outside-zendesk': listOf(login)
    .default([])
    .describe('Logins of people without a Zendesk user. They never count as the person who made a change.'),
  unmapped: oneOf(['allow', 'deny'])
    .default('deny')
    .describe(
      'Whether someone may approve a change if zendrift does not know the GitHub login of the person who made it.',
    ),
  reason: oneOf(needs).default('optional').describe('Whether an approval needs a reason.'),
  'high-risk': section({
    approvals: wholeNumber(1, 10)
      .default(1)
      .describe('How many different people must approve a high-risk change. None of them may have made it.'),
    reason: oneOf(needs).default('optional').describe('Whether the approval of a high-risk change needs a reason.'),
  })
    .prefault({})
    .describe('Additional requirements for high-risk changes.'),
});

const log = section({
  keep: oneOf(keptLogs)
    .default('none')
    .describe(
      'Audit entries to keep: none, those of rules (triggers, automations, macros, views) and of other tracked kinds, or all.',
    ),
});

const notify = section({
  'url-variable': z
    .string({ error: 'must be the name of a variable' })
    .regex(/^ZENDRIFT_NOTIFY_[A-Z0-9_]{1,60}$/, {
      error: 'must be the name of a variable that begins with ZENDRIFT_NOTIFY_',
    })
    .default('ZENDRIFT_NOTIFY_URL')
    .describe(
      'Environment variable with the URL of the webhook. Never write the URL itself here: whoever knows it can post there.',
    ),
  format: oneOf(noticeFormats).describe(
    '`slack`, `teams` (a Workflows webhook), or `json`, signed with ZENDRIFT_NOTIFY_KEY.',
  ),
});

export const configSchema = section({
  account: accountName.exactOptional().describe('Name of the account in paths and commits. Default: the subdomain.'),
  kinds: z
    .union([oneOf(kindPresets), someOf(kindName)], {
      error: `must be ${kindPresets.join(', ')}, or a list of at least one kind`,
    })
    .default([...businessRules])
    .describe(
      'Kinds to track. `rules`: triggers, automations, macros, views, and the webhooks and trigger categories that they use. `all`: every kind that the account offers. A kind that is added begins with a baseline.',
    ),
  'include-personal': trueOrFalse
    .default(false)
    .describe(
      'Also track personal macros and views. If turned on later, existing ones get a baseline. If turned off, those already tracked stay tracked.',
    ),
  audit: oneOf(['required', 'optional'])
    .default('required')
    .describe('`optional`: if the plan has no audit log, find changes by sweep only, without who made them.'),
  branch: z
    .string({ error: 'must be a branch name' })
    .refine(isBranchName, { error: 'must be a short branch name that git accepts, such as main' })
    .exactOptional()
    .describe('Branch that receives the commits. Default: the default branch of the remote.'),
  timezone: timezone.prefault('UTC').describe('Time zone for display. Stored times are UTC.'),
  identities: z
    .record(userIdKey, identity, { error: 'must be a mapping of Zendesk user ids' })
    .default({})
    .describe('Zendesk user id → GitHub login and commit e-mail address.'),
  privacy: privacy.prefault({}).describe('What is recorded about people, and who can see it.'),
  redact: listOf(redacted)
    .default([])
    .describe(
      'Fields to mask before a commit is made. A keyed hash still shows that the value changed (needs ZENDRIFT_HASH_KEY).',
    ),
  policy: policy.prefault({}).describe('Which changes are pre-approved (docs/policy.md).'),
  hours: hours
    .exactOptional()
    .describe('Working hours. A change outside them is marked as off hours. If not set, no change is.'),
  issues: issues.prefault({}).describe('Drift issues.'),
  sweep: sweep.prefault({}).describe('The regular comparison of all objects.'),
  approvers: approvers.prefault({}).describe('Who may decide in drift issues.'),
  owners: owners
    .default([])
    .describe('Who owns which objects. The first entry whose keys all match counts (docs/triage.md).'),
  alerts: alerts
    .prefault([])
    .describe(
      'Audit log entries that open an alert, whatever they are about: the first alert whose keys all match. Runs then read the whole log, and keep each matching entry in `log/<account>/`, whatever `log.keep` says (docs/operating.md).',
    ),
  log: log
    .prefault({})
    .describe('The audit log as monthly files in `log/<account>/` on the data branch, from the baseline on.'),
  notify: notify
    .exactOptional()
    .describe('Webhook that gets new high-risk drift, and a digest each week (docs/operating.md).'),
  committer: committer.prefault(defaultCommitter).describe('Committer of all commits.'),
  'former-committers': listOf(committer).default([]).describe('Earlier committers whose commits still count.'),
  sign: oneOf(['every', 'last'])
    .default('every')
    .describe('Which commits ZENDRIFT_SIGNING_KEY signs. `last`: the last one of each push, which covers the others.'),
  'allowed-signers': repositoryPath
    .exactOptional()
    .describe('File in the repository that lists the SSH keys whose commits count. Other commits no longer count.'),
  'signed-after': commitId
    .exactOptional()
    .describe('Commit up to which history counts without signatures, if signing was set up later.'),
  'state-ref': z
    .string({ error: 'must be a ref name' })
    .refine((name) => isStateRef(name.replaceAll('<account>', 'account')), {
      error:
        'must be a full ref name such as refs/zendrift/<account>, or the branch refs/heads/zendrift-state/<account>',
    })
    .default('refs/zendrift/<account>')
    .describe('Ref that holds the state. `<account>` is replaced.'),
  'alert-after': duration('0s', '31d')
    .prefault('6h')
    .describe('Until this time has passed, a run that could not finish is only a warning in Actions.'),
});

export type ConfigInput = z.output<typeof configSchema>;
