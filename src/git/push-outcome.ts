import { isRefusedAccess } from './git-failure.ts';
import type { GitResult } from './spawn-git.ts';

/** What a failed push says about itself; whether it really failed only the remote's state ref can show. */
export type PushFailure = 'refused' | 'raced' | 'network' | 'unknown';

const raced =
  /non-fast-forward|fetch first|stale info|cannot lock ref|failed to (?:update|lock) ref|incorrect old value|reference already exists|needs force|but expected|already exists\)/i;
const neverLocks = /exists; cannot create/i;
const refused =
  /GH006|GH013|protected branch|rule violations|does not support --atomic|shallow update not allowed|Permission denied/i;
const network =
  /Could not resolve host|Failed to connect|Couldn't connect|Connection (?:refused|reset|timed out|closed)|unexpected disconnect|early EOF|RPC failed|HTTP 5\d\d|returned error: 5\d\d|hung up|timed out|Could not read from remote|does not appear to be a git repository|unable to access|SSL|empty reply/i;

/** Judges by the `--porcelain` status lines of stdout first: only they are about one ref. */
export function parsePushFailure({ stdout, stderr }: Pick<GitResult, 'stdout' | 'stderr'>): PushFailure {
  const rejected = stdout.split('\n').filter((line) => line.startsWith('!'));
  // With `--atomic` the innocent ref fails as well; its line says nothing.
  const reasons = rejected.filter((line) => !/atomic (?:push|transaction) fail/i.test(line));
  if (reasons.some((line) => neverLocks.test(line)) || neverLocks.test(stderr)) return 'refused';
  if (reasons.some((line) => line.includes('[remote rejected]') && !raced.test(line))) return 'refused';
  if (isRefusedAccess(stderr) || refused.test(stderr)) return 'refused';
  if (reasons.some((line) => raced.test(line)) || raced.test(stderr)) return 'raced';
  return network.test(stderr) ? 'network' : 'unknown';
}

/**
 * Where GitHub's push protection found a secret, as its refusal names it: files (`path: snapshots/acme/macros/1.json:4`) or
 * contents (`- blob id: 0b5ae8a9…`), five secrets at most; empty where a push was refused for anything else.
 * https://docs.github.com/code-security/secret-scanning/working-with-secret-scanning-and-push-protection
 */
export function parseSecretPlaces({ stderr }: Pick<GitResult, 'stderr'>): {
  readonly paths: readonly string[];
  readonly blobs: readonly string[];
} {
  if (!/push protection/i.test(stderr)) return { paths: [], blobs: [] };
  const find = (pattern: RegExp) => [...new Set([...stderr.matchAll(pattern)].map(([, found = '']) => found))];
  return {
    paths: find(/^(?:remote:)?[ \t]*(?:- )?path:[ \t]*(\S+?)(?::\d+)?[ \t]*$/gm),
    blobs: find(/^(?:remote:)?[ \t]*(?:- )?blob id:[ \t]*([0-9a-f]{40,64})\b/gim),
  };
}

/** The lines that say why, for people: what the server said, then the status of each ref. */
export function renderPushFailure({ stdout, stderr }: Pick<GitResult, 'stdout' | 'stderr'>): string {
  const status = stdout
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) =>
      line
        .split('\t')
        .slice(1)
        .join(' ')
        .replace(/^[0-9a-f]+:/, ''),
    );
  const said = stderr.split('\n').filter((line) => !/^error: failed to push/.test(line));
  return [...said, ...status].join('\n');
}
