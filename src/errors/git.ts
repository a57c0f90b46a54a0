import { entry } from './entry.ts';

/** The repository, its remote and its signatures. */
export const gitErrors = {
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
  'commits-unchecked': entry<'count' | 'commit'>(
    1,
    (v) =>
      `${v.count} commits look like zendrift's, but no run pushed them together with the state. The first is ${v.commit}.`,
    () => 'Run "zendrift track" first: it compares them with Zendesk. Nothing is lost, commands wait until then.',
  ),
  'race-lost': entry<'branch' | 'tries'>(
    1,
    (v) => `Other runs pushed to ${v.branch} first, ${v.tries} times in a row.`,
    () => 'Nothing is lost: the next run records the same entries.',
  ),
  'signing-unusable': entry<'reason'>(
    2,
    (v) => `Can't sign commits or check their signatures: ${v.reason}`,
    () => 'See "Signed commits" in docs/operating.md.',
  ),
} as const;
