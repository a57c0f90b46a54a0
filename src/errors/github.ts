import { entry } from './entry.ts';

/** What GitHub answered, or did not. */
export const githubErrors = {
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
  'visibility-unknown': entry<'reason'>(
    1,
    (v) => `Nothing was recorded. ${v.reason}`,
    () =>
      'A first run records the whole account, so it needs to know whether the repository is public. Run track again later.',
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
} as const;
