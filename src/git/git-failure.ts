import { ZendriftError } from '#errors.ts';
import { clip, toVisible } from '#text.ts';
import type { GitResult } from './spawn-git.ts';

const longest = 600;

/** What git, or the server through it, says: its own lines, joined, cut, without credentials or control characters. */
export function renderReason(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^remote:\s*/, '').trim())
    .filter(
      (line) =>
        line !== '' && !/^(?:To |hint:|fast-import: dumping|warning: redirecting|Total |Writing |Counting )/.test(line),
    )
    // Fixed tail of every failed ssh connection; the line that says why stands before it.
    .filter((line) => !/^(?:Please make sure you have the correct access rights|and the repository exists)/.test(line));
  const text = toVisible(lines.join(' | '))
    .replace(/\/\/[^/@\s|]+@/g, '//***@')
    .replace(/\b(authorization: *\w+ +)\S+/gi, '$1***');
  return clip(text, longest) || 'no reason given';
}

const refusedByServer =
  /Authentication failed|could not read (?:Username|Password)|Permission (?:to \S+ )?denied|returned error: 40[134]|HTTP 40[13]|Write access to repository not granted|Repository not found|Host key verification failed/i;

/** Whether a server (not the network) turned a request down, so that only a person can help. */
export const isRefusedAccess = (stderr: string): boolean => refusedByServer.test(stderr);

const mustBeFixed =
  /dubious ownership|cannot use bare repository|Permission denied|insufficient permission|Read-only file system|bad config|unknown repository (?:extension|format)|Expected git repo version|is corrupt|(?:loose|packed) object .* (?:corrupt|is empty)|object file .* is empty|bad object|bad tree|missing blob|unable to read (?:tree|sha1|[0-9a-f]{40})|invalid (?:sha1 pointer|object)|broken ref|No such file or directory|cannot open '|unable to (?:open|mmap|parse)/i;

/** The error for a failed local command. `no git repository`, `a person must fix it` and `try again` are told apart. */
export function gitFailure(
  directory: string,
  args: readonly string[],
  result: Pick<GitResult, 'exitCode' | 'stderr'>,
): ZendriftError {
  const reason = renderReason(result.stderr);
  if (/not a git repository/i.test(result.stderr)) return new ZendriftError('not-a-repository', { directory });
  if (result.exitCode < 0 && /ENOENT/.test(result.stderr)) {
    return new ZendriftError('repository-unusable', { directory, reason: 'the program git is not installed' });
  }
  if (mustBeFixed.test(result.stderr)) return new ZendriftError('repository-unusable', { directory, reason });
  const command = args.find((word) => /^[a-z]/.test(word) && !word.includes('=')) ?? 'git';
  return new ZendriftError('git-failed', { command, reason: `${reason} (exit code ${result.exitCode})` });
}

/** The error for a failed read from the remote. */
export function remoteFailure(remote: string, stderr: string): ZendriftError {
  const reason = renderReason(stderr);
  return isRefusedAccess(stderr)
    ? new ZendriftError('remote-refused', { remote, reason })
    : new ZendriftError('remote-unreachable', { remote, reason });
}
