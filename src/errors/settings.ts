import { entry } from './entry.ts';

/** What a person typed or configured: settings, files to read and to write. */
export const settingsErrors = {
  'settings-invalid': entry<'problems', 'hint'>(
    2,
    (v) => `Invalid settings: ${v.problems}`,
    (v) => `${v.hint ?? 'See "Settings" in docs/reference.md for every option, input and variable.'}`,
  ),
  'config-invalid': entry<'file' | 'problems'>(
    2,
    (v) => `Invalid configuration ${v.file}: ${v.problems}`,
    () => 'Fix the keys listed above. docs/configuration.md describes every key.',
  ),
  'config-unreadable': entry<'file' | 'reason', 'hint'>(
    2,
    (v) => `Can't read the configuration ${v.file}: ${v.reason}`,
    (v) => `${v.hint ?? 'Check the path of --config, or leave --config out to use .github/zendrift.yml.'}`,
  ),
  'config-source': entry<'remote' | 'reason' | 'hint'>(
    2,
    (v) => `Can't read the configuration from ${v.remote}: ${v.reason}`,
    (v) => `${v.hint}`,
  ),
  'identity-mismatch': entry<'zendesk' | 'given' | 'login' | 'found'>(
    2,
    (v) =>
      `identities.${v.zendesk}: "github-id: ${v.given}" and "github: ${v.login}" are different users (${v.login} has the id ${v.found}).`,
    () =>
      'Use the login and the id of the same GitHub user (https://api.github.com/users/LOGIN shows the id), or leave "github-id" out.',
  ),
  'object-unknown': entry<'object' | 'account' | 'hint', 'reason'>(
    2,
    (v) => `${v.object} is not in the history of ${v.account}${v.reason ? `: ${v.reason}` : '.'}`,
    (v) => `${v.hint}`,
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
} as const;
