import * as z from 'zod';
import { kindNames } from '#kinds/registry.ts';
import { ipPrivacies, permissions } from './config.ts';
import { hours, policy } from './policy-schema.ts';
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
    .describe('GitHub user id of this person; it stays the same when the login is renamed. Default: looked up once.'),
  email: emailAddress.exactOptional().describe('Author e-mail address for the commits of this person.'),
})
  .refine((it) => it.github !== undefined || it.email !== undefined, { error: 'must have github or email' })
  .refine((it) => it['github-id'] === undefined || it.github !== undefined, {
    error: 'must have github beside github-id',
  })
  .meta({ minProperties: 1 });

const privacy = section({
  ip: oneOf(ipPrivacies)
    .default('full')
    .describe('How addresses are written to commits and issues; `hashed` needs ZENDRIFT_HASH_KEY.'),
  'allow-public': trueOrFalse.default(false).describe('Work in a public repository.'),
});

const redacted = section({
  field: printableName('must be a field').describe('Action field whose value is masked: `notification_webhook`.'),
  kind: kindName.exactOptional().describe('Only in this kind; left out, in every kind.'),
});

const issues = section({
  authors: someOf(login)
    .default(['github-actions[bot]'])
    .describe('Logins whose issues and comments may carry markers: the one that zendrift works as, and earlier ones.'),
  assignees: listOf(login).default([]).describe('Assigned to every drift issue.'),
  'high-risk': section({
    assignees: listOf(login).default([]).describe('Assigned to high-risk issues as well.'),
  })
    .prefault({})
    .describe('More for issues of high risk.'),
  'max-new-per-run': wholeNumber(0, 100)
    .default(10)
    .describe('More new episodes than this in one run become one digest for each person; high risk never does.'),
  'max-open': wholeNumber(1, 1000).default(50).describe('Open drift issues at most; high risk is filed all the same.'),
  renotify: duration('0s', '365d').prefault('24h').describe('At most one comment in this time, except at higher risk.'),
});

const sweep = section({
  every: duration('0s', '31d').prefault('24h').describe('How often everything is compared, changed or not.'),
  'audit-window': duration('1h', '31d').prefault('48h').describe('How far back a sweep reads the audit log again.'),
  'max-vanished': percentage
    .prefault('20%')
    .describe('When more of a kind is missing at once, nothing of it is recorded until a person accepts it.'),
});

const approvers = section({
  permission: oneOf(permissions).default('write').describe('Least repository permission of who decides.'),
  logins: listOf(login)
    .default([])
    .describe('Where not empty, only these logins decide; the permission is needed too.'),
  'outside-zendesk': listOf(login)
    .default([])
    .describe('Logins of people without a Zendesk user: a change is never their own.'),
  unmapped: oneOf(['allow', 'deny']).default('deny').describe('Decides where no identity shows whose change it is.'),
});

export const configSchema = section({
  account: accountName.exactOptional().describe('Name of the account in paths and commits. Default: the subdomain.'),
  kinds: someOf(kindName)
    .default([...kindNames])
    .describe('Kinds that are tracked.'),
  'include-personal': trueOrFalse
    .default(false)
    .describe(
      'Track personal macros and views, too. Turned on later, those that are there begin with a baseline of their own; what is tracked stays so.',
    ),
  audit: oneOf(['required', 'optional'])
    .default('required')
    .describe('`optional` = where the plan has no audit log, run by sweep alone: changes without a person.'),
  branch: z
    .string({ error: 'must be a branch name' })
    .refine(isBranchName, { error: 'must be a short branch name that git accepts, such as main' })
    .exactOptional()
    .describe('Branch that receives the commits. Default: the default branch of the remote.'),
  timezone: timezone.prefault('UTC').describe('Time zone for people; stored times are UTC.'),
  identities: z
    .record(userIdKey, identity, { error: 'must be a mapping of Zendesk user ids' })
    .default({})
    .describe('Zendesk user id → GitHub login and commit e-mail address.'),
  privacy: privacy.prefault({}).describe('What is written about people, and to whom.'),
  redact: listOf(redacted)
    .default([])
    .describe('Fields masked before a commit is built; a keyed hash still shows a change (needs ZENDRIFT_HASH_KEY).'),
  policy: policy.prefault({}).describe('Which changes are approved beforehand (docs/policy.md).'),
  hours: hours
    .exactOptional()
    .describe('Working hours: a change outside them is marked as off hours. If left out, no change is.'),
  issues: issues.prefault({}).describe('Drift issues.'),
  sweep: sweep.prefault({}).describe('The regular comparison of everything.'),
  approvers: approvers.prefault({}).describe('Who may decide in a drift issue.'),
  committer: committer.prefault(defaultCommitter).describe('Committer of all commits.'),
  'former-committers': listOf(committer).default([]).describe('Earlier committers whose commits still count.'),
  sign: oneOf(['every', 'last'])
    .default('every')
    .describe(
      'Which commits ZENDRIFT_SIGNING_KEY signs; `last` = the last of each push, which vouches for the others.',
    ),
  'allowed-signers': repositoryPath
    .exactOptional()
    .describe('File of the repository with the SSH keys whose commits count; the others do not count any more.'),
  'signed-after': commitId
    .exactOptional()
    .describe('Commit up to which history counts without signatures, where signing came later.'),
  'state-ref': z
    .string({ error: 'must be a ref name' })
    .refine((name) => isStateRef(name.replaceAll('<account>', 'account')), {
      error:
        'must be a full ref name such as refs/zendrift/<account>, or the branch refs/heads/zendrift-state/<account>',
    })
    .default('refs/zendrift/<account>')
    .describe('Ref of the state, never a branch or a tag. `<account>` is replaced.'),
  'alert-after': duration('0s', '31d')
    .prefault('6h')
    .describe('Until then, a run that could not finish is a warning in Actions.'),
});

export type ConfigInput = z.output<typeof configSchema>;
