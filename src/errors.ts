import { type Entry, entry, type Text } from '#error-entry.ts';

/**
 * Every error a person can meet, in one catalogue: what failed with which values, what to do about it, and the exit
 * code (1 a later run will finish it, 2 a person must act, 3 integrity: docs/format.md, Exit codes).
 */
const catalogue = {
  'settings-invalid': entry<'problems', 'hint'>(
    2,
    (v) => `Settings are not usable: ${v.problems}`,
    (v) =>
      `${v.hint ?? 'Correct the named option, or set the named variable (README, Environment); in Actions these are the inputs of the same names.'}`,
  ),
  'config-invalid': entry<'file' | 'problems'>(
    2,
    (v) => `Configuration ${v.file} is not usable: ${v.problems}`,
    () => 'Mend the named keys; the JSON Schema in schema/zendrift.schema.json describes every key.',
  ),
  'config-unreadable': entry<'file' | 'reason'>(
    2,
    (v) => `Configuration ${v.file} cannot be read: ${v.reason}`,
    () => 'Check the path given with --config, or leave it out to use .github/zendrift.yml.',
  ),
  'config-source': entry<'remote' | 'reason' | 'hint'>(
    2,
    (v) => `The configuration cannot be read from ${v.remote}: ${v.reason}`,
    (v) => `${v.hint}`,
  ),
  'zendesk-host': entry<'url' | 'reason'>(
    2,
    (v) => `Zendesk does not answer as an account at ${v.url}: ${v.reason}`,
    () => 'Check ZENDESK_SUBDOMAIN: it is the first part of https://SUBDOMAIN.zendesk.com.',
  ),
  'zendesk-credentials': entry<'url' | 'reason'>(
    2,
    (v) => `Zendesk does not accept the credentials for ${v.url}: ${v.reason}`,
    () =>
      'Create an OAuth client (Admin Center > Apps and integrations > APIs > OAuth clients) and set ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET; where a revert or restore was refused, ZENDESK_WRITE_CLIENT_ID and ZENDESK_WRITE_CLIENT_SECRET.',
  ),
  'zendesk-role': entry<'user' | 'role'>(
    2,
    (v) =>
      `Zendesk user ${v.user} has the role "${v.role}", which may not see every object: what it does not see would be created a second time.`,
    () => 'Use the OAuth client of an admin for ZENDESK_CLIENT_ID. Without --apply, restore prints the plan.',
  ),
  'zendesk-plan': entry<'account' | 'reason'>(
    2,
    (v) => `Zendesk refuses the audit log of ${v.account}: ${v.reason}`,
    () =>
      'The audit log needs an Enterprise plan, and an admin or a custom role with the permission "View audit logs". Without it, set "audit: optional" to run by sweep alone.',
  ),
  'zendesk-forbidden': entry<'request' | 'reason'>(
    2,
    (v) => `Zendesk refuses ${v.request} (403): ${v.reason}`,
    () => 'Check the scopes of the OAuth client ("read" covers all) and the role of its user.',
  ),
  'zendesk-refused': entry<'request' | 'status' | 'reason'>(
    2,
    (v) => `Zendesk refuses ${v.request} (${v.status}): ${v.reason}`,
    () => 'This request is not expected to be refused; please report it with the line above.',
  ),
  'zendesk-unavailable': entry<'request' | 'reason'>(
    1,
    (v) => `Zendesk did not answer ${v.request}: ${v.reason}`,
    () => 'Nothing is lost: the next run continues from here.',
  ),
  'zendesk-nonsense': entry<'request' | 'reason'>(
    1,
    (v) => `Zendesk answered ${v.request} with something that cannot be used: ${v.reason}`,
    () => 'Nothing of it was recorded; the next run asks again.',
  ),
  'rate-limited': entry<'service' | 'seconds' | 'request'>(
    1,
    (v) => `${v.service} asks to wait ${v.seconds} s before ${v.request}, longer than this run can wait.`,
    () => 'Nothing is lost: the next run continues from here. Lower the load of other integrations, or run less often.',
  ),
  deadline: entry<'deadline' | 'during'>(
    1,
    (v) => `The deadline of ${v.deadline} was reached ${v.during}.`,
    () => 'What was pushed stays; the next run continues from here.',
  ),
  stopped: entry<'signal' | 'during'>(
    1,
    (v) => `Stopped by ${v.signal} ${v.during}.`,
    () => 'What was pushed stays; the next run continues from here.',
  ),
  'not-a-repository': entry<'directory'>(
    2,
    (v) => `${v.directory} is not a git repository.`,
    () => 'Run in a clone of the data repository, or name it with --repository DIR.',
  ),
  'repository-unusable': entry<'directory' | 'reason'>(
    2,
    (v) => `The repository ${v.directory} cannot be used: ${v.reason}`,
    () => 'Mend what the line above names and run again.',
  ),
  'git-failed': entry<'command' | 'reason'>(
    1,
    (v) => `git ${v.command} failed: ${v.reason}`,
    () => 'Nothing was recorded by this step; run again, with --verbose to see the whole output.',
  ),
  'remote-unreachable': entry<'remote' | 'reason'>(
    1,
    (v) => `The remote "${v.remote}" cannot be read: ${v.reason}`,
    () => 'Check the network and the access to the remote; the next run continues from here.',
  ),
  'remote-refused': entry<'remote' | 'reason'>(
    2,
    (v) => `The remote "${v.remote}" refuses to be read: ${v.reason}`,
    () => 'Give this checkout credentials that may read the repository (in Actions: "contents: write").',
  ),
  'remote-unclear': entry<'directory' | 'remotes' | 'head'>(
    2,
    (v) => `${v.directory} has several remotes (${v.remotes}), and none of them is named "origin".`,
    (v) =>
      `Let the branch ${v.head} follow the right one (git branch --set-upstream-to=REMOTE/BRANCH), or rename it to origin (git remote rename REMOTE origin).`,
  ),
  'branch-diverged': entry<'branch' | 'remote' | 'local' | 'tip'>(
    2,
    (v) => `Local branch ${v.branch} has commits that ${v.remote} does not have (${v.local} against ${v.tip}).`,
    (v) =>
      `Push or drop your local commits (git log ${v.remote}/${v.branch}..${v.branch}), then run again. If nobody committed here, ${v.remote} was rewritten: "zendrift verify" tells what it has lost.`,
  ),
  'state-ref-foreign': entry<'ref' | 'what' | 'id' | 'account'>(
    2,
    (v) => `The state ref ${v.ref} holds ${v.what} (${v.id}), not the state of ${v.account}. Nothing was written.`,
    (v) =>
      `Set another "state-ref" in the configuration, or, if nobody needs that commit there, delete ${v.ref} at the remote: the next run rebuilds the state.`,
  ),
  'state-ref-unusable': entry<'ref' | 'remote' | 'id'>(
    2,
    (v) => `${v.ref} at ${v.remote} names ${v.id}, which is no commit: no state can be kept there.`,
    (v) =>
      `Find out who pushed it, then delete it (git push ${v.remote} :${v.ref}); the next run rebuilds it from history.`,
  ),
  'push-refused': entry<'branch' | 'reason'>(
    2,
    (v) => `The push to ${v.branch} was refused: ${v.reason}`,
    () => 'Grant "contents: write", let the tool pass the branch rules, or set "branch" to a branch of its own.',
  ),
  'push-protected': entry<'paths' | 'reason'>(
    2,
    (v) => `GitHub's push protection found a secret in ${v.paths}, which cannot be left out: ${v.reason}`,
    () => 'Take the secret out where it comes from, or allow it in GitHub; see docs/operating.md, "push-protected".',
  ),
  'race-lost': entry<'branch' | 'tries'>(
    1,
    (v) => `Other writers moved ${v.branch} ${v.tries} times in a row.`,
    () => 'Nothing is lost: the next run records the same entries.',
  ),
  'github-credentials': entry<'repository' | 'reason'>(
    2,
    (v) => `GitHub does not accept the token for ${v.repository}: ${v.reason}`,
    () => 'Set GITHUB_TOKEN with "issues: write" (and "contents: write" for the push).',
  ),
  'github-forbidden': entry<'request' | 'reason'>(
    2,
    (v) => `GitHub refuses ${v.request}: ${v.reason}`,
    () => 'Grant the token "issues: write" and make sure that issues are enabled for the repository.',
  ),
  'github-refused': entry<'request' | 'reason'>(
    2,
    (v) => `GitHub refuses ${v.request}: ${v.reason}`,
    () => 'This request is not expected to be refused; please report it with the line above.',
  ),
  'github-unavailable': entry<'request' | 'reason'>(
    1,
    (v) => `GitHub did not answer ${v.request}: ${v.reason}`,
    () => 'Nothing is lost: what was pushed stays, and the next run does the rest.',
  ),
  'issues-left': entry<'problems'>(
    1,
    (v) => `${v.problems}`,
    () =>
      'Everything is recorded, and all other issues are up to date. Look at the named issues in GitHub; a later run tries again.',
  ),
  'public-repository': entry<'repository'>(
    2,
    (v) => `Repository ${v.repository} is public; configuration, names and IP addresses would be too.`,
    () => 'Make it private, or set "privacy: { allow-public: true }" if that is meant.',
  ),
  'object-unknown': entry<'object' | 'account' | 'hint', 'reason'>(
    2,
    (v) => `${v.object} is not in the history of ${v.account}${v.reason ? `: ${v.reason}` : '.'}`,
    (v) => `${v.hint}`,
  ),
  'identity-mismatch': entry<'zendesk' | 'given' | 'login' | 'found'>(
    2,
    (v) =>
      `identities.${v.zendesk}: "github-id: ${v.given}" belongs to another user than "github: ${v.login}" (${v.found}).`,
    () =>
      'Give the login and the id of one GitHub user (https://api.github.com/users/LOGIN shows the id), or leave "github-id" out.',
  ),
  'history-elsewhere': entry<'account' | 'other' | 'branch'>(
    2,
    (v) => `The history of ${v.account} is on branch ${v.other}, not on ${v.branch}.`,
    (v) =>
      `Use branch ${v.other}, or carry the history over: zendrift move --to ${v.branch}. Only "zendrift track --new-baseline" starts over.`,
  ),
  'move-diverged': entry<'from' | 'to' | 'tip'>(
    2,
    (v) => `The history cannot move from ${v.from} to ${v.to}: ${v.to} has other commits (${v.tip}).`,
    (v) => `Nothing was written. Name a new branch, or one that is part of ${v.from} or already contains it.`,
  ),
  'move-ambiguous': entry<'account' | 'branches'>(
    2,
    (v) => `Several branches say that they hold the history of ${v.account}: ${v.branches}.`,
    () => 'Delete the branches that are copies, then run move again.',
  ),
  'baseline-missing': entry<'branch' | 'account'>(
    2,
    (v) => `Branch ${v.branch} has files or a state of ${v.account}, but no baseline commit that counts.`,
    () =>
      'If the committer was renamed, list the old one under "former-committers". If the history is lost, restore the branch from a clone; only "zendrift track --new-baseline" starts over.',
  ),
  'nothing-recorded': entry<'account'>(
    2,
    (v) => `Nothing of the account ${v.account} is recorded on this branch.`,
    () => 'Run track first: its first run records the whole account.',
  ),
  'signing-unusable': entry<'reason'>(
    2,
    (v) => `Commits cannot be signed, or their signatures not be checked: ${v.reason}`,
    () => 'See docs/operating.md, "Signed commits".',
  ),
  'history-damaged': entry<'problems'>(
    3,
    (v) => `History is not whole: ${v.problems}`,
    () => 'See docs/operating.md, "verify fails".',
  ),
  'output-unwritable': entry<'file' | 'reason'>(
    2,
    (v) => `${v.file} cannot be written: ${v.reason}`,
    () => 'Name a file in a folder that exists and may be written, with --output FILE, and run again.',
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
    (v) => `Unexpected: ${v.reason}`,
    () => 'Run again with --verbose and report what it prints.',
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
