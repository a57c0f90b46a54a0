import { type Entry, entry, type Text } from '#error-entry.ts';

/**
 * Every error a person can meet, in one catalogue: what failed with which values, what to do about it, and the exit
 * code (1 a later run will finish it, 2 a person must act, 3 integrity: docs/format.md, Exit codes).
 */
const catalogue = {
  'settings-invalid': entry<'problems', 'hint'>(
    2,
    (v) => `Invalid settings: ${v.problems}`,
    (v) => `${v.hint ?? 'See "Settings" in the README for every option, input and variable.'}`,
  ),
  'config-invalid': entry<'file' | 'problems'>(
    2,
    (v) => `Invalid configuration ${v.file}: ${v.problems}`,
    () => 'Fix the keys listed above. docs/configuration.md describes every key.',
  ),
  'config-unreadable': entry<'file' | 'reason'>(
    2,
    (v) => `Can't read the configuration ${v.file}: ${v.reason}`,
    () => 'Check the path of --config, or leave --config out to use .github/zendrift.yml.',
  ),
  'config-source': entry<'remote' | 'reason' | 'hint'>(
    2,
    (v) => `Can't read the configuration from ${v.remote}: ${v.reason}`,
    (v) => `${v.hint}`,
  ),
  'zendesk-host': entry<'url' | 'reason'>(
    2,
    (v) => `No Zendesk account at ${v.url}: ${v.reason}`,
    () => 'Check ZENDESK_SUBDOMAIN: it is the first part of https://SUBDOMAIN.zendesk.com.',
  ),
  'zendesk-credentials': entry<'url' | 'reason'>(
    2,
    (v) => `Zendesk rejected the credentials for ${v.url}: ${v.reason}`,
    () =>
      'Create an OAuth client (Admin Center > Apps and integrations > APIs > OAuth clients) and set ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET. If a revert or restore failed, set ZENDESK_WRITE_CLIENT_ID and ZENDESK_WRITE_CLIENT_SECRET.',
  ),
  'zendesk-role': entry<'user' | 'role'>(
    2,
    (v) =>
      `Zendesk user ${v.user} has the role "${v.role}", which may not see every object: restore would create the objects it can't see a second time.`,
    () => "Use an admin's OAuth client for ZENDESK_CLIENT_ID. To see the plan only, leave --apply out.",
  ),
  'zendesk-plan': entry<'account' | 'reason'>(
    2,
    (v) => `Zendesk denied access to the audit log of ${v.account}: ${v.reason}`,
    () =>
      'The audit log needs an Enterprise plan, and an admin or a custom role with the permission "View audit logs". Without it, set "audit: optional" to find changes by sweep only.',
  ),
  'zendesk-forbidden': entry<'request' | 'reason'>(
    2,
    (v) => `Zendesk denied ${v.request} (403): ${v.reason}`,
    () => 'Check the OAuth client\'s scopes ("read" covers everything) and its user\'s role.',
  ),
  'zendesk-refused': entry<'request' | 'status' | 'reason'>(
    2,
    (v) => `Zendesk rejected ${v.request} (${v.status}): ${v.reason}`,
    () => 'This is probably a bug in zendrift. Please report it with the line above.',
  ),
  'zendesk-unavailable': entry<'request' | 'reason'>(
    1,
    (v) => `Zendesk did not answer ${v.request}: ${v.reason}`,
    () => 'Nothing is lost: the next run continues here.',
  ),
  'zendesk-nonsense': entry<'request' | 'reason'>(
    1,
    (v) => `Zendesk's answer to ${v.request} is invalid: ${v.reason}`,
    () => 'Nothing was recorded from this answer. The next run tries again.',
  ),
  'rate-limited': entry<'service' | 'seconds' | 'request'>(
    1,
    (v) => `${v.service}'s rate limit: ${v.request} has to wait ${v.seconds} s, longer than this run can wait.`,
    () => 'Nothing is lost: the next run continues here. Reduce the load of other integrations, or run less often.',
  ),
  deadline: entry<'deadline' | 'during'>(
    1,
    (v) => `The deadline of ${v.deadline} passed ${v.during}.`,
    () => 'Everything pushed so far is kept. The next run continues here.',
  ),
  stopped: entry<'signal' | 'during'>(
    1,
    (v) => `Stopped by ${v.signal} ${v.during}.`,
    () => 'Everything pushed so far is kept. The next run continues here.',
  ),
  'not-a-repository': entry<'directory'>(
    2,
    (v) => `${v.directory} is not a git repository.`,
    () => 'Run zendrift in a clone of the data repository, or pass --repository DIR.',
  ),
  'repository-unusable': entry<'directory' | 'reason'>(
    2,
    (v) => `Can't use the repository ${v.directory}: ${v.reason}`,
    () => 'Fix the problem above and run again.',
  ),
  'git-failed': entry<'command' | 'reason'>(
    1,
    (v) => `git ${v.command} failed: ${v.reason}`,
    () => "This step recorded nothing. Run again with --verbose to see git's full output.",
  ),
  'remote-unreachable': entry<'remote' | 'reason'>(
    1,
    (v) => `Can't reach the remote "${v.remote}": ${v.reason}`,
    () => 'Check the network and your access to the remote. The next run continues here.',
  ),
  'remote-refused': entry<'remote' | 'reason'>(
    2,
    (v) => `The remote "${v.remote}" denied read access: ${v.reason}`,
    () => 'Give this checkout credentials that can read the repository (in Actions: "contents: write").',
  ),
  'remote-unclear': entry<'directory' | 'remotes' | 'head'>(
    2,
    (v) => `${v.directory} has several remotes (${v.remotes}), and none is named "origin".`,
    (v) =>
      `Set the upstream of branch ${v.head} (git branch --set-upstream-to=REMOTE/BRANCH), or rename the right remote to origin (git remote rename REMOTE origin).`,
  ),
  'branch-diverged': entry<'branch' | 'remote' | 'local' | 'tip'>(
    2,
    (v) => `The local branch ${v.branch} has commits that ${v.remote} doesn't have (${v.local}, not ${v.tip}).`,
    (v) =>
      `Push or drop your local commits (git log ${v.remote}/${v.branch}..${v.branch}), then run again. If nobody committed here, ${v.remote} was rewritten: "zendrift verify" shows what it has lost.`,
  ),
  'state-ref-foreign': entry<'ref' | 'what' | 'id' | 'account'>(
    2,
    (v) => `The state ref ${v.ref} holds ${v.what} (${v.id}), not the state of ${v.account}. Nothing was written.`,
    (v) =>
      `Set another "state-ref" in the configuration. Or, if nobody needs that commit, delete ${v.ref} at the remote: the next run rebuilds the state.`,
  ),
  'state-ref-unusable': entry<'ref' | 'remote' | 'id'>(
    2,
    (v) => `The state ref ${v.ref} at ${v.remote} points to ${v.id}, which is not a commit.`,
    (v) =>
      `Find out who pushed it, then delete it (git push ${v.remote} :${v.ref}). The next run rebuilds it from history.`,
  ),
  'push-refused': entry<'branch' | 'reason'>(
    2,
    (v) => `The push to ${v.branch} was rejected: ${v.reason}`,
    () => 'Grant "contents: write", let zendrift bypass the branch rules, or set "branch" to a branch without rules.',
  ),
  'push-protected': entry<'paths' | 'reason'>(
    2,
    (v) => `GitHub's push protection found a secret in ${v.paths}, which can't be left out: ${v.reason}`,
    () => 'Remove the secret at its source, or allow it in GitHub. See "push-protected" in docs/operating.md.',
  ),
  'race-lost': entry<'branch' | 'tries'>(
    1,
    (v) => `Other runs pushed to ${v.branch} first, ${v.tries} times in a row.`,
    () => 'Nothing is lost: the next run records the same entries.',
  ),
  'github-credentials': entry<'repository' | 'reason'>(
    2,
    (v) => `GitHub rejected the token for ${v.repository}: ${v.reason}`,
    () => 'Set GITHUB_TOKEN to a token with "issues: write", and "contents: write" to push.',
  ),
  'github-forbidden': entry<'request' | 'reason'>(
    2,
    (v) => `GitHub denied ${v.request}: ${v.reason}`,
    () => 'Give the token "issues: write" and enable issues in the repository.',
  ),
  'github-refused': entry<'request' | 'reason'>(
    2,
    (v) => `GitHub denied ${v.request}: ${v.reason}`,
    () => 'This is probably a bug in zendrift. Please report it with the line above.',
  ),
  'github-unavailable': entry<'request' | 'reason'>(
    1,
    (v) => `GitHub did not answer ${v.request}: ${v.reason}`,
    () => 'Nothing is lost: everything pushed so far is kept, and the next run does the rest.',
  ),
  'issues-left': entry<'problems'>(
    1,
    (v) => `${v.problems}`,
    () =>
      'Everything is recorded, and all other issues are up to date. Check these issues in GitHub. A later run tries again.',
  ),
  'public-repository': entry<'repository'>(
    2,
    (v) => `Repository ${v.repository} is public, so your configuration, names and IP addresses would be public too.`,
    () => 'Make it private, or set "privacy: { allow-public: true }" if that is what you want.',
  ),
  'object-unknown': entry<'object' | 'account' | 'hint', 'reason'>(
    2,
    (v) => `${v.object} is not in the history of ${v.account}${v.reason ? `: ${v.reason}` : '.'}`,
    (v) => `${v.hint}`,
  ),
  'identity-mismatch': entry<'zendesk' | 'given' | 'login' | 'found'>(
    2,
    (v) =>
      `identities.${v.zendesk}: "github-id: ${v.given}" and "github: ${v.login}" are different users (${v.login} has the id ${v.found}).`,
    () =>
      'Use the login and the id of the same GitHub user (https://api.github.com/users/LOGIN shows the id), or leave "github-id" out.',
  ),
  'history-elsewhere': entry<'account' | 'other' | 'branch'>(
    2,
    (v) => `The history of ${v.account} is on branch ${v.other}, not on ${v.branch}.`,
    (v) =>
      `Use branch ${v.other}, or move the history: zendrift move --to ${v.branch}. To start over instead, run "zendrift track --new-baseline".`,
  ),
  'move-diverged': entry<'from' | 'to' | 'tip'>(
    2,
    (v) => `Can't move the history from ${v.from} to ${v.to}: ${v.to} has other commits (${v.tip}).`,
    (v) => `Nothing was written. Choose a new branch, or one that is part of ${v.from} or already contains it.`,
  ),
  'move-ambiguous': entry<'account' | 'branches'>(
    2,
    (v) => `Several branches claim to hold the history of ${v.account}: ${v.branches}.`,
    () => 'Delete the copies, then run move again.',
  ),
  'baseline-missing': entry<'branch' | 'account'>(
    2,
    (v) => `Branch ${v.branch} has files or a state of ${v.account}, but no valid baseline commit.`,
    () =>
      'If the committer was renamed, list the old one under "former-committers". If the history is lost, restore the branch from a clone. To start over instead, run "zendrift track --new-baseline".',
  ),
  'nothing-recorded': entry<'account'>(
    2,
    (v) => `This branch has no record of the account ${v.account}.`,
    () => 'Run track first: it records the whole account.',
  ),
  'signing-unusable': entry<'reason'>(
    2,
    (v) => `Can't sign commits or check their signatures: ${v.reason}`,
    () => 'See "Signed commits" in docs/operating.md.',
  ),
  'history-damaged': entry<'problems'>(
    3,
    (v) => `The history is damaged: ${v.problems}`,
    () => 'See "verify fails" in docs/operating.md.',
  ),
  'output-unwritable': entry<'file' | 'reason'>(
    2,
    (v) => `Can't write ${v.file}: ${v.reason}`,
    () => 'Pass --output FILE with a file in a folder that exists and is writable.',
  ),
  'export-unusable': entry<'file' | 'reason' | 'hint'>(
    2,
    (v) => `${v.file} cannot be used: ${v.reason}`,
    (v) => `${v.hint}`,
  ),
  'export-unreadable': entry<'file' | 'reason'>(
    2,
    (v) => `${v.file} cannot be read: ${v.reason}`,
    () => 'Name an existing file that zendrift audit has written.',
  ),
  'mail-csv-refused': entry<'reason'>(
    2,
    (v) => `Zendesk refuses to e-mail the audit log: ${v.reason}`,
    () => 'It needs an admin and the OAuth scope "write"; zendrift audit --output FILE needs "read" alone.',
  ),
  'mail-csv-limit': entry<'account' | 'seconds'>(
    1,
    (v) => `Zendesk e-mails one CSV of the audit log a minute, and ${v.account} has used it up.`,
    (v) => `Run again in ${v.seconds} seconds, or export without a limit: zendrift audit --output FILE.`,
  ),
  unexpected: entry<'reason'>(
    1,
    (v) => `Unexpected error: ${v.reason}`,
    () => 'Run again with --verbose and report the output.',
  ),
} as const;

export type ErrorCode = keyof typeof catalogue;

/** What an error of this code names; of several codes, what all of them name. */
type Both<Union> = (Union extends unknown ? (given: Union) => void : never) extends (given: infer All) => void
  ? All
  : never;
type ValuesOf<Code extends ErrorCode> = Both<
  Code extends ErrorCode ? ((typeof catalogue)[Code] extends Entry<infer Given> ? Given : never) : never
>;

type AnyValues = Readonly<Record<string, Text>>;

/** An error for people: `message` says what failed with which values, `hint` what to do. */
export class ZendriftError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'ZendriftError';
  readonly code: Code;
  readonly values: AnyValues;
  readonly hint: string;
  readonly exitCode: 1 | 2 | 3;

  constructor(code: Code, values: ValuesOf<Code> & AnyValues, cause?: unknown) {
    const { exit, message, hint }: Entry<AnyValues> = catalogue[code];
    super(message(values), cause === undefined ? {} : { cause });
    this.code = code;
    this.values = values;
    this.exitCode = exit;
    this.hint = hint(values);
  }
}

/** The first line of whatever was thrown, for use inside a catalogue message. */
export const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)[0] ?? '';

/** GitHub is down, out of budget, or refuses: it is asked again by a later run, and nothing else waits for it. */
export const isGitHubFailure = (error: unknown): error is ZendriftError =>
  error instanceof ZendriftError &&
  (error.code.startsWith('github-') || (error.code === 'rate-limited' && error.values['service'] === 'GitHub'));
